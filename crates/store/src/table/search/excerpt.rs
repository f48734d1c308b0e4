//! The words around the place where something was found.

use domain::text::fold;

use super::Entry;

/// Words before the place that are shown.
const BEFORE: usize = 5;
/// Words that are shown in all.
const SHOWN: usize = 20;

/// Cuts the words around the first place of a field, other than the title, where a searched word stands.
pub(super) fn around(entry: &Entry, words: &[String]) -> String {
    let fields = [&entry.authors, &entry.problem, &entry.solution, &entry.results, &entry.evidence];
    let missing_in_title: Vec<&String> =
        words.iter().filter(|word| place(&entry.title, word).is_none()).collect();
    let wanted = if missing_in_title.is_empty() { words.iter().collect() } else { missing_in_title };
    let found = fields
        .iter()
        .find_map(|field| wanted.iter().find_map(|word| place(field, word)).map(|place| cut(field, place)));
    found.unwrap_or_default()
}

/// The place, counted in words, at which a word begins so.
fn place(text: &str, wanted: &str) -> Option<usize> {
    text.split_whitespace().position(|word| {
        fold(word).split(|character: char| !character.is_alphanumeric()).any(|part| part.starts_with(wanted))
    })
}

fn cut(text: &str, place: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let from = place.saturating_sub(BEFORE);
    let to = (from + SHOWN).min(words.len());
    let mut excerpt = words[from..to].join(" ");
    if from > 0 {
        excerpt.insert_str(0, "… ");
    }
    if to < words.len() {
        excerpt.push_str(" …");
    }
    excerpt
}
