//! The merged state of the school in figures; every figure knows the initiatives behind it
//! (domain, section 6.2).
//!
//! A co-authored initiative counts once for the school and once in each author's department, so
//! departments may add up to more than the school.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::calendar::LogState;
use crate::date::Month;
use crate::decimal::Decimal;
use crate::id::{DepartmentId, InitiativeId, MemberId};
use crate::period::Period;
use crate::result::Percent;
use crate::role::ParticipantKind;
use crate::status::Status;

mod collect;

pub use collect::overview;

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
    /// What the overview needs to know of one initiative.
    pub struct OverviewRow {
        /// The initiative.
        pub initiative: InitiativeId,
        /// The departments of its authors and sponsor.
        pub departments: BTreeSet<DepartmentId>,
        /// Nội dung thi đua, by slug.
        pub content_area: Option<String>,
        /// Cuộc vận động, by slug.
        pub campaigns: BTreeSet<String>,
        /// Its kind of participant.
        pub kind: Option<ParticipantKind>,
        /// Its period.
        pub period: Option<Period>,
        /// What it shows.
        pub status: Status,
        /// Whether its registration was handed in at some time.
        pub registered: bool,
        /// Whether its registration stands approved.
        pub approved: bool,
        /// Whether its dossier is handed in.
        pub dossier_submitted: bool,
        /// Whether a material field changed since an approval.
        pub changed_since_approval: bool,
        /// How each month of its log stands.
        pub months: BTreeMap<Month, LogState>,
        /// Its results.
        pub results: ResultCounts,
        /// Its planned quantities.
        pub quantities: Vec<UnitAmount>,
        /// Its difficulties.
        pub difficulties: DifficultyCounts,
        /// Authors and sponsor, each with the department.
        pub participants: Vec<Participant>,
    }

    /// How many results there are.
    #[derive(Copy, Default)]
    pub struct ResultCounts {
        /// In all.
        pub all: u32,
        /// With unit, method, baseline and actual value.
        pub quantified: u32,
        /// Target met.
        pub met: u32,
        /// Target not met.
        pub not_met: u32,
    }

    /// A planned and done quantity of one unit.
    pub struct UnitAmount {
        /// The unit; amounts of different units are never added.
        pub unit: String,
        /// How much is planned.
        pub planned: Decimal,
        /// How much is done.
        pub done: Decimal,
    }

    /// How many difficulties there are.
    #[derive(Default)]
    pub struct DifficultyCounts {
        /// Raised in all.
        pub raised: u32,
        /// Neither answered nor solved.
        pub open: u32,
        /// Open, and the answer is overdue.
        pub overdue: u32,
        /// Answered.
        pub answered: u32,
        /// Solved.
        pub solved: u32,
        /// Days until each answer.
        pub days_to_answer: Vec<u32>,
    }

    /// Somebody who takes part.
    #[derive(Copy, PartialOrd, Ord)]
    pub struct Participant {
        /// Who.
        pub member: MemberId,
        /// The department; none for leadership.
        pub department: Option<DepartmentId>,
    }

    /// How many active members a department has; none as department are those of none.
    pub struct Headcount {
        /// The department.
        pub department: Option<DepartmentId>,
        /// Active members.
        pub active: u32,
    }

    /// Which initiatives are looked at; nothing set means all.
    #[derive(Default)]
    pub struct OverviewFilter {
        /// Of one department.
        pub department: Option<DepartmentId>,
        /// Of one content area.
        pub content_area: Option<String>,
        /// Of one campaign.
        pub campaign: Option<String>,
        /// Of one period.
        pub period: Option<Period>,
        /// Of one kind of participant.
        pub kind: Option<ParticipantKind>,
    }

    /// One figure and what is behind it.
    #[derive(Default)]
    pub struct Figure {
        /// The figure.
        pub count: u32,
        /// The initiatives behind it, sorted.
        pub initiatives: Vec<InitiativeId>,
    }

    /// A figure for one name: a slug, a status.
    pub struct NamedFigure {
        /// The name.
        pub name: String,
        /// The figure.
        pub figure: Figure,
    }

    /// One cell of department × content area.
    pub struct Cell {
        /// The department; none for authors of none.
        pub department: Option<DepartmentId>,
        /// The content area, by slug; none if not chosen yet.
        pub content_area: Option<String>,
        /// Registered initiatives.
        pub figure: Figure,
    }

    /// The figures of one department.
    pub struct DepartmentFigures {
        /// The department; none for members of none.
        pub department: Option<DepartmentId>,
        /// FG-01 for it.
        pub registered: Figure,
        /// Registrations approved.
        pub approved: Figure,
        /// FG-02: members taking part.
        pub taking_part: u32,
        /// Active members.
        pub active: u32,
        /// Taking part of active.
        pub percent: Option<Percent>,
    }

    /// FG-04 for one unit.
    pub struct UnitFigure {
        /// The unit.
        pub unit: String,
        /// Planned in all.
        pub planned: Decimal,
        /// Done in all.
        pub done: Decimal,
        /// Done of planned.
        pub percent: Option<Percent>,
        /// The initiatives behind it.
        pub initiatives: Vec<InitiativeId>,
    }

    /// Progress in one month (FG-06, second half).
    pub struct MonthFigures {
        /// The month.
        pub month: Month,
        /// Logged in time.
        pub in_time: Figure,
        /// Logged later.
        pub late: Figure,
        /// Nothing logged, and the month is over.
        pub silent: Figure,
        /// Nothing logged, and the month is not over.
        pub open: Figure,
    }

    /// FG-05.
    #[derive(Default)]
    pub struct ResultFigures {
        /// All results.
        pub all: Figure,
        /// Those that are quantified.
        pub quantified: Figure,
        /// Targets met.
        pub met: Figure,
        /// Targets not met.
        pub not_met: Figure,
    }

    /// FG-07.
    #[derive(Default)]
    pub struct DifficultyFigures {
        /// Raised.
        pub raised: Figure,
        /// Open.
        pub open: Figure,
        /// Answered.
        pub answered: Figure,
        /// Overdue.
        pub overdue: Figure,
        /// Solved.
        pub solved: Figure,
        /// The median of days to the answer, the lower of two in the middle.
        pub median_days: Option<u32>,
    }

    /// Everything that the overview shows.
    pub struct Overview {
        /// FG-01: registered, without those withdrawn.
        pub registered: Figure,
        /// FG-01: withdrawn.
        pub withdrawn: Figure,
        /// Registered, by department and content area.
        pub matrix: Vec<Cell>,
        /// Registered, by department; with FG-02.
        pub departments: Vec<DepartmentFigures>,
        /// Registered, by content area.
        pub content_areas: Vec<NamedFigure>,
        /// Registered, by campaign.
        pub campaigns: Vec<NamedFigure>,
        /// Registered, by kind of participant.
        pub kinds: Vec<NamedFigure>,
        /// Registered, by period.
        pub periods: Vec<NamedFigure>,
        /// FG-02 for the school.
        pub taking_part: u32,
        /// Active members of the school.
        pub active: u32,
        /// By the status that shows.
        pub states: Vec<NamedFigure>,
        /// FG-03: registrations approved.
        pub approved: Figure,
        /// FG-03: returned.
        pub returned: Figure,
        /// FG-03: differing.
        pub differing: Figure,
        /// FG-03: dossier handed in and not ineligible.
        pub completed: Figure,
        /// Changed since an approval.
        pub changed_since_approval: Figure,
        /// FG-04.
        pub quantities: Vec<UnitFigure>,
        /// FG-05.
        pub results: ResultFigures,
        /// By month.
        pub months: Vec<MonthFigures>,
        /// FG-07.
        pub difficulties: DifficultyFigures,
    }
}

impl Figure {
    pub(crate) fn add(&mut self, initiative: InitiativeId, count: u32) {
        if count > 0 {
            self.count += count;
            self.initiatives.push(initiative);
        }
    }
}

impl OverviewFilter {
    /// Tells whether a row is looked at.
    pub fn admits(&self, row: &OverviewRow) -> bool {
        self.department.is_none_or(|department| row.departments.contains(&department))
            && self.content_area.as_ref().is_none_or(|area| row.content_area.as_ref() == Some(area))
            && self.campaign.as_ref().is_none_or(|campaign| row.campaigns.contains(campaign))
            && self.period.is_none_or(|period| row.period == Some(period))
            && self.kind.is_none_or(|kind| row.kind == Some(kind))
    }
}

#[cfg(test)]
mod tests;
