//! School years and the periods of one.

use std::fmt;
use std::str::FromStr;

use crate::date::{Date, Month};

named! {
    /// Kỳ: the part of a school year that an initiative belongs to.
    Period {
        /// Học kỳ I.
        SemesterI = "semester_i",
        /// Học kỳ II.
        SemesterII = "semester_ii",
        /// Cả năm.
        WholeYear = "whole_year",
    }
}

/// Why a text is no school year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchoolYearError {
    /// The text is not two years with a hyphen between them.
    #[error("a school year is written like 2026-2027")]
    Form,
    /// The second year does not follow the first.
    #[error("the second year must follow the first")]
    NotConsecutive,
}

/// Năm học: from September to the next August; written "2026-2027".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(u16);

impl SchoolYear {
    /// Takes the year in which it starts; from 1900 to 2999.
    pub fn starting_in(year: u16) -> Result<Self, SchoolYearError> {
        if (1900..=2999).contains(&year) { Ok(Self(year)) } else { Err(SchoolYearError::Form) }
    }

    /// Finds the school year of a day; August belongs to the coming one.
    pub fn of(day: Date) -> Self {
        let year = if day.month().number() >= 8 { day.year() } else { day.year().saturating_sub(1) };
        Self(year.clamp(1900, 2999))
    }

    /// Gives the calendar year in which it starts.
    pub const fn first_year(self) -> u16 {
        self.0
    }

    /// Gives the calendar year in which it ends.
    pub const fn last_year(self) -> u16 {
        self.0 + 1
    }

    /// Gives the school year after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self((self.0 + 1).min(2999))
    }

    /// Places a month's number in this school year: 8–12 in its first calendar year, 1–7 in its second.
    pub fn month(self, number: u8) -> Option<Month> {
        Month::new(if number >= 8 { self.first_year() } else { self.last_year() }, number).ok()
    }

    /// Lists September to May, the months of teaching.
    pub fn months(self) -> Vec<Month> {
        [9, 10, 11, 12, 1, 2, 3, 4, 5].into_iter().filter_map(|number| self.month(number)).collect()
    }

    /// Gives the first day that belongs to it, 01/08.
    pub fn starts(self) -> Date {
        Date::new(self.first_year(), 8, 1).expect("1 August exists in every year")
    }

    /// Gives the last day that belongs to it, 31/07.
    pub fn ends(self) -> Date {
        Date::new(self.last_year(), 7, 31).expect("31 July exists in every year")
    }

    /// Tells whether a day belongs to it.
    pub fn contains(self, day: Date) -> bool {
        (self.starts()..=self.ends()).contains(&day)
    }
}

impl FromStr for SchoolYear {
    type Err = SchoolYearError;

    fn from_str(text: &str) -> Result<Self, SchoolYearError> {
        let (first, last) = text.split_once(['-', '–']).ok_or(SchoolYearError::Form)?;
        let year = |digits: &str| {
            let digits = digits.trim();
            let four = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            four.then(|| digits.parse::<u16>().ok()).flatten().ok_or(SchoolYearError::Form)
        };
        let (first, last) = (year(first)?, year(last)?);
        if last != first + 1 {
            return Err(SchoolYearError::NotConsecutive);
        }
        Self::starting_in(first)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.first_year(), self.last_year())
    }
}

string_form!(SchoolYear, "SchoolYear", "^[0-9]{4}-[0-9]{4}$");

#[cfg(test)]
mod tests;
