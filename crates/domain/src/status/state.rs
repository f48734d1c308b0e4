//! What follows from the records: plain values, made by [`derive`](super::derive()).

use serde::{Deserialize, Serialize};

use super::{Status, Voided};
use crate::date::{Date, Moment};
use crate::difference::Changes;
use crate::id::{ChangeId, MemberId, RecordId};
use crate::record::Part;
use crate::role::Stage;
use crate::stage::Desk;

macro_rules! plain {
    ($($item:item)+) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )+
    };
}

plain! {
    /// Everything that follows from the records of one initiative.
    pub struct InitiativeState {
        /// The registration.
        pub registration: PartState,
        /// The dossier.
        pub dossier: PartState,
        /// What the initiative shows as a whole.
        pub shown: Status,
        /// The part that this comes from.
        pub shown_part: Part,
        /// Records that count for nothing, each with its reason.
        pub voids: Vec<Voided>,
    }

    /// What follows for one part.
    pub struct PartState {
        /// One of `Draft`, `InReview`, `Returned`, `Differing`, `Approved`, `Withdrawn`.
        pub status: Status,
        /// The round, from 1; each `Reopen` starts another (T-10).
        pub round: u32,
        /// What lies before the stages.
        pub submission: Option<Submission>,
        /// Each required stage in the order of the chain.
        pub stages: Vec<StageState>,
        /// Every opinion of this round that counts or counted, oldest first.
        pub opinions: Vec<Opinion>,
        /// The stages that are asked now, and who is asked.
        pub waiting: Vec<Waiting>,
        /// The opinions that differ and wait for a settlement (T-5).
        pub differing: Vec<RecordId>,
        /// What changed since the version that some stage approved (T-7); none without an approval.
        pub changed_since_approval: Option<Changes>,
        /// Whether an approval names a version that is not on this machine yet (T-11).
        pub approved_version_missing: bool,
        /// The live withdrawal.
        pub withdrawn_by: Option<RecordId>,
        /// Opinions and submissions of earlier rounds, read-only (T-10).
        pub previous_rounds: Vec<RecordId>,
    }

    /// Lần nộp: the latest submission; several that did not know each other are one (T-3).
    pub struct Submission {
        /// The `Submit` records, oldest first.
        pub records: Vec<RecordId>,
        /// Who made them.
        pub by: Vec<MemberId>,
        /// When, by the earlier one.
        pub at: Moment,
        /// The version: the heads of all of them together.
        pub heads: Vec<ChangeId>,
        /// Set if it came after the due date (T-8).
        pub late: Option<Late>,
        /// Whether it came after the period was closed and was not admitted (T-9).
        pub after_close: bool,
    }

    /// How late a submission is.
    pub struct Late {
        /// The due date.
        pub due: Date,
        /// Days after it.
        pub days: i64,
        /// Whether it counts for its period: by `AdmitLate`, or because registrations need none.
        pub counts: bool,
    }

    /// How one stage stands.
    pub struct StageState {
        /// The stage.
        pub stage: Stage,
        /// Its verdict, if it has one that stands.
        pub verdict: Option<Verdict>,
        /// The record that gives it.
        pub record: Option<RecordId>,
        /// Whether an approval of an earlier submission stands, because nothing material changed (T-4).
        pub carried: bool,
        /// What changed since this stage's approved version, to approve again (T-4, T-7).
        pub changed: Option<Changes>,
    }

    /// One approval, return, acknowledgement or settlement.
    pub struct Opinion {
        /// The record.
        pub record: RecordId,
        /// The stages it speaks for.
        pub stages: Vec<Stage>,
        /// What it says.
        pub verdict: Verdict,
        /// Who says it.
        pub signer: MemberId,
        /// When, by the signer's clock.
        pub at: Moment,
        /// How far it still counts.
        pub standing: Standing,
        /// Whether its version is on this machine.
        pub version_here: bool,
        /// Whether it is a settlement.
        pub settles: bool,
    }

    /// A stage that is asked now.
    pub struct Waiting {
        /// The stage.
        pub stage: Stage,
        /// Where it lies.
        pub desk: Desk,
    }
}

named! {
    /// What a stage says.
    Verdict {
        /// Duyệt.
        Approved = "approved",
        /// Trả lại.
        Returned = "returned",
    }
}

named! {
    /// How far an opinion still counts.
    Standing {
        /// It is its stage's present opinion.
        Current = "current",
        /// It was made on an earlier submission and stands on.
        Carried = "carried",
        /// A later opinion of the stage knows it (T-2).
        Superseded = "superseded",
        /// It was made on an earlier submission and no longer stands.
        Earlier = "earlier",
        /// Its stage is not asked for this part.
        NotAsked = "not_asked",
    }
}
