//! Phong trào thi đua: the movement as data (domain, section 3).
//!
//! A template is a JSON file; reading it refuses unknown fields and everything that would not work
//! in a school later. No area, label, month, stage or number of any template is known to the code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Month;
use crate::period::{Period, SchoolYear};
use crate::record::Part;
use crate::role::{ParticipantKind, Stage};

mod builtin;
mod check;
mod milestone;
mod rules;

pub use builtin::builtin;
pub use check::TemplateError;
pub use milestone::{DueRule, Milestone, Opening, YearDates};
pub use rules::{
    Award, Band, Base, Citation, Parameters, RatingRule, RegulationProfile, Rubric, RubricCriterion,
    Threshold, VoteRule,
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

    /// Who approves: the outer list is in order, stages of one inner list may decide in any order.
    pub struct ApprovalChain {
        /// The stages of a registration.
        pub registration: Vec<Vec<Stage>>,
        /// The stages of a dossier.
        pub dossier: Vec<Vec<Stage>>,
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

    /// Maps each slug of a content area, campaign, task, sub-item, criterion or award to its title.
    pub fn titles(&self) -> BTreeMap<&str, &str> {
        let awards = self.awards.iter().map(|award| (award.slug.as_str(), award.title.as_str()));
        let areas = self.content_areas.iter().map(|area| (area.slug.as_str(), area.title.as_str()));
        let items = self.content_areas.iter().flat_map(|area| &area.sub_items);
        let campaigns =
            self.campaigns.iter().map(|campaign| (campaign.slug.as_str(), campaign.title.as_str()));
        let tasks = self.tasks.iter().map(|task| (task.slug.as_str(), task.title.as_str()));
        let criteria = self.criteria_sets.iter().flat_map(|set| &set.criteria);
        awards
            .chain(areas)
            .chain(items.map(|item| (item.slug.as_str(), item.title.as_str())))
            .chain(campaigns)
            .chain(tasks)
            .chain(criteria.map(|criterion| (criterion.slug.as_str(), criterion.text.as_str())))
            .collect()
    }
}

#[cfg(test)]
mod tests;
