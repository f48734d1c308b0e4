//! Storage in words.

use api::{StorageView, StoredFiles};

use crate::i18n::{Locale, td_string};
use crate::ipc::BrowserStorage;
use crate::ui::{Choice, Tone};
use crate::words;

/// Limits that can be chosen, in bytes.
const LIMITS: [u64; 3] = [50 << 20, 200 << 20, 1 << 30];
/// The choice of no limit.
const NO_LIMIT: &str = "none";

/// One line: what it is, and how much.
pub type Line = (String, String);

/// Says what lies here, from what stays to what may go.
pub fn lines(lang: Locale, view: &StorageView, browser: Option<&BrowserStorage>) -> Vec<Line> {
    let bytes = |bytes: u64| words::bytes(lang, bytes);
    let mut lines = vec![
        (td_string!(lang, storage.book).to_owned(), bytes(view.book)),
        (counted(td_string!(lang, storage.previews), view.previews), bytes(view.previews.bytes)),
        (counted(td_string!(lang, storage.originals), view.originals), bytes(view.originals.bytes)),
    ];
    if view.only_here.count > 0 {
        let label = counted(td_string!(lang, storage.only_here), view.only_here);
        lines.push((label, bytes(view.only_here.bytes)));
    }
    if let Some(browser) = browser {
        if let Some(application) = application(view, browser) {
            lines.push((td_string!(lang, storage.application).to_owned(), bytes(application)));
        }
        if let Some(quota) = whole(browser.quota) {
            lines.push((td_string!(lang, storage.quota).to_owned(), bytes(quota)));
        }
    }
    lines
}

/// What the application takes: as the browser tells it, else everything that is not the book's.
fn application(view: &StorageView, browser: &BrowserStorage) -> Option<u64> {
    let books = view.book + view.previews.bytes + view.originals.bytes;
    whole(browser.application).or_else(|| whole(browser.usage).map(|usage| usage.saturating_sub(books)))
}

fn whole(bytes: Option<f64>) -> Option<u64> {
    // Sizes are whole and far below what a `f64` holds exactly.
    bytes.filter(|bytes| bytes.is_finite() && *bytes >= 0.0).map(|bytes| bytes as u64)
}

fn counted(label: &str, files: StoredFiles) -> String {
    if files.count == 0 { label.to_owned() } else { format!("{label} ({})", files.count) }
}

/// A limit that is none of those offered: it was set in a terminal.
pub fn unusual(limit: Option<u64>) -> Option<u64> {
    limit.filter(|limit| !LIMITS.contains(limit))
}

/// The limits to choose from, with an unusual one among them.
pub fn choices(lang: Locale, unusual: Option<u64>) -> Vec<Choice> {
    let mut limits = LIMITS.to_vec();
    limits.extend(unusual);
    limits.sort_unstable();
    let choice = |limit: u64| Choice::new(limit.to_string(), words::bytes(lang, limit));
    let none = Choice::new(NO_LIMIT, td_string!(lang, storage.no_limit));
    limits.into_iter().map(choice).chain([none]).collect()
}

/// The choice of a limit.
pub fn choice_of(limit: Option<u64>) -> String {
    limit.map_or_else(|| NO_LIMIT.to_owned(), |limit| limit.to_string())
}

/// The limit of a choice.
pub fn limit_of(choice: &str) -> Option<u64> {
    choice.parse().ok()
}

/// What the browser promised: a title, what to do, and the colour.
pub fn promise(lang: Locale, browser: &BrowserStorage) -> (&'static str, &'static str, Tone) {
    match (browser.kept, browser.installed) {
        (true, _) => (td_string!(lang, storage.kept.title), td_string!(lang, storage.kept.todo), Tone::Good),
        (false, true) => {
            (td_string!(lang, storage.may_go.title), td_string!(lang, storage.may_go.send), Tone::Attention)
        }
        (false, false) => (
            td_string!(lang, storage.may_go.title),
            td_string!(lang, storage.may_go.install),
            Tone::Attention,
        ),
    }
}

#[cfg(test)]
mod tests;
