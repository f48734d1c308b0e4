//! What a template must satisfy before a school can be founded on it.

use std::collections::BTreeSet;

use super::{DueRule, Movement};
use crate::date::Month;
use crate::role::Stage;

/// Why a template cannot be used; `place` is a path such as `content_areas[2].slug`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The text is no JSON of the template's shape: a field is missing, unknown or of another type.
    #[error("line {line}, column {column}: {reason}")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the reader found.
        reason: String,
    },
    /// A text that people will read is empty.
    #[error("{place} is empty")]
    Empty {
        /// The place.
        place: String,
    },
    /// A list that needs an entry has none.
    #[error("{place} needs at least one entry")]
    NoEntries {
        /// The place.
        place: String,
    },
    /// A slug has other characters than a–z, đ, 0–9 and hyphens, or more than 64 of them.
    #[error("{place}: a slug has small letters, digits and hyphens only")]
    Slug {
        /// The place.
        place: String,
    },
    /// Two entries have the same slug, label or id.
    #[error("{place}: \"{name}\" stands twice")]
    Twice {
        /// The place of the second one.
        place: String,
        /// What stands twice.
        name: String,
    },
    /// A month is not between 1 and 12, or does not follow the one before within a school year.
    #[error("{place}: {month} is not a month in its order")]
    Month {
        /// The place.
        place: String,
        /// The number found.
        month: u8,
    },
    /// A due rule names a day that does not exist every year.
    #[error("{place}: there is no such day")]
    Day {
        /// The place.
        place: String,
    },
    /// An approval chain has no stage, or one stage twice.
    #[error("{place}: {stage:?} stands twice")]
    StageTwice {
        /// The place.
        place: String,
        /// The stage.
        stage: Stage,
    },
    /// A fraction has a zero below, or asks for more than the whole; a percentage is above 100.
    #[error("{place} is no fraction of a whole")]
    Fraction {
        /// The place.
        place: String,
    },
    /// Something names an entry that does not exist.
    #[error("{place}: there is no \"{name}\"")]
    Unknown {
        /// The place.
        place: String,
        /// The name that leads nowhere.
        name: String,
    },
    /// Two days are in the wrong order.
    #[error("{place}: the days are not in order")]
    Order {
        /// The place.
        place: String,
    },
}

impl From<serde_json::Error> for TemplateError {
    fn from(error: serde_json::Error) -> Self {
        Self::Shape { line: error.line(), column: error.column(), reason: error.to_string() }
    }
}

mod rules;

type Checked = Result<(), TemplateError>;

pub(super) fn check(movement: &Movement) -> Checked {
    slug("id", &movement.id)?;
    filled("title", &movement.title)?;
    filled("theme", &movement.theme)?;
    areas(movement)?;
    lists(movement)?;
    months("months", &movement.months)?;
    in_order(movement)?;
    milestones(movement)?;
    chain("approval_chain.registration", &movement.approval_chain.registration)?;
    chain("approval_chain.dossier", &movement.approval_chain.dossier)?;
    rules::check(movement)
}

fn filled(place: &str, text: &str) -> Checked {
    if text.trim().is_empty() { Err(TemplateError::Empty { place: place.to_owned() }) } else { Ok(()) }
}

fn slug(place: &str, slug: &str) -> Checked {
    filled(place, slug)?;
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | 'đ');
    if slug.chars().all(allowed) && slug.chars().count() <= 64 {
        Ok(())
    } else {
        Err(TemplateError::Slug { place: place.to_owned() })
    }
}

fn some<T>(place: &str, list: &[T]) -> Checked {
    if list.is_empty() { Err(TemplateError::NoEntries { place: place.to_owned() }) } else { Ok(()) }
}

/// Remembers names, and refuses the second of two equal ones.
#[derive(Default)]
struct Names<'a>(BTreeSet<&'a str>);

impl<'a> Names<'a> {
    fn add(&mut self, place: &str, name: &'a str) -> Checked {
        if self.0.insert(name) {
            Ok(())
        } else {
            Err(TemplateError::Twice { place: place.to_owned(), name: name.to_owned() })
        }
    }
}

fn areas(movement: &Movement) -> Checked {
    some("content_areas", &movement.content_areas)?;
    let (mut slugs, mut labels, mut items) = (Names::default(), Names::default(), Names::default());
    for (index, area) in movement.content_areas.iter().enumerate() {
        let place = format!("content_areas[{index}]");
        slug(&format!("{place}.slug"), &area.slug)?;
        slugs.add(&format!("{place}.slug"), &area.slug)?;
        filled(&format!("{place}.label"), &area.label)?;
        labels.add(&format!("{place}.label"), &area.label)?;
        filled(&format!("{place}.title"), &area.title)?;
        for (index, item) in area.sub_items.iter().enumerate() {
            let place = format!("{place}.sub_items[{index}]");
            slug(&format!("{place}.slug"), &item.slug)?;
            items.add(&format!("{place}.slug"), &item.slug)?;
            filled(&format!("{place}.title"), &item.title)?;
        }
    }
    Ok(())
}

fn lists(movement: &Movement) -> Checked {
    some("issuers", &movement.issuers)?;
    let issuers = movement.issuers.iter().map(|issuer| (issuer.slug.as_str(), issuer.title.as_str()));
    slugged("issuers", issuers)?;
    let campaigns =
        movement.campaigns.iter().map(|campaign| (campaign.slug.as_str(), campaign.title.as_str()));
    slugged("campaigns", campaigns)?;
    slugged("tasks", movement.tasks.iter().map(|task| (task.slug.as_str(), task.title.as_str())))?;
    slugged(
        "criteria_sets",
        movement.criteria_sets.iter().map(|set| (set.slug.as_str(), set.title.as_str())),
    )?;
    let (mut kinds, mut criteria) = (Names::default(), Names::default());
    for (index, set) in movement.criteria_sets.iter().enumerate() {
        let place = format!("criteria_sets[{index}]");
        kinds.add(&format!("{place}.kind"), set.kind.name())?;
        some(&format!("{place}.criteria"), &set.criteria)?;
        for (index, criterion) in set.criteria.iter().enumerate() {
            let place = format!("{place}.criteria[{index}]");
            slug(&format!("{place}.slug"), &criterion.slug)?;
            criteria.add(&format!("{place}.slug"), &criterion.slug)?;
            filled(&format!("{place}.text"), &criterion.text)?;
            some(&format!("{place}.judged"), &criterion.judged)?;
        }
    }
    Ok(())
}

fn slugged<'a>(place: &str, entries: impl Iterator<Item = (&'a str, &'a str)>) -> Checked {
    let mut names = Names::default();
    for (index, (name, title)) in entries.enumerate() {
        slug(&format!("{place}[{index}].slug"), name)?;
        names.add(&format!("{place}[{index}].slug"), name)?;
        filled(&format!("{place}[{index}].title"), title)?;
    }
    Ok(())
}

fn months(place: &str, months: &[u8]) -> Checked {
    some(place, months)?;
    let wrong = months.iter().find(|month| !(1..=12).contains(*month));
    match wrong {
        Some(month) => Err(TemplateError::Month { place: place.to_owned(), month: *month }),
        None => Ok(()),
    }
}

fn in_order(movement: &Movement) -> Checked {
    let placed: Vec<Month> = movement.months_of_year();
    match placed.windows(2).position(|pair| pair[0] >= pair[1]) {
        Some(index) => Err(TemplateError::Month {
            place: format!("months[{}]", index + 1),
            month: movement.months[index + 1],
        }),
        None => Ok(()),
    }
}

fn milestones(movement: &Movement) -> Checked {
    let mut ids = Names::default();
    for (index, milestone) in movement.milestones.iter().enumerate() {
        let place = format!("milestones[{index}]");
        filled(&format!("{place}.id"), &milestone.id)?;
        ids.add(&format!("{place}.id"), &milestone.id)?;
        filled(&format!("{place}.title"), &milestone.title)?;
        months(&format!("{place}.months"), &milestone.months)?;
        some(&format!("{place}.responsible"), &milestone.responsible)?;
        due(&format!("{place}.due"), milestone.due.as_ref())?;
    }
    Ok(())
}

fn due(place: &str, rule: Option<&DueRule>) -> Checked {
    let (month, day) = match rule {
        Some(DueRule::Day { month, day }) => (*month, *day),
        Some(DueRule::LastDay { month }) => (*month, 1),
        // Every month has 28 days.
        Some(DueRule::Monthly { chase_day }) => (2, *chase_day),
        _ => return Ok(()),
    };
    let common_year =
        Month::new(2027, month).map_err(|_| TemplateError::Month { place: place.to_owned(), month })?;
    if (1..=common_year.days()).contains(&day) {
        Ok(())
    } else {
        Err(TemplateError::Day { place: place.to_owned() })
    }
}

fn chain(place: &str, groups: &[Vec<Stage>]) -> Checked {
    some(place, groups)?;
    let mut seen = BTreeSet::new();
    for (index, group) in groups.iter().enumerate() {
        let place = format!("{place}[{index}]");
        some(&place, group)?;
        if let Some(stage) = group.iter().find(|stage| !seen.insert(**stage)) {
            return Err(TemplateError::StageTwice { place, stage: *stage });
        }
    }
    Ok(())
}
