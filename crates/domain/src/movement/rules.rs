//! The dated rules of a movement: citations, awards, rubrics, votes, regulation profiles, parameters.

use serde::{Deserialize, Serialize};

use super::{LatePolicy, plain};
use crate::date::Date;

plain! {
    /// Căn cứ: a document that the movement or a form rests on.
    pub struct Citation {
        /// Its id, unique in its list.
        pub id: String,
        /// Its text as printed.
        pub text: String,
        /// The day it was issued.
        #[serde(default)]
        pub issued: Option<Date>,
        /// The first day it is in force.
        #[serde(default)]
        pub from: Option<Date>,
        /// The last day it is in force.
        #[serde(default)]
        pub until: Option<Date>,
        /// Who confirmed it for this school; none prints "chưa xác nhận".
        #[serde(default)]
        pub confirmed_by: Option<String>,
    }

    /// Hình thức khen thưởng, danh hiệu thi đua.
    pub struct Award {
        /// Its id, "AW-5".
        pub id: String,
        /// Its slug, by which authors register for it.
        pub slug: String,
        /// Its name as printed.
        pub title: String,
        /// What is asked for, as read by people.
        pub eligibility: String,
        /// The vote rule, if a vote is needed.
        #[serde(default)]
        pub vote_rule: Option<String>,
        /// Whether an author can register for it on the registration sheet.
        #[serde(default)]
        pub registrable: bool,
        /// Who confirmed it for this school.
        #[serde(default)]
        pub confirmed_by: Option<String>,
    }

    /// Thang điểm: points in hundredths.
    pub struct Rubric {
        /// Its id, "R-DN26".
        pub id: String,
        /// Its title.
        pub title: String,
        /// Where it comes from.
        #[serde(default)]
        pub source: Option<String>,
        /// The first day it may be used.
        #[serde(default)]
        pub from: Option<Date>,
        /// Its criteria.
        pub criteria: Vec<RubricCriterion>,
        /// The least total in hundredths of a point to be recognised; none until the school sets it.
        #[serde(default)]
        pub recognised_from: Option<u32>,
        /// The ratings, the best first.
        #[serde(default)]
        pub ratings: Vec<RatingRule>,
        /// Who confirmed it for this school.
        #[serde(default)]
        pub confirmed_by: Option<String>,
    }

    /// One criterion of a rubric.
    pub struct RubricCriterion {
        /// Its slug, unique in the rubric.
        pub slug: String,
        /// Its title.
        pub title: String,
        /// The most points, in hundredths.
        pub maximum: u32,
        /// The least points to be recognised, in hundredths.
        #[serde(default)]
        pub minimum: Option<u32>,
        /// The criterion that this one is a part of.
        #[serde(default)]
        pub part_of: Option<String>,
        /// Bands that guide the reviewer.
        #[serde(default)]
        pub bands: Vec<Band>,
    }

    /// A band of points in hundredths, both ends included.
    pub struct Band {
        /// The least points.
        pub from: u32,
        /// The most points.
        pub to: u32,
        /// What it stands for.
        #[serde(default)]
        pub text: Option<String>,
    }

    /// Xếp loại: what a rating asks for.
    pub struct RatingRule {
        /// The rating, "A".
        pub rating: String,
        /// The least total, in hundredths.
        pub total_from: u32,
        /// The criterion that has a minimum of its own.
        #[serde(default)]
        pub criterion: Option<String>,
        /// That minimum, in hundredths.
        #[serde(default)]
        pub criterion_from: Option<u32>,
    }

    /// A voting rule (domain, sections 3.5 and 5.4).
    pub struct VoteRule {
        /// Its id, "VR-SK".
        pub id: String,
        /// What it is for.
        pub title: String,
        /// What makes the meeting able to vote.
        pub quorum: Threshold,
        /// What passes.
        pub pass: Threshold,
        /// Whether ballots are secret.
        pub secret: bool,
        /// Whether a show of hands is allowed instead.
        #[serde(default)]
        pub show_of_hands: bool,
        /// Whether a quota cuts the list of those who passed.
        #[serde(default)]
        pub quota: bool,
        /// Who confirmed it for this school.
        #[serde(default)]
        pub confirmed_by: Option<String>,
    }

    /// A fraction of a base.
    pub struct Threshold {
        /// Numerator.
        pub num: u32,
        /// Denominator, above zero.
        pub den: u32,
        /// What it is a fraction of.
        pub base: Base,
        /// Whether more than the fraction is needed.
        #[serde(default)]
        pub more_than: bool,
    }

    /// Bộ quy định: the regulations in force between two days.
    pub struct RegulationProfile {
        /// Its id, "rp-2026".
        pub id: String,
        /// The first day.
        pub from: Date,
        /// The last day; none while it is open.
        #[serde(default)]
        pub until: Option<Date>,
        /// What it consists of.
        pub citations: Vec<Citation>,
        /// Who confirmed it for this school.
        #[serde(default)]
        pub confirmed_by: Option<String>,
    }

    /// Numbers that a school may change; every one is a default to be confirmed.
    pub struct Parameters {
        /// Share of LĐTT holders who may become CSTĐCS, in percent.
        pub cstd_ratio: u8,
        /// How that share is rounded: "floor", "half_up", "ceiling".
        pub cstd_rounding: String,
        /// Share of LĐTT holders for the advanced collective, in percent.
        pub collective_advanced: u8,
        /// Share of LĐTT holders for the excellent collective, in percent.
        pub collective_excellent: u8,
        /// The least share of a co-author without a warning, in percent.
        pub coauthor_min_share: u8,
        /// Months between first use and filing.
        pub first_use_to_filing_months: u8,
        /// Working days of a public notice.
        pub notice_working_days: u8,
        /// Years that award files are kept.
        pub archive_years: u8,
        /// The least number of reviewers.
        pub reviewers_min: u8,
        /// Difference of totals that calls a third reviewer, in percent of the maximum.
        pub third_reviewer_gap: u8,
        /// What happens to late parts.
        pub late_policy: LatePolicy,
        /// Days in which a difficulty is to be answered.
        pub answer_days: u16,
        /// Whether one person may not fill two stages of one initiative while another is there (CI-4).
        pub one_stage_per_person: bool,
        /// The largest file in bytes, said before it is attached.
        pub largest_file: u64,
        /// Days before a due date on which a reminder is shown.
        pub remind_days: Vec<u16>,
    }
}

named! {
    /// What a threshold is a fraction of (domain, section 5.4).
    Base {
        /// Members.
        All = "all",
        /// Members without those recused.
        Eligible = "eligible",
        /// Those present without those recused.
        Present = "present",
        /// Those present or asked in writing, without those recused.
        Asked = "asked",
        /// Valid ballots.
        Valid = "valid",
    }
}
