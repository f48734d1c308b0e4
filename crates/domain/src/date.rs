//! Days, months and moments, without a clock.

use std::fmt;
use std::str::FromStr;

/// Why a text or three numbers are no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has another shape than asked for.
    #[error("the date is not written in the expected form")]
    Form,
    /// There is no such day in the calendar.
    #[error("there is no such day")]
    NoSuchDay,
}

const MILLISECONDS_A_DAY: i64 = 86_400_000;
const VIETNAM: i64 = 7 * 3_600_000;

/// One day of the calendar, from year 1 to 9999; written "2026-09-30".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Takes year, month and day, and refuses a day that does not exist.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let month_of = Month::new(year, month)?;
        if (1..=month_of.days()).contains(&day) {
            Ok(Self { year, month, day })
        } else {
            Err(DateError::NoSuchDay)
        }
    }

    /// Gives the year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Gives the day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Gives the month that the day lies in.
    pub const fn month(self) -> Month {
        Month { year: self.year, month: self.month }
    }

    /// Counts days since 01/01/1970.
    pub fn days_since_1970(self) -> i64 {
        // Years are counted from March, so that the leap day is the last day of a year.
        let shifted = i64::from(self.year) - i64::from(self.month <= 2);
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// Finds the day that is this many days after 01/01/1970, within the years 1 to 9999.
    pub fn from_days_since_1970(days: i64) -> Self {
        let days = days.clamp(-719_162, 2_932_896) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }

    /// Finds the day this many days later; earlier for a negative number.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days_since_1970(self.days_since_1970().saturating_add(days))
    }

    /// Counts the days from this day until another, negative if the other is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        other.days_since_1970() - self.days_since_1970()
    }

    /// Writes the day as on the screen: "05/01/2027".
    pub fn to_vietnamese(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }

    /// Reads what a person typed or a roster holds: "5/1/2027", "05-01-2027", "05.01.2027", "2027-01-05".
    pub fn parse_input(input: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = input.trim().split(['/', '-', '.']).map(str::trim).collect();
        let [first, month, last] = parts[..] else { return Err(DateError::Form) };
        let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return Err(DateError::Form);
        }
        Self::new(number(year)?, number(month)?, number(day)?)
    }
}

fn number<N: FromStr>(digits: &str) -> Result<N, DateError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    digits.parse().map_err(|_| DateError::Form)
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return Err(DateError::Form);
        }
        Self::new(number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

string_form!(Date, "Date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

/// One month of a year; written "2026-09".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// Takes year and month.
    pub fn new(year: u16, month: u8) -> Result<Self, DateError> {
        if (1..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(DateError::NoSuchDay)
        }
    }

    /// Gives the year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Gives the month's number, from 1 to 12.
    pub const fn number(self) -> u8 {
        self.month
    }

    /// Counts the days of the month; February knows leap years.
    pub const fn days(self) -> u8 {
        let leap =
            self.year.is_multiple_of(4) && !self.year.is_multiple_of(100) || self.year.is_multiple_of(400);
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Gives the first day.
    pub const fn first(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }

    /// Gives the last day.
    pub const fn last(self) -> Date {
        Date { year: self.year, month: self.month, day: self.days() }
    }

    /// Gives the month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        self.last().plus_days(1).month()
    }

    /// Gives the month before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        self.first().plus_days(-1).month()
    }

    /// Lists the months from this one to `last`, both included; none if `last` is earlier.
    pub fn through(self, last: Self) -> Vec<Self> {
        let mut months = Vec::new();
        let mut month = self;
        while month <= last {
            months.push(month);
            let next = month.next();
            if next == month {
                break;
            }
            month = next;
        }
        months
    }

    /// Writes the month as on the screen: "09/2026".
    pub fn to_vietnamese(self) -> String {
        format!("{:02}/{:04}", self.month, self.year)
    }
}

impl FromStr for Month {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        if text.len() != 7 || !text.is_ascii() || text.as_bytes()[4] != b'-' {
            return Err(DateError::Form);
        }
        Self::new(number(&text[..4])?, number(&text[5..])?)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

string_form!(Month, "Month", "^[0-9]{4}-[0-9]{2}$");

/// A moment: milliseconds since 01/01/1970 UTC, as a machine's clock said.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// Takes milliseconds since 01/01/1970 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Gives milliseconds since 01/01/1970 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Gives the day in Vietnam (UTC+7).
    pub fn date(self) -> Date {
        Date::from_days_since_1970(self.0.saturating_add(VIETNAM).div_euclid(MILLISECONDS_A_DAY))
    }

    /// Gives hour and minute in Vietnam (UTC+7).
    pub fn hour_minute(self) -> (u8, u8) {
        let minutes = self.0.saturating_add(VIETNAM).rem_euclid(MILLISECONDS_A_DAY) / 60_000;
        ((minutes / 60) as u8, (minutes % 60) as u8)
    }

    /// Gives the moment at which a day begins in Vietnam (UTC+7).
    pub fn start_of(date: Date) -> Self {
        Self(date.days_since_1970() * MILLISECONDS_A_DAY - VIETNAM)
    }

    /// Gives the moment this many milliseconds later.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

#[cfg(test)]
mod tests;
