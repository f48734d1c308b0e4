//! Reading and deciding.

use domain::date::Date;
use domain::id::{ChangeId, EntryId, InitiativeId, RecordId};
use domain::record::{Part, RemarkTarget};
use domain::role::Stage;

plain! {
    /// Lists what waits for the asker's decision, by due date.
    pub struct ListQueue {}

    /// Opens one item of the queue.
    pub struct GetReview {
        /// Which.
        pub id: InitiativeId,
    }

    /// Looks at one item of the queue before somebody opens it.
    pub struct PeekReview {
        /// Which.
        pub id: InitiativeId,
    }

    /// Tells that the version on the screen was read for three seconds.
    pub struct MarkSeen {
        /// Which.
        pub id: InitiativeId,
        /// Its heads.
        pub heads: Vec<ChangeId>,
    }

    /// Approves exactly the version that was read.
    pub struct Approve {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Words, may be empty.
        pub text: String,
    }

    /// Approves items of the queue that are identical: all of them or none.
    pub struct ApproveAlike {
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// At least two, each in the version that was read.
        pub items: Vec<AlikeItem>,
    }

    /// One of several identical items.
    pub struct AlikeItem {
        /// Which.
        pub id: InitiativeId,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
    }

    /// Được tập thể ghi nhận: enters that the department's meeting acknowledged a collective's entry.
    pub struct Acknowledge {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Members of the department.
        pub members: u32,
        /// Members present.
        pub present: u32,
        /// Members in favour.
        pub in_favour: u32,
        /// Words, may be empty.
        pub text: String,
    }

    /// Returns the version that was read, with a remark.
    pub struct ReturnInitiative {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Why; not empty.
        pub text: String,
        /// What it is about.
        pub targets: Vec<RemarkTarget>,
    }

    /// Remarks without deciding.
    pub struct AddRemark {
        /// Which.
        pub id: InitiativeId,
        /// Words, not empty.
        pub text: String,
        /// What it is about.
        pub target: RemarkTarget,
    }

    /// Settles opinions that differ.
    pub struct Settle {
        /// Which.
        pub id: InitiativeId,
        /// The part.
        pub part: Part,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Approved, or else returned.
        pub approved: bool,
        /// Why.
        pub text: String,
    }

    /// Revokes an own record.
    pub struct RevokeRecord {
        /// Which initiative.
        pub id: InitiativeId,
        /// The record.
        pub record: RecordId,
        /// Why; not empty.
        pub text: String,
    }

    /// Answers a difficulty.
    pub struct AnswerDifficulty {
        /// Which initiative.
        pub id: InitiativeId,
        /// The difficulty.
        pub difficulty: EntryId,
        /// The answer.
        pub text: String,
        /// What will be done.
        pub action: String,
        /// By when.
        pub by_when: Option<Date>,
    }

    /// Says whether an answer solved a difficulty.
    pub struct ResolveDifficulty {
        /// Which initiative.
        pub id: InitiativeId,
        /// The difficulty.
        pub difficulty: EntryId,
        /// Solved or not.
        pub solved: bool,
        /// Words, may be empty.
        pub text: String,
    }
}
