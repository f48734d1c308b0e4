use domain::date::{Date, Moment};
use domain::id::{InitiativeId, RecordId};
use domain::record::Part;
use domain::role::{Role, Stage};

use crate::{InitiativeSummary, InitiativeView};

plain! {
    /// Duyệt: what waits for the asker.
    pub struct QueueItem {
        /// The initiative.
        pub initiative: InitiativeSummary,
        /// Registration or dossier.
        pub part: Part,
        /// The stage at which the asker decides.
        pub stage: Stage,
        /// When it was handed in.
        pub submitted_at: Option<Moment>,
        /// Last day by the calendar.
        pub due: Option<Date>,
        /// Days left; negative when it is over.
        pub days_left: Option<i32>,
        /// Handed in after the due date.
        pub late: bool,
        /// Only differences since the last approval.
        pub difference_only: bool,
        /// Opinions differ; it waits to be settled.
        pub differing: bool,
        /// The asker has opened this version on this machine.
        pub opened: bool,
        /// Giống hệt nhau: items with the same number are identical in what is to be decided and can
        /// be approved together; none where it must be decided alone.
        pub alike: Option<u32>,
    }

    /// A record that an act made.
    #[derive(Copy, Eq)]
    pub struct MadeRecord {
        /// The initiative that it is about.
        pub initiative: InitiativeId,
        /// The record, such as to revoke it.
        pub record: RecordId,
    }

    /// One item of the queue on one screen.
    pub struct ReviewView {
        /// The initiative as it is.
        pub initiative: InitiativeView,
        /// What changed since the last decision of the asker's stage; empty at the first decision.
        pub changes: Vec<DifferenceView>,
        /// Who made that decision, and when.
        pub since: Option<DecisionRef>,
        /// The criteria of the author's participant kind.
        pub criteria: Vec<CriterionView>,
        /// Place in the queue, from 1.
        pub position: u32,
        /// Length of the queue.
        pub total: u32,
        /// The next one in the queue.
        pub next: Option<InitiativeId>,
        /// The one before.
        pub previous: Option<InitiativeId>,
    }

    /// A criterion beside the document.
    pub struct CriterionView {
        /// Such as `G1`.
        pub label: String,
        /// The text.
        pub text: String,
    }

    /// Names a decision.
    pub struct DecisionRef {
        /// The record.
        pub record: RecordId,
        /// Who.
        pub person: String,
        /// In which role.
        pub capacity: Role,
        /// When, by their clock.
        pub at: Moment,
        /// `approve`, `return` or `settle`.
        pub verb: String,
    }

    /// Thay đổi: one field that differs between two versions.
    pub struct DifferenceView {
        /// The field or the entry.
        pub path: String,
        /// Words to find the entry by, such as a result's label; empty for single fields.
        pub entry: String,
        /// Before and after, in pieces; a number or a choice is one piece.
        pub pieces: Vec<Piece>,
        /// Whether it asks for re-approval.
        pub material: bool,
    }

    /// A piece of a difference.
    pub struct Piece {
        /// Kept, taken out or put in.
        pub kind: PieceKind,
        /// The words.
        pub text: String,
    }

    /// What happened to a piece.
    #[derive(Copy, Eq)]
    pub enum PieceKind {
        /// Was and is.
        Same,
        /// Was.
        Removed,
        /// Is.
        Added,
    }
}
