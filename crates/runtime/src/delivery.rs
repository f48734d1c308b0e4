//! Gửi – nhận: what is where (protocol, section 16).

use std::collections::{BTreeMap, BTreeSet};

use api::{Code, DeliveryCounts, DeliveryItem, DeliveryState, DeliveryView, Error, Topic};
use domain::role::Role;
use ledger::{Stored, StoredStatus};
use protocol::{ChangeHash, DocId, MemberId, Verb};
use store::blob::{Inward, Outward};
use store::setting::{self, Key};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{again, entrance, error, people, reading, sync};

/// So many addresses of the relay are remembered.
#[cfg(not(target_arch = "wasm32"))]
const ADDRESSES: usize = 4;

/// How far the envelopes and files of one document got.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts {
    /// Envelopes without a place.
    pub unsent: u32,
    /// The last place of this member's own envelopes; 0 when there is none.
    pub last_own_seq: u64,
    /// Who has received all of them.
    pub received_by: Vec<MemberId>,
    /// Who has seen the version of today.
    pub seen_by: Vec<MemberId>,
    /// Files at the relay, and all files.
    pub files: (u32, u32),
}

impl Whereabouts {
    /// The least of its envelopes; a draft that was never shared is on this machine only.
    pub fn state(&self) -> DeliveryState {
        if self.unsent > 0 || self.last_own_seq == 0 {
            DeliveryState::ThisMachine
        } else if !self.seen_by.is_empty() {
            DeliveryState::Seen
        } else if !self.received_by.is_empty() {
            DeliveryState::Received
        } else {
            DeliveryState::AtRelay
        }
    }
}

/// Looks up where one document is, by its envelopes and the heads of its present version.
pub fn whereabouts(
    work: &Work<'_>,
    doc: DocId,
    envelopes: &[Stored],
    heads: &[ChangeHash],
) -> Result<Whereabouts, Error> {
    let connection = work.connection();
    let mut found = Whereabouts::default();
    let devices = device_owners(work)?;
    let mut seen = BTreeSet::new();
    for stored in envelopes {
        match stored.seq {
            None => found.unsent += 1,
            Some(_) if stored.status == StoredStatus::Void => {}
            Some(seq) if stored.header.kind != protocol::Kind::Blob => {
                let owner = devices.get(&stored.header.author);
                let by_reader = stored.header.verb == Verb::Seen.code();
                if by_reader && heads.iter().all(|head| stored.header.heads.contains(head)) {
                    seen.extend(owner.copied());
                }
                if !by_reader {
                    found.last_own_seq = found.last_own_seq.max(seq);
                }
            }
            Some(_) => {}
        }
    }
    let session = work.session;
    let reviewers = reviewers(work, doc)?;
    let last = found.last_own_seq;
    let receipts = store::receipt::all(connection).map_err(error::from_store)?;
    let received: BTreeSet<MemberId> = receipts
        .into_iter()
        .filter(|receipt| last > 0 && receipt.seq >= last && reviewers.contains(&receipt.member))
        .map(|receipt| receipt.member)
        .collect();
    found.received_by = received.into_iter().filter(|member| *member != session.member).collect();
    found.seen_by = seen.into_iter().filter(|member| *member != session.member).collect();
    found.files = files(work, doc)?;
    Ok(found)
}

fn device_owners(work: &Work<'_>) -> Result<BTreeMap<protocol::DeviceKey, MemberId>, Error> {
    let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    Ok(devices.into_iter().map(|row| (row.device, row.member)).collect())
}

/// Those whose receipt tells an author something: who reviews, and may read the document.
fn reviewers(work: &Work<'_>, doc: DocId) -> Result<BTreeSet<MemberId>, Error> {
    let log = ledger::Ledger::with_unsent(work.connection());
    let mut found = BTreeSet::new();
    for grant in ledger::grants(work.connection()).map_err(error::from_ledger)? {
        use protocol::Role::{DepartmentHead, DeputyHead, Leadership, UnionOfficer};
        let reviews = matches!(grant.role, DepartmentHead | DeputyHead | UnionOfficer | Leadership);
        if reviews && protocol::reads_document(grant.member, doc, &log).map_err(error::from_ledger)? {
            found.insert(grant.member);
        }
    }
    Ok(found)
}

fn files(work: &Work<'_>, doc: DocId) -> Result<(u32, u32), Error> {
    let files = store::blob::of_document(work.connection(), doc).map_err(error::from_store)?;
    let there = files.iter().filter(|file| file.outward == Outward::Committed || file.inward != Inward::Here);
    Ok((there.count() as u32, files.len() as u32))
}

/// Whether something of this member waits for somebody's receipt.
pub fn awaits_receipts(work: &Work<'_>) -> Result<bool, Error> {
    let mine: BTreeSet<DocId> = work.session.cards.mine().into_iter().collect();
    if mine.is_empty() {
        return Ok(false);
    }
    let receipts = store::receipt::all(work.connection()).map_err(error::from_store)?;
    let head = ledger::state(work.connection()).map_err(error::from_ledger)?.head;
    Ok(receipts.is_empty() || receipts.iter().any(|receipt| receipt.seq < head))
}

/// Everything about delivery on one screen.
pub fn view(session: &Session) -> Result<DeliveryView, Error> {
    let (relay_state, met_at, next_attempt) = session.exchange.relay();
    session.read(|work| {
        let mut items = Vec::new();
        for doc in session.cards.mine() {
            items.push(item(work, doc)?);
        }
        items.sort_by(|a, b| (a.state, &a.title).cmp(&(b.state, &b.title)));
        let unsent = ledger::unsent_count(work.connection()).map_err(error::from_ledger)?;
        let unsent_files = store::blob::only_here(work.connection()).map_err(error::from_store)?;
        Ok(DeliveryView {
            relay: session.exchange.address(),
            relay_state,
            relay_fingerprint: session.exchange.key().map(|key| key.fingerprint()).unwrap_or_default(),
            can_register: people::roles_of(work, session.member)?.contains(&Role::Registrar),
            entrance: entrance::remembered(work)?,
            met_at,
            next_attempt,
            trouble: session.exchange.trouble().or(sync::key_elsewhere(work)?),
            clock_ahead: session.clock_ahead().map(|millis| millis / 60_000),
            unsent: unsent as u32,
            unsent_files,
            over_quota: session.exchange.over_quota(),
            safe_to_shut_down: unsent == 0 && unsent_files == 0,
            counts: counts(items.iter().map(|item| item.state)),
            items,
            transfers: session.exchange.transfers(),
            bundle: session.bundling.progress(),
            refused: reading::refused(work)?,
            aside: again::aside(work)?,
        })
    })
}

/// Speaks with the relay at another address from now on; its key stays the school's.
pub fn move_relay(session: &Session, address: &str) -> Result<DeliveryView, Error> {
    write_address(session, &sound_address(address)?)?;
    session.exchange.try_now();
    view(session)
}

/// What a person typed as an address.
///
/// # Errors
/// `bad_value` for what is none.
pub fn sound_address(address: &str) -> Result<String, Error> {
    let address = address.trim().trim_end_matches('/');
    let sound = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    if sound.is_none_or(|rest| rest.is_empty() || rest.contains(char::is_whitespace)) {
        return Err(Error::new(Code::BadValue).with("path", "relay").with("reason", "malformed"));
    }
    Ok(address.to_owned())
}

/// Speaks with the relay at one address: a person's word stands for all that was known before.
pub fn write_address(session: &Session, address: &str) -> Result<(), Error> {
    write_addresses(session, &[address.to_owned()])
}

/// Speaks with the relay where it was found from now on, and remembers where it was before.
#[cfg(not(target_arch = "wasm32"))]
pub fn keep_address(session: &Session, address: &str) -> Result<(), Error> {
    let mut addresses = known_addresses(session)?;
    addresses.retain(|known| known != address);
    addresses.insert(0, address.to_owned());
    addresses.truncate(ADDRESSES);
    write_addresses(session, &addresses)
}

/// Where the relay is, and where it was before, newest first.
#[cfg(not(target_arch = "wasm32"))]
pub fn known_addresses(session: &Session) -> Result<Vec<String>, Error> {
    let kept = session
        .read(|work| setting::get(work.connection(), Key::RelayAddresses).map_err(error::from_store))?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn write_addresses(session: &Session, addresses: &[String]) -> Result<(), Error> {
    let text = serde_json::to_string(addresses).map_err(|failure| error::internal(&failure))?;
    session.commit(|work| {
        setting::set(work.connection(), Key::RelayAddresses, &text).map_err(error::from_store)
    })?;
    session.exchange.move_to(addresses.first().map_or("", String::as_str));
    session.emit(Topic::Delivery);
    Ok(())
}

/// Counts documents by how far they got.
pub fn counts(states: impl Iterator<Item = DeliveryState>) -> DeliveryCounts {
    let mut counts = DeliveryCounts::default();
    for state in states {
        match state {
            DeliveryState::ThisMachine => counts.this_machine += 1,
            DeliveryState::AtRelay => counts.at_relay += 1,
            DeliveryState::Received => counts.received += 1,
            DeliveryState::Seen => counts.seen += 1,
        }
    }
    counts
}

fn item(work: &mut Work<'_>, doc: DocId) -> Result<DeliveryItem, Error> {
    let envelopes = ledger::envelopes_of(work.connection(), doc).map_err(error::from_ledger)?;
    let heads = work.document(doc)?.map(|document| document.heads()).unwrap_or_default();
    let found = whereabouts(work, doc, &envelopes, &heads)?;
    let names = |members: &[MemberId]| -> Result<Vec<String>, Error> {
        members.iter().map(|member| reading::name(work, *member)).collect()
    };
    Ok(DeliveryItem {
        initiative: doc.same(),
        title: work.session.cards.title(doc),
        state: found.state(),
        draft: found.last_own_seq == 0 && found.unsent == 0,
        unsent: found.unsent,
        received_by: names(&found.received_by)?,
        seen_by: names(&found.seen_by)?,
        files_at_relay: found.files.0,
        files: found.files.1,
    })
}
