//! What is missing or doubtful in an initiative.

use super::name;
use crate::i18n::Locale;

/// Says what is missing or doubtful, with the field that it is about.
pub fn missing(lang: Locale, path: &str, word: &str) -> String {
    format!("{}: {}", super::field(lang, path), lower_first(reason(lang, word)))
}

/// Says a stable word of a missing or doubtful field.
fn reason(lang: Locale, word: &str) -> &'static str {
    name!(lang, word, {
        "empty" => common.missing.empty,
        "needs_entry" => common.missing.needs_entry,
        "unknown_choice" => common.missing.unknown_choice,
        "needs_sponsor" => common.missing.needs_sponsor,
        "not_quantified" => common.missing.not_quantified,
        "whole_not_positive" => common.missing.whole_not_positive,
        "share_under_minimum" => common.missing.share_under_minimum,
        "shares_not_whole" => common.missing.shares_not_whole,
        "target_on_wrong_side" => common.missing.target_on_wrong_side,
        "part_above_whole" => common.missing.part_above_whole,
        "different_wholes" => common.missing.different_wholes,
        "measured_before_baseline" => common.missing.measured_before_baseline,
        "no_plan" => common.missing.no_plan,
        "no_evidence" => common.missing.no_evidence,
    } else common.missing.other)
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
