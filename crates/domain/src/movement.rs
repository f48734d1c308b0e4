//! Phong trào thi đua: the movement as data (domain, section 3).
//!
//! A template is a JSON file; reading it refuses unknown fields and everything that would not work
//! in a school later. No area, label, month, stage or number of any template is known to the code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::{Date, Month};
use crate::period::{Period, SchoolYear};
use crate::record::Part;
use crate::role::{ParticipantKind, Role, Stage};

mod builtin;
mod check;
mod rules;

pub use builtin::builtin;
pub use check::TemplateError;
pub use rules::{
    Award, Band, Base, Citation, Parameters, RatingRule, RegulationProfile, Rubric, RubricCriterion, Threshold,
    VoteRule,
};

macro_rules! plain {
    ($($item:item)+) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(deny_unknown_fields)]
            $item
        )+
    };
}
pub(crate) use plain;

plain! {
    /// Phong trào thi đua: one movement in one school year.
    pub struct Movement {
        /// The template's id, such as "ddst-2017".
        pub id: String,
        /// The movement's title.
        pub title: String,
        /// The theme of the year.
        pub theme: String,
        /// The phase, as printed: "2017-2020".
        pub phase: String,
        /// The school year that it is launched in.
        pub school_year: SchoolYear,
        /// Who issues it: school, union.
        pub issuers: Vec<Issuer>,
        /// What it rests on (căn cứ).
        pub citations: Vec<Citation>,
        /// Nội dung thi đua, in the printed order.
        pub content_areas: Vec<ContentArea>,
        /// Cuộc vận động.
        pub campaigns: Vec<Campaign>,
        /// Bộ tiêu chí, one for each kind of participant.
        pub criteria_sets: Vec<CriteriaSet>,
        /// Mốc of the year.
        pub milestones: Vec<Milestone>,
        /// Hình thức khen thưởng, danh hiệu.
        #[serde(default)]
        pub awards: Vec<Award>,
        /// Thang điểm.
        #[serde(default)]
        pub rubrics: Vec<Rubric>,
        /// Voting rules.
        #[serde(default)]
        pub vote_rules: Vec<VoteRule>,
        /// Bộ quy định.
        #[serde(default)]
        pub regulation_profiles: Vec<RegulationProfile>,
        /// Numbers that a school may change.
        pub parameters: Parameters,
        /// Who approves what, in which order.
        pub approval_chain: ApprovalChain,
        /// The movement's months in order, such as 9 to 12 and 1 to 5.
        pub months: Vec<u8>,
        /// Nhiệm vụ năm học.
        #[serde(default)]
        pub tasks: Vec<Task>,
        /// Known days of school years; others follow the ordinary rule.
        #[serde(default)]
        pub year_dates: Vec<YearDates>,
    }

    /// A body that issues the movement.
    pub struct Issuer {
        /// Its slug: "school", "union".
        pub slug: String,
        /// Its name.
        pub title: String,
    }

    /// Nội dung thi đua: one content area.
    pub struct ContentArea {
        /// Its slug, by which documents name it.
        pub slug: String,
        /// Its label as printed; "đ" is one letter.
        pub label: String,
        /// Its title.
        pub title: String,
        /// Its sub-items, in the printed order.
        pub sub_items: Vec<SubItem>,
    }

    /// One sub-item of a content area.
    pub struct SubItem {
        /// Its slug, unique in the movement.
        pub slug: String,
        /// Its title.
        pub title: String,
    }

    /// Cuộc vận động: a campaign that initiatives may be linked to.
    pub struct Campaign {
        /// Its slug.
        pub slug: String,
        /// Its title.
        pub title: String,
    }

    /// Nhiệm vụ năm học: a task of the year plan.
    pub struct Task {
        /// Its slug.
        pub slug: String,
        /// Its title.
        pub title: String,
    }

    /// Bộ tiêu chí: the criteria for one kind of participant.
    pub struct CriteriaSet {
        /// Its slug.
        pub slug: String,
        /// Its label as printed, "TC-T".
        pub label: String,
        /// Whom it judges.
        pub kind: ParticipantKind,
        /// Its title.
        pub title: String,
        /// How many of the criteria suffice; none means all.
        #[serde(default)]
        pub at_least: Option<u8>,
        /// The criteria, in the printed order.
        pub criteria: Vec<Criterion>,
    }

    /// Tiêu chí.
    pub struct Criterion {
        /// Its slug, unique in the movement.
        pub slug: String,
        /// Its label as printed, "T1".
        pub label: String,
        /// Its text.
        pub text: String,
        /// How it is judged.
        pub judged: Vec<Judged>,
    }

    /// Mốc: something due in the year.
    pub struct Milestone {
        /// Its id, "M-02".
        pub id: String,
        /// Its title.
        pub title: String,
        /// The months it lies in.
        pub months: Vec<u8>,
        /// Who is responsible.
        pub responsible: Vec<Role>,
        /// When it is due.
        #[serde(default)]
        pub due: Option<DueRule>,
        /// What it opens in the product.
        pub opens: Vec<Opening>,
        /// The periods whose parts are due by it.
        #[serde(default)]
        pub periods: Vec<Period>,
    }

    /// Who approves: the outer list is in order, stages of one inner list may decide in any order.
    pub struct ApprovalChain {
        /// The stages of a registration.
        pub registration: Vec<Vec<Stage>>,
        /// The stages of a dossier.
        pub dossier: Vec<Vec<Stage>>,
    }

    /// The fixed days of one school year.
    pub struct YearDates {
        /// The school year.
        pub school_year: SchoolYear,
        /// The opening day.
        pub opens: Date,
        /// The last day of semester I.
        pub semester_i_ends: Date,
        /// The first day of semester II.
        pub semester_ii_starts: Date,
        /// The last day of the year.
        pub ends: Date,
    }
}

impl ApprovalChain {
    /// Gives the stages of a part.
    pub fn of(&self, part: Part) -> &[Vec<Stage>] {
        match part {
            Part::Registration => &self.registration,
            Part::Dossier => &self.dossier,
        }
    }
}

named! {
    /// How a criterion is judged.
    Judged {
        /// Computed by the product.
        Computed = "computed",
        /// Attested by a named person.
        Attested = "attested",
        /// Acknowledged by the collective.
        Acknowledged = "acknowledged",
        /// Shown by evidence.
        Evidenced = "evidenced",
    }
}

named! {
    /// What a milestone opens.
    Opening {
        /// The launch of the year.
        Launch = "launch",
        /// Guidance to read and acknowledge.
        Guidance = "guidance",
        /// Registration sheets.
        Registration = "registration",
        /// The review queue.
        Review = "review",
        /// The year plan.
        YearPlan = "year_plan",
        /// The monthly log.
        MonthlyLog = "monthly_log",
        /// The monthly chase list.
        Chase = "chase",
        /// Interim values of results.
        InterimValues = "interim_values",
        /// The list of difficulties.
        Difficulties = "difficulties",
        /// A seminar.
        Seminar = "seminar",
        /// Dossiers.
        Dossier = "dossier",
        /// The department's report.
        DepartmentReport = "department_report",
        /// The school's report.
        SchoolReport = "school_report",
        /// Self-assessment.
        SelfAssessment = "self_assessment",
        /// Appraisal of evidence and claims.
        Appraisal = "appraisal",
        /// Scoring.
        Scoring = "scoring",
        /// The council's meeting.
        Meeting = "meeting",
        /// Praise.
        Praise = "praise",
        /// Publication of exemplars.
        Publication = "publication",
        /// Registrations carried over, differences to approve.
        CarryOver = "carry_over",
        /// Public notice.
        Notice = "notice",
        /// Decisions and awards.
        Decisions = "decisions",
        /// The closing of the period.
        Closing = "closing",
    }
}

/// When a milestone is due; every rule can be edited per year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum DueRule {
    /// On a day of a month.
    Day {
        /// The month's number.
        month: u8,
        /// The day.
        day: u8,
    },
    /// On the last day of a month.
    LastDay {
        /// The month's number.
        month: u8,
    },
    /// On the last day of each of the movement's months; the chase list is frozen some days later.
    Monthly {
        /// The day of the next month on which the chase list is frozen.
        chase_day: u8,
    },
    /// Some days before semester I ends.
    BeforeSemesterOneEnds {
        /// How many days before.
        days: u8,
    },
    /// Some days before semester II starts.
    BeforeSemesterTwoStarts {
        /// How many days before.
        days: u8,
    },
    /// Some days before the year ends.
    BeforeYearEnds {
        /// How many days before.
        days: u8,
    },
}

named! {
    /// What happens to a part that is handed in after its due date (T-8).
    LatePolicy {
        /// It is accepted and marked; a late dossier counts after `AdmitLate`.
        AcceptAndMark = "accept_and_mark",
        /// The command is refused; the text stays saved.
        Refuse = "refuse",
    }
}

impl Movement {
    /// Reads a template and refuses what would not work later.
    ///
    /// # Errors
    ///
    /// [`TemplateError`] names the place and what is wrong there.
    pub fn parse(json: &str) -> Result<Self, TemplateError> {
        let movement: Self = serde_json::from_str(json)?;
        check::check(&movement)?;
        Ok(movement)
    }

    /// Clones the movement into another school year.
    #[must_use]
    pub fn for_year(&self, school_year: SchoolYear) -> Self {
        Self { school_year, ..self.clone() }
    }

    /// Finds a content area by its slug.
    pub fn content_area(&self, slug: &str) -> Option<&ContentArea> {
        self.content_areas.iter().find(|area| area.slug == slug)
    }

    /// Finds the criteria set for a kind of participant.
    pub fn criteria_for(&self, kind: ParticipantKind) -> Option<&CriteriaSet> {
        self.criteria_sets.iter().find(|set| set.kind == kind)
    }

    /// Lists the movement's months in this school year, in the movement's order.
    pub fn months_of_year(&self) -> Vec<Month> {
        self.months.iter().filter_map(|number| self.school_year.month(*number)).collect()
    }

    /// Lists the months of one period: those that begin before semester I ends, those after, or all.
    pub fn months_of(&self, period: Period) -> Vec<Month> {
        let border = self.dates().semester_i_ends.month();
        let within = |month: &Month| match period {
            Period::SemesterI => *month <= border,
            Period::SemesterII => *month > border || *month == self.dates().semester_ii_starts.month(),
            Period::WholeYear => true,
        };
        self.months_of_year().into_iter().filter(within).collect()
    }

    /// Gives the days of the school year: the template's, else the ordinary ones.
    pub fn dates(&self) -> YearDates {
        let known = self.year_dates.iter().find(|dates| dates.school_year == self.school_year);
        known.cloned().unwrap_or_else(|| YearDates::ordinary(self.school_year))
    }

    /// Maps each slug of a content area, campaign, task, sub-item or criterion to its title.
    pub fn titles(&self) -> BTreeMap<&str, &str> {
        let areas = self.content_areas.iter().map(|area| (area.slug.as_str(), area.title.as_str()));
        let items = self.content_areas.iter().flat_map(|area| &area.sub_items);
        let campaigns = self.campaigns.iter().map(|campaign| (campaign.slug.as_str(), campaign.title.as_str()));
        let tasks = self.tasks.iter().map(|task| (task.slug.as_str(), task.title.as_str()));
        let criteria = self.criteria_sets.iter().flat_map(|set| &set.criteria);
        areas
            .chain(items.map(|item| (item.slug.as_str(), item.title.as_str())))
            .chain(campaigns)
            .chain(tasks)
            .chain(criteria.map(|criterion| (criterion.slug.as_str(), criterion.text.as_str())))
            .collect()
    }
}

impl YearDates {
    /// Gives the ordinary days of a school year that no template knows: 05/9, mid-January, end of May.
    pub fn ordinary(school_year: SchoolYear) -> Self {
        let (first, last) = (school_year.first_year(), school_year.last_year());
        let day = |year, month, day| Date::new(year, month, day).expect("the day exists in every year");
        Self {
            school_year,
            opens: day(first, 9, 5),
            semester_i_ends: day(last, 1, 16),
            semester_ii_starts: day(last, 1, 18),
            ends: day(last, 5, 30),
        }
    }
}

#[cfg(test)]
mod tests;
