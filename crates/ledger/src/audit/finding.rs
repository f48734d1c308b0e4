//! What an audit tells.

use protocol::Code;

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audited {
    /// Entries that were judged.
    pub entries: u64,
    /// Those that have no effect.
    pub void: u64,
    /// Those whose payload is no longer here: signature and place were judged, not what they said.
    pub without_payload: u64,
    /// Envelopes of revoked devices that are kept aside.
    pub quarantined: u64,
}

/// Something in a log that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// At which place; nothing where it is about no single entry.
    pub at: Option<u64>,
    /// What it is.
    pub what: Wrong,
}

/// What can be wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Wrong {
    /// A number is missing.
    #[error("the entry is missing; the next one is number {next}")]
    Missing {
        /// The next number that is there.
        next: u64,
    },
    /// The end of the log is gone.
    #[error("the log ends before this entry, and numbers up to {head} were given")]
    CutOff {
        /// The last number that was given.
        head: u64,
    },
    /// A header that no program writes.
    #[error("the header cannot be read ({code})", code = .0.as_str())]
    Header(Code),
    /// A header that is not the one of the entry that was placed here.
    #[error("the header was changed after the entry was placed")]
    Changed,
    /// The payload should be here.
    #[error("the payload is gone")]
    PayloadGone,
    /// The chain does not fit.
    #[error("the chain of the log breaks here")]
    Chain,
    /// It has a status that it should not have.
    #[error("it is kept as {kept}, but it is {ours}")]
    Judged {
        /// What is kept.
        kept: String,
        /// What it is.
        ours: String,
    },
    /// It cannot be placed in empty tables.
    #[error("it cannot be placed: {0}")]
    Place(String),
    /// An envelope that is kept aside was not sent by a revoked device, or was changed.
    #[error("an envelope in quarantine is {0}")]
    Quarantined(String),
    /// A table does not say what follows from the log.
    #[error("the table {0} does not say what follows from the log")]
    Table(String),
}
