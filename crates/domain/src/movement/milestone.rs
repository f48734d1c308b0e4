//! Mốc: what is due in a year, and the days of a school year.

use serde::{Deserialize, Serialize};

use super::plain;
use crate::date::Date;
use crate::period::{Period, SchoolYear};
use crate::role::Role;

plain! {
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
