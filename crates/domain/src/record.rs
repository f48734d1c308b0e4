//! Decisions: signed records, as the engine hands them over after admission.

use serde::{Deserialize, Serialize};

use crate::date::{Date, Moment};
use crate::id::{BlobId, ChangeId, EntryId, MemberId, RecordId};
use crate::period::Period;
use crate::role::{Role, Stage};

mod kind;

pub use kind::RecordKind;

named! {
    /// The part of an initiative that is handed in and decided on.
    Part {
        /// Phiếu đăng ký.
        Registration = "registration",
        /// Hồ sơ.
        Dossier = "dossier",
    }
}

impl Part {
    /// Gives the code in record bodies: 1, 2.
    pub const fn code(self) -> u8 {
        match self {
            Self::Registration => 1,
            Self::Dossier => 2,
        }
    }

    /// Finds the part with the code of record bodies.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.code() == code)
    }
}

named! {
    /// What a settlement says.
    Outcome {
        /// The part is approved for the stages that the settled records were made at.
        Approved = "approved",
        /// The part is returned for them.
        Returned = "returned",
    }
}

impl Outcome {
    /// Gives the code in record bodies: 1, 2.
    pub const fn code(self) -> u8 {
        match self {
            Self::Approved => 1,
            Self::Returned => 2,
        }
    }

    /// Finds the outcome with the code of record bodies.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.code() == code)
    }
}

/// What a remark or a return points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RemarkTarget {
    /// The whole part.
    Whole,
    /// One field, by its path.
    Field(String),
    /// One evidence item.
    Evidence(EntryId),
}

/// What a record of one kind carries beside its version and text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordBody {
    /// An author hands a part in.
    Submit {
        /// The part.
        part: Part,
        /// The period it counts for.
        period: Period,
        /// Whether the pledge (cam đoan) was given.
        pledge: bool,
    },
    /// An author takes a part back.
    Withdraw {
        /// The part.
        part: Part,
    },
    /// A stage approves the version.
    Approve {
        /// The part.
        part: Part,
        /// What the remark, if any, points at.
        targets: Vec<RemarkTarget>,
    },
    /// A stage returns the version with a remark.
    Return {
        /// The part.
        part: Part,
        /// What the remark points at.
        targets: Vec<RemarkTarget>,
    },
    /// Somebody says something and decides nothing.
    Remark {
        /// What it is about.
        target: RemarkTarget,
        /// The record that it answers.
        reply_to: Option<RecordId>,
    },
    /// Leadership or chair ends a difference of opinions.
    Settle {
        /// The part.
        part: Part,
        /// The records that differ.
        differing: Vec<RecordId>,
        /// What holds for the stages of these records.
        outcome: Outcome,
    },
    /// The signer of a record takes it back.
    Revoke {
        /// The record.
        record: RecordId,
    },
    /// A new round begins for a part; what was decided before stays readable.
    Reopen {
        /// The part.
        part: Part,
    },
    /// A part that came late counts for its period all the same.
    AdmitLate {
        /// The part.
        part: Part,
    },
    /// Somebody who may help answers a difficulty; the answer is the record's text.
    AnswerDifficulty {
        /// The difficulty.
        difficulty: EntryId,
        /// What will be done.
        action: String,
        /// By when.
        by_when: Option<Date>,
    },
    /// An author says whether the answer helped.
    ResolveDifficulty {
        /// The difficulty.
        difficulty: EntryId,
        /// Whether it is solved; otherwise it is asked again.
        solved: bool,
    },
    /// An author agrees with all shares of the version.
    ConfirmShare,
    /// The department's meeting acknowledges a part (được tập thể ghi nhận).
    Acknowledge {
        /// The part.
        part: Part,
        /// Members of the department.
        members: u32,
        /// Members present.
        present: u32,
        /// Members in favour.
        in_favour: u32,
    },
    /// A reader with a duty has had the version on the screen.
    Seen,
    /// A file of evidence is deleted everywhere; its hash stays.
    EraseAttachment {
        /// Which file.
        blob: BlobId,
    },
    /// The clerk gives the initiative its number.
    AssignNumber {
        /// The number, such as "SK-2026-001".
        number: String,
    },
    /// A kind whose body this version of the rules does not read.
    Other,
}

impl RecordBody {
    /// Gives the part that the body speaks of, where it names one.
    pub const fn part(&self) -> Option<Part> {
        match self {
            Self::Submit { part, .. }
            | Self::Withdraw { part }
            | Self::Approve { part, .. }
            | Self::Return { part, .. }
            | Self::Settle { part, .. }
            | Self::Reopen { part }
            | Self::AdmitLate { part }
            | Self::Acknowledge { part, .. } => Some(*part),
            _ => None,
        }
    }
}

/// Bản ghi: one admitted, signed decision about one initiative.
///
/// It is immutable, and it speaks of exactly one version: the document at `heads`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// The record's id: the hash of its envelope.
    pub id: RecordId,
    /// The verb.
    pub kind: RecordKind,
    /// Who signed it.
    pub signer: MemberId,
    /// In which role.
    pub capacity: Role,
    /// At which stage, for approvals and returns.
    pub stage: Option<Stage>,
    /// About which part, where the verb has one.
    pub part: Option<Part>,
    /// When, by the signer's clock.
    pub at: Moment,
    /// The place in the school's log; none until the relay has it.
    pub seq: Option<u64>,
    /// The newest records on the same thing that the signer had seen.
    pub after: Vec<RecordId>,
    /// The version, as sorted heads; empty where the verb binds none.
    pub heads: Vec<ChangeId>,
    /// The version's content hash, as the signer computed it.
    pub content_hash: Option<[u8; 32]>,
    /// What the signer wrote.
    pub text: String,
    /// What the verb carries.
    pub body: RecordBody,
}

impl Record {
    /// Gives the part: the record's own, else its body's.
    pub fn part(&self) -> Option<Part> {
        self.part.or(self.body.part())
    }
}

#[cfg(test)]
mod tests;
