//! Where an initiative is, by one look into the log for each (protocol, section 16).

use std::collections::BTreeMap;

use api::{DeliveryState, Error};
use domain::id::MemberId;
use ledger::LastPlace;

use crate::card::Card;
use crate::error;
use crate::ids::Same;
use crate::session::Work;
use crate::view::People;

/// What everybody has received, and who reviews what.
pub struct Deliveries {
    people: People,
    received: BTreeMap<MemberId, u64>,
    me: MemberId,
}

impl Deliveries {
    /// Reads receipts and roles.
    pub fn load(work: &Work<'_>) -> Result<Self, Error> {
        let mut received: BTreeMap<MemberId, u64> = BTreeMap::new();
        for receipt in store::receipt::all(work.connection()).map_err(error::from_store)? {
            let furthest = received.entry(receipt.member.same()).or_default();
            *furthest = receipt.seq.max(*furthest);
        }
        Ok(Self { people: People::load(work)?, received, me: work.session.member.same() })
    }

    /// Where the least part of an initiative is.
    pub fn of(&self, work: &Work<'_>, card: &Card) -> Result<DeliveryState, Error> {
        let last = ledger::last_place(work.connection(), card.doc()).map_err(error::from_ledger)?;
        Ok(match last {
            LastPlace::Nowhere | LastPlace::Unsent => DeliveryState::ThisMachine,
            LastPlace::Placed(_) if card.seen => DeliveryState::Seen,
            LastPlace::Placed(seq) if card.registered && self.reviewer_has(card, seq) => {
                DeliveryState::Received
            }
            LastPlace::Placed(_) => DeliveryState::AtRelay,
        })
    }

    fn reviewer_has(&self, card: &Card, seq: u64) -> bool {
        let holders = self.people.holders(card.department);
        let reviewers = [&holders.heads, &holders.deputies, &holders.union, &holders.leadership];
        let has = |member: &MemberId| self.received.get(member).is_some_and(|furthest| *furthest >= seq);
        reviewers.into_iter().flatten().any(|member| *member != self.me && has(member))
    }
}
