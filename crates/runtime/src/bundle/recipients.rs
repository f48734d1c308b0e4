//! Who may open a bundle: active devices, by the log, and the relay.

use std::collections::BTreeSet;

use api::{BundleFor, Error};
use protocol::{MemberId, Recipient};

use crate::ids::Same;
use crate::session::Work;
use crate::{error, reading};

/// For whom a bundle is sealed.
pub struct Readers {
    /// This member's active devices, this one too.
    pub own: Vec<Recipient>,
    /// The school's relay.
    pub relay: Option<Recipient>,
    /// Devices of the chosen members.
    pub others: Vec<Recipient>,
    /// Chosen members with a device, this one aside.
    pub members: Vec<MemberId>,
    /// Chosen members who have none.
    pub without: Vec<MemberId>,
}

impl Readers {
    /// Everybody who may open the whole file.
    pub fn all(&self) -> Vec<Recipient> {
        self.own.iter().chain(&self.relay).chain(&self.others).copied().collect()
    }

    /// The names of members, as people know them.
    pub fn names(work: &Work<'_>, members: &[MemberId]) -> Result<Vec<String>, Error> {
        members.iter().map(|member| reading::name(work, *member)).collect()
    }
}

/// Finds everybody; a revoked device and a former member are never among them.
pub fn find(work: &Work<'_>, to: &BundleFor) -> Result<Readers, Error> {
    let connection = work.connection();
    let me = work.session.member;
    let chosen: BTreeSet<MemberId> = match to {
        BundleFor::Own => BTreeSet::new(),
        BundleFor::Members(members) => members.iter().map(Same::same).filter(|one| *one != me).collect(),
    };
    let members = ledger::members(connection).map_err(error::from_ledger)?;
    let active: BTreeSet<MemberId> =
        members.into_iter().filter(|row| row.active).map(|row| row.member).collect();
    let (mut own, mut others, mut reached) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in ledger::devices(connection).map_err(error::from_ledger)? {
        let recipient = Recipient { name: row.device.to_bytes(), box_key: row.box_key };
        if row.cut.is_some() || !active.contains(&row.member) {
            continue;
        }
        if row.member == me {
            own.push(recipient);
        } else if chosen.contains(&row.member) {
            others.push(recipient);
            reached.insert(row.member);
        }
    }
    let relay = ledger::relay_keys(connection).map_err(error::from_ledger)?;
    let relay = relay.map(|row| Recipient { name: row.relay.to_bytes(), box_key: row.relay_box });
    let without = chosen.difference(&reached).copied().collect();
    Ok(Readers { own, relay, others, members: reached.into_iter().collect(), without })
}
