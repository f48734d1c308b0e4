//! What Today says, worked out without a screen.

use api::{DeliveryCounts, DeliveryState, Duty, DutyKind};
use domain::date::Date;
use domain::period::SchoolYear;

/// How near a due day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// It is over since this many days.
    Over(u32),
    /// It is today.
    Today,
    /// It is tomorrow.
    Tomorrow,
    /// It comes within a week, in this many days.
    Soon(u32),
    /// It comes later, in this many days.
    Later(u32),
}

impl Nearness {
    /// Judges the days that are left; negative days are over.
    pub fn of(days_left: i32) -> Self {
        match days_left {
            ..0 => Self::Over(days_left.unsigned_abs()),
            0 => Self::Today,
            1 => Self::Tomorrow,
            2..=7 => Self::Soon(days_left.unsigned_abs()),
            _ => Self::Later(days_left.unsigned_abs()),
        }
    }

    /// Tells whether a person should look at it now.
    pub fn presses(self) -> bool {
        !matches!(self, Self::Later(_))
    }
}

/// Gives the name by which colleagues address a person: the last word of a Vietnamese name.
pub fn given_name(full: &str) -> &str {
    full.split_whitespace().last().unwrap_or_default()
}

/// Gives the day of the week, 0 for Monday.
pub fn weekday(day: Date) -> usize {
    // 01/01/1970 was a Thursday.
    (day.days_since_1970() + 3).rem_euclid(7) as usize
}

/// Writes the school year of a day, such as "2026–2027".
pub fn school_year(day: Date) -> String {
    let year = SchoolYear::of(day);
    format!("{}–{}", year.first_year(), year.last_year())
}

/// Writes a milestone's months, such as "09–10" or "11".
pub fn months(numbers: &[u8]) -> String {
    match numbers {
        [] => String::new(),
        [one] => format!("{one:02}"),
        [first, .., last] => format!("{first:02}–{last:02}"),
    }
}

/// Gives the place where a duty is done.
pub fn place(duty: &Duty) -> String {
    if duty.kind == DutyKind::ConfirmJoin {
        return "/people".into();
    }
    let Some(id) = duty.initiative else { return "/book?new".into() };
    match duty.kind {
        DutyKind::AnswerDifficulty | DutyKind::Settle => format!("/review/{id}"),
        DutyKind::LogMonth => match duty.month {
            Some(month) => format!("/book/{id}?log={month}"),
            None => format!("/book/{id}?log"),
        },
        DutyKind::AddEvidence => format!("/book/{id}?at=evidence"),
        DutyKind::Choose => format!("/book/{id}?at=conflicts"),
        DutyKind::HandIn | DutyKind::HandInDossier => format!("/book/{id}?at=hand-in"),
        DutyKind::Returned | DutyKind::Remarked => format!("/book/{id}?at=remarks"),
        DutyKind::Register | DutyKind::ConfirmJoin => format!("/book/{id}"),
    }
}

/// Lists where the work is, farthest first, without empty lines.
pub fn whereabouts(counts: DeliveryCounts) -> Vec<(DeliveryState, u32)> {
    let all = [
        (DeliveryState::Seen, counts.seen),
        (DeliveryState::Received, counts.received),
        (DeliveryState::AtRelay, counts.at_relay),
        (DeliveryState::ThisMachine, counts.this_machine),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests;
