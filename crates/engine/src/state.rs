//! What follows from a document and its records: the domain's rules, asked with what the document
//! says at the versions that the records name.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::date::Date;
use domain::difference::{Changes, Difference, differences, to_decide};
use domain::id::{ChangeId, MemberId};
use domain::initiative::Initiative;
use domain::movement::Movement;
use domain::node::Node;
use domain::record::{Part, Record};
use domain::role::Stage;
use domain::stage::Holders;
use domain::status::{Background, ClosedPeriod, InitiativeState, StatusContext, Version, derive};
use protocol::{ChangeHash, ContentHash, Value};

use crate::document::{Document, Reading};

/// What the state of one initiative depends on beside its document and its records.
pub struct Facts<'a> {
    /// The rules in force.
    pub movement: &'a Movement,
    /// Who holds the stages of this initiative today.
    pub holders: Holders,
    /// Stages that fall away, such as the department's for a member of none.
    pub fallen_away: BTreeSet<Stage>,
    /// The last day to hand the registration in.
    pub registration_due: Option<Date>,
    /// The last day to hand the dossier in.
    pub dossier_due: Option<Date>,
    /// The closing of the period, once there is one.
    pub closed: Option<ClosedPeriod>,
    /// Tells whether somebody else, who is none of the given members, held the record's stage at its
    /// place in the log (CI-4).
    pub another_held: &'a dyn Fn(&Record, &BTreeSet<MemberId>) -> bool,
}

/// Derives the state of an initiative (domain, rules T-1 to T-11).
///
/// A record whose content hash does not fit counts for nothing; a version that is not here counts
/// and is flagged.
pub fn initiative_state(versions: &Versions<'_>, records: &[Record], facts: Facts<'_>) -> InitiativeState {
    let now = Initiative::read(versions.now());
    let asked = Asked { versions, another_held: facts.another_held };
    let context = StatusContext {
        kind: now.participant_kind,
        chain: &facts.movement.approval_chain,
        fallen_away: facts.fallen_away,
        one_stage_per_person: facts.movement.parameters.one_stage_per_person,
        holders: facts.holders,
        participants: now.participants(),
        registration_due: facts.registration_due,
        dossier_due: facts.dossier_due,
        late_policy: facts.movement.parameters.late_policy,
        closed: facts.closed,
        background: &asked,
    };
    derive(records, &context)
}

/// The versions of one document.
pub struct Versions<'a> {
    document: &'a Document,
    now: Arc<Reading>,
}

impl<'a> Versions<'a> {
    /// Reads the present version; others are read when they are asked for.
    pub fn new(document: &'a Document) -> Self {
        Self { document, now: document.reading() }
    }

    /// Gives the present version as a tree.
    pub fn now(&self) -> &Node {
        &self.now.node
    }

    /// Gives the content hash of the present version.
    pub fn content_hash(&self) -> ContentHash {
        self.now.content_hash()
    }

    /// Tells whether a version is on this machine.
    pub fn has(&self, heads: &[ChangeId]) -> bool {
        self.at(heads).is_some()
    }

    /// Gives the content hash of a version; nothing where it is not here.
    pub fn content_hash_at(&self, heads: &[ChangeId]) -> Option<ContentHash> {
        self.at(heads).map(|read| read.content_hash())
    }

    /// Lists what differs between a version and the present one; nothing where it is not here.
    pub fn changes_since(&self, heads: &[ChangeId]) -> Option<Vec<Difference>> {
        self.at(heads).map(|before| differences(&before.node, &self.now.node))
    }

    /// Names what is to be decided of a part, as a hash: initiatives with one name are identical to
    /// whoever decides. It is the whole part, or what differs since a version; nothing where that
    /// version is not here.
    pub fn to_decide(&self, part: Part, since: Option<&[ChangeId]>) -> Option<ContentHash> {
        let before = match since {
            Some(heads) => Some(self.at(heads)?),
            None => None,
        };
        let lines = to_decide(before.as_ref().map(|read| &read.node), self.now(), part);
        let said = lines.iter().map(|line| Value::text(line)).collect();
        Some(protocol::content_hash(&Value::Array(said)))
    }

    /// Tells whether a record's content hash fits its version; true while the version is missing.
    pub fn is_intact(&self, record: &Record) -> bool {
        let Some(said) = record.content_hash else { return true };
        self.at(&record.heads).is_none_or(|read| read.content_hash().to_bytes() == said)
    }

    fn at(&self, heads: &[ChangeId]) -> Option<Arc<Reading>> {
        let hashes: Vec<ChangeHash> =
            heads.iter().map(|head| ChangeHash::from_bytes(*head.as_bytes())).collect();
        self.document.reading_at(&hashes)
    }
}

struct Asked<'a> {
    versions: &'a Versions<'a>,
    another_held: &'a dyn Fn(&Record, &BTreeSet<MemberId>) -> bool,
}

impl Background for Asked<'_> {
    fn participants(&self, heads: &[ChangeId]) -> Option<BTreeSet<MemberId>> {
        self.versions.at(heads).map(|read| read.participants().clone())
    }

    fn changes(&self, part: Part, from: &[ChangeId], to: Version<'_>) -> Option<Changes> {
        let from = self.versions.at(from)?;
        let to = match to {
            Version::Now => self.versions.now.clone(),
            Version::Heads(heads) => self.versions.at(heads)?,
        };
        Some(Changes::count(&differences(&from.node, &to.node), part))
    }

    fn is_intact(&self, record: &Record) -> bool {
        self.versions.is_intact(record)
    }

    fn another_held_the_stage(&self, record: &Record) -> bool {
        let conflicted =
            self.versions.at(&record.heads).map_or_else(BTreeSet::new, |read| read.participants().clone());
        (self.another_held)(record, &conflicted)
    }
}

#[cfg(test)]
mod tests;
