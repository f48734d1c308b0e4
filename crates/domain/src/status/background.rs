//! What the versions that records name contain, as far as this machine has them.

use std::collections::BTreeSet;

use crate::difference::Changes;
use crate::id::{ChangeId, MemberId};
use crate::record::{Part, Record};

/// One version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version<'a> {
    /// The document as it is now.
    Now,
    /// The document at these sorted heads.
    Heads(&'a [ChangeId]),
}

/// Answers about versions; the engine knows the document, this crate asks.
pub trait Background {
    /// Lists authors and sponsor of a version; nothing where the version is not on this machine.
    fn participants(&self, heads: &[ChangeId]) -> Option<BTreeSet<MemberId>>;

    /// Counts the fields of a part that differ between two versions; nothing where one is missing.
    fn changes(&self, part: Part, from: &[ChangeId], to: Version<'_>) -> Option<Changes>;

    /// Tells whether the record's content hash fits its version; true while the version is missing.
    fn is_intact(&self, record: &Record) -> bool;

    /// Tells whether somebody else, in no conflict, held the record's stage at the record's place in
    /// the log (CI-4).
    fn another_held_the_stage(&self, record: &Record) -> bool;
}
