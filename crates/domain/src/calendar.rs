//! What is due when, and for whom (domain, sections 3.3 and 7). Lateness is shown, never punished.

use serde::{Deserialize, Serialize};

use crate::date::{Date, Moment, Month};
use crate::movement::{DueRule, Milestone, Movement, Opening};
use crate::period::{Period, SchoolYear};
use crate::record::Part;
use crate::role::Role;

named! {
    /// Where a due item lies in time.
    DueState {
        /// Its day is over.
        Past = "past",
        /// Its months have begun and its day is not over.
        Now = "now",
        /// Its months have not begun.
        Coming = "coming",
    }
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DueItem {
    /// The milestone's id, "M-02".
    pub milestone: String,
    /// Its title.
    pub title: String,
    /// The month that it is about, where it comes every month.
    pub month: Option<Month>,
    /// Who is responsible.
    pub responsible: Vec<Role>,
    /// What it opens.
    pub opens: Vec<Opening>,
    /// The day; none if only its months are known.
    pub due: Option<Date>,
    /// Where it lies in time.
    pub state: DueState,
}

impl DueItem {
    /// Tells whether somebody with these roles is responsible; every member holds `Member`.
    pub fn concerns(&self, roles: &[Role]) -> bool {
        self.responsible.iter().any(|role| *role == Role::Member || roles.contains(role))
    }
}

/// Lists everything due in a school year as it stands on a day, by due date.
pub fn due(movement: &Movement, year: SchoolYear, today: Date) -> Vec<DueItem> {
    let movement = movement.for_year(year);
    let mut items: Vec<DueItem> =
        movement.milestones.iter().flat_map(|milestone| items_of(&movement, milestone, today)).collect();
    items.sort_by_key(|item| (item.due.is_none(), item.due, item.milestone.clone()));
    items
}

fn items_of(movement: &Movement, milestone: &Milestone, today: Date) -> Vec<DueItem> {
    let months = placed(movement, &milestone.months);
    let item = |month: Option<Month>, due: Option<Date>, first: Option<Month>, last: Option<Month>| DueItem {
        milestone: milestone.id.clone(),
        title: milestone.title.clone(),
        month,
        responsible: milestone.responsible.clone(),
        opens: milestone.opens.clone(),
        due,
        state: state(today, due.or(last.map(Month::last)), first),
    };
    if let Some(DueRule::Monthly { .. }) = milestone.due {
        return months
            .iter()
            .map(|month| item(Some(*month), Some(log_due(*month)), Some(*month), None))
            .collect();
    }
    let due = due_day(movement, milestone);
    vec![item(None, due, months.first().copied(), months.last().copied())]
}

fn placed(movement: &Movement, months: &[u8]) -> Vec<Month> {
    let mut placed: Vec<Month> =
        months.iter().filter_map(|number| movement.school_year.month(*number)).collect();
    placed.sort();
    placed
}

fn state(today: Date, last_day: Option<Date>, first: Option<Month>) -> DueState {
    if last_day.is_some_and(|day| day < today) {
        DueState::Past
    } else if first.is_none_or(|first| first.first() <= today) {
        DueState::Now
    } else {
        DueState::Coming
    }
}

/// Computes the day of a milestone in the movement's school year; none for monthly ones.
pub fn due_day(movement: &Movement, milestone: &Milestone) -> Option<Date> {
    let (year, dates) = (movement.school_year, movement.dates());
    match milestone.due.as_ref()? {
        DueRule::Day { month, day } => {
            let month = year.month(*month)?;
            Date::new(month.year(), month.number(), *day).ok()
        }
        DueRule::LastDay { month } => year.month(*month).map(Month::last),
        DueRule::Monthly { .. } => None,
        DueRule::BeforeSemesterOneEnds { days } => Some(dates.semester_i_ends.plus_days(-i64::from(*days))),
        DueRule::BeforeSemesterTwoStarts { days } => {
            Some(dates.semester_ii_starts.plus_days(-i64::from(*days)))
        }
        DueRule::BeforeYearEnds { days } => Some(dates.ends.plus_days(-i64::from(*days))),
    }
}

/// Finds the last day to hand a part in for a period: the milestone that opens it and names the period.
pub fn part_due(movement: &Movement, part: Part, period: Period) -> Option<Date> {
    let opening = match part {
        Part::Registration => Opening::Registration,
        Part::Dossier => Opening::Dossier,
    };
    let opens =
        |milestone: &&Milestone| milestone.opens.contains(&opening) && milestone.periods.contains(&period);
    movement.milestones.iter().filter(opens).filter_map(|milestone| due_day(movement, milestone)).max()
}

/// Gives the last day on which a month's log is in time: the month's last.
pub const fn log_due(month: Month) -> Date {
    month.last()
}

/// Gives the day on which a month's chase list is frozen; none if the movement keeps no monthly log.
pub fn chase_day(movement: &Movement, month: Month) -> Option<Date> {
    let day = movement.milestones.iter().find_map(|milestone| match milestone.due {
        Some(DueRule::Monthly { chase_day }) => Some(chase_day),
        _ => None,
    })?;
    let next = month.next();
    Date::new(next.year(), next.number(), day).ok()
}

named! {
    /// How a month of an initiative's log stands (nhật ký).
    LogState {
        /// It was logged by its last day.
        InTime = "in_time",
        /// It was logged later ("ghi bổ sung").
        Late = "late",
        /// The month is over and nothing is logged.
        Silent = "silent",
        /// The month is not over and nothing is logged.
        Open = "open",
    }
}

/// Says how a month stands, by when its first entry was typed in.
pub fn log_state(month: Month, entered: &[Moment], today: Date) -> LogState {
    match entered.iter().min() {
        Some(first) if first.date() <= log_due(month) => LogState::InTime,
        Some(_) => LogState::Late,
        None if log_due(month) < today => LogState::Silent,
        None => LogState::Open,
    }
}

/// Tells whether a reminder is shown on a day: so many days before, and on the day itself.
pub fn is_reminder_day(movement: &Movement, due: Date, today: Date) -> bool {
    movement.parameters.remind_days.iter().any(|days| today.days_until(due) == i64::from(*days))
}

#[cfg(test)]
mod tests;
