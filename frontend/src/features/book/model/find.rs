//! Finds what a path names in the view.

use api::{
    AuthorView, DifficultyView, EvidenceView, InitiativeView, MonthEntryView, MonthView, PupilView,
    QuantityView, ResultView,
};

/// Gives the key of the entry that a path names: `results/<key>/unit`.
pub fn key(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// Gives the last key of a path: the element of a set.
pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn by_key<'a, T>(entries: &'a [T], path: &str, id: impl Fn(&T) -> String) -> Option<&'a T> {
    let key = key(path);
    entries.iter().find(|entry| id(entry) == key)
}

/// Finds an author.
pub fn author<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a AuthorView> {
    by_key(&view.authors, path, |entry| entry.member.to_string())
}

/// Finds a pupil.
pub fn pupil<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a PupilView> {
    by_key(&view.pupils, path, |entry| entry.id.clone())
}

/// Finds a result.
pub fn result<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a ResultView> {
    by_key(&view.results, path, |entry| entry.id.to_string())
}

/// Finds a planned quantity.
pub fn quantity<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a QuantityView> {
    by_key(&view.quantities, path, |entry| entry.id.to_string())
}

/// Finds a difficulty.
pub fn difficulty<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a DifficultyView> {
    by_key(&view.difficulties, path, |entry| entry.id.to_string())
}

/// Finds a piece of evidence.
pub fn evidence<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a EvidenceView> {
    by_key(&view.evidence, path, |entry| entry.id.to_string())
}

/// Finds a month of the plan.
pub fn month<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a MonthView> {
    by_key(&view.months, path, |month| month.month.to_string())
}

/// Finds an entry of the log, in whichever month it is.
pub fn log<'a>(view: &'a InitiativeView, path: &str) -> Option<&'a MonthEntryView> {
    let key = key(path);
    view.months.iter().flat_map(|month| &month.entries).find(|entry| entry.id.to_string() == key)
}

#[cfg(test)]
mod tests;
