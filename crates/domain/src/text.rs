//! Vietnamese text: one stored form, one search form, one order of names (domain, section 8).

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

mod names;

pub use names::name_sort_key;

/// Gives the stored form: Unicode NFC, otherwise as typed.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Gives the search form: without marks, đ as d, lower case, one space between words.
pub fn fold(text: &str) -> String {
    let plain = |text: &str| -> String {
        text.nfd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
    };
    // Lower case may bring marks of its own (İ becomes i with a dot above), hence twice.
    let twice = plain(&plain(text)).replace('đ', "d");
    one_space(&twice)
}

/// Gives the form in which equal titles are found: folded, without quotation marks and punctuation (W-1).
pub fn title_key(title: &str) -> String {
    let letters = fold(title).replace(|character: char| !character.is_alphanumeric(), " ");
    one_space(&letters)
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

named! {
    /// How well a text answers a search; the best is the least.
    Rank {
        /// The query was typed with marks, and stands in the text exactly so.
        Exact = "exact",
        /// The words of the query follow each other in the text.
        Phrase = "phrase",
        /// Each word of the query begins some word of the text.
        Words = "words",
    }
}

/// Ranks a text for a query; nothing if some word of the query begins no word of the text.
pub fn matches(query: &str, text: &str) -> Option<Rank> {
    let (wanted, found) = (fold(query), fold(text));
    let words: Vec<&str> = found.split(' ').collect();
    let every_word = wanted.split(' ').all(|wanted| words.iter().any(|word| starts(word, wanted)));
    if wanted.is_empty() || !every_word {
        return None;
    }
    let (marked, marked_text) = (lower(query), lower(text));
    if marked != wanted && at_word_start(&marked_text, &marked) {
        return Some(Rank::Exact);
    }
    Some(if at_word_start(&found, &wanted) { Rank::Phrase } else { Rank::Words })
}

fn lower(text: &str) -> String {
    one_space(&nfc(&text.to_lowercase()))
}

fn starts(word: &str, wanted: &str) -> bool {
    word.trim_start_matches(|character: char| !character.is_alphanumeric()).starts_with(wanted)
        || word.starts_with(wanted)
}

fn at_word_start(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted)
        .any(|(place, _)| text[..place].chars().next_back().is_none_or(|before| !before.is_alphanumeric()))
}

#[cfg(test)]
mod tests;
