//! The status of an initiative, derived from its records (domain, section 4.7, rules T-1 to T-11).
//!
//! Nothing is stored: the status is a function of the set of records and the rules, never of the
//! order in which they came (T-11).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::id::{ChangeId, MemberId, RecordId};
use crate::movement::{ApprovalChain, LatePolicy};
use crate::record::{Part, Record};
use crate::role::{ParticipantKind, Stage};
use crate::stage::Holders;

mod background;
mod derive;
mod opinions;
mod order;
mod part;
mod state;
mod validity;

pub use background::{Background, Version};
pub use derive::derive;
pub use state::{
    InitiativeState, Late, Opinion, PartState, StageState, Standing, Submission, Verdict, Waiting,
};
pub use validity::{VoidReason, Voided};

/// Trạng thái, as the table of section 4.7 names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// Bản nháp.
    Draft,
    /// Chờ duyệt.
    InReview {
        /// The stages that are asked now.
        stages: Vec<Stage>,
    },
    /// Trả lại.
    Returned {
        /// The stage that returned it.
        stage: Stage,
    },
    /// Ý kiến khác nhau – cần thống nhất.
    Differing,
    /// Đã duyệt.
    Approved,
    /// Đã rút.
    Withdrawn,
    /// Đang thực hiện.
    InProgress,
    /// Đang thẩm định.
    UnderAppraisal {
        /// Claims appraised.
        done: u32,
        /// Claims in all.
        of: u32,
    },
    /// Đủ điều kiện.
    Eligible,
    /// Cần bổ sung.
    NeedsSupplement,
    /// Không đủ điều kiện.
    Ineligible,
    /// Đang chấm.
    Scoring {
        /// Sheets sealed.
        done: u32,
        /// Sheets in all.
        of: u32,
    },
    /// Đã chấm.
    Scored,
    /// Bình xét đạt.
    Passed,
    /// Bình xét không đạt.
    NotPassed,
    /// Đang công khai.
    UnderNotice,
    /// Được công nhận.
    Recognized {
        /// Xếp loại.
        rating: String,
    },
    /// Không công nhận.
    NotRecognized,
    /// Chưa hoàn thành.
    NotCompleted,
}

impl Status {
    /// Gives the stable name, as serde writes it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview { .. } => "in_review",
            Self::Returned { .. } => "returned",
            Self::Differing => "differing",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
            Self::InProgress => "in_progress",
            Self::UnderAppraisal { .. } => "under_appraisal",
            Self::Eligible => "eligible",
            Self::NeedsSupplement => "needs_supplement",
            Self::Ineligible => "ineligible",
            Self::Scoring { .. } => "scoring",
            Self::Scored => "scored",
            Self::Passed => "passed",
            Self::NotPassed => "not_passed",
            Self::UnderNotice => "under_notice",
            Self::Recognized { .. } => "recognized",
            Self::NotRecognized => "not_recognized",
            Self::NotCompleted => "not_completed",
        }
    }
}

/// What the status depends on beside the records.
pub struct StatusContext<'a> {
    /// The kind of participant of the present version; a collective's department stage is its meeting (CI-3).
    pub kind: Option<ParticipantKind>,
    /// The movement's approval chain.
    pub chain: &'a ApprovalChain,
    /// Stages that fall away, such as the department's for a member of none.
    pub fallen_away: BTreeSet<Stage>,
    /// Whether one person may not fill two stages while another is there (CI-4).
    pub one_stage_per_person: bool,
    /// Who holds the stages today; says who is asked, never what counts.
    pub holders: Holders,
    /// Authors and sponsor of the present version.
    pub participants: BTreeSet<MemberId>,
    /// The last day to hand the registration in.
    pub registration_due: Option<Date>,
    /// The last day to hand the dossier in.
    pub dossier_due: Option<Date>,
    /// What happens to late parts.
    pub late_policy: LatePolicy,
    /// The closing of the period, once there is one (T-9).
    pub closed: Option<ClosedPeriod>,
    /// What the versions that records name contain.
    pub background: &'a dyn Background,
}

/// The records that a `ClosePeriod` counted (T-9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedPeriod {
    /// The records on its list.
    pub counted: BTreeSet<RecordId>,
}

/// Tells whether a part may still be handed in on a day (T-8); the text stays saved either way.
pub fn is_open_for_submission(policy: LatePolicy, due: Option<Date>, today: Date) -> bool {
    policy == LatePolicy::AcceptAndMark || due.is_none_or(|due| today <= due)
}

fn due_of(context: &StatusContext<'_>, part: Part) -> Option<Date> {
    match part {
        Part::Registration => context.registration_due,
        Part::Dossier => context.dossier_due,
    }
}

fn heads_of(records: &[&Record]) -> Vec<ChangeId> {
    let heads: BTreeSet<ChangeId> = records.iter().flat_map(|record| &record.heads).copied().collect();
    heads.into_iter().collect()
}

#[cfg(test)]
mod tests;
