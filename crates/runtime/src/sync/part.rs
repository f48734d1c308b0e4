//! Which part of the log is asked for.

use ledger::Ledger;

/// What a stream holds of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All but what snapshots stand for: the first sync.
    Abridged,
    /// What snapshots stand for.
    Covered,
    /// The same without payloads.
    CoveredHeaders,
}

impl Part {
    /// What it is called in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Abridged => "abridged",
            Self::Covered => "covered",
            Self::CoveredHeaders => "covered-headers",
        }
    }
}

/// Where a page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The first stream: what snapshots stand for is left out.
    First,
    /// The log, entry by entry.
    Log,
}

impl Source {
    /// The log as an item at this place is judged by it.
    pub const fn log(self, connection: &store::Connection, seq: u64) -> Ledger<'_> {
        match self {
            Self::First => Ledger::abridged_at(connection, seq),
            Self::Log => Ledger::pulled_at(connection, seq),
        }
    }
}
