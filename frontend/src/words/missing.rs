//! What is missing or doubtful in an initiative.

use super::name;
use crate::i18n::Locale;

/// Says what is missing or doubtful, with the field that it is about.
pub fn missing(lang: Locale, path: &str, word: &str) -> String {
    format!("{}: {}", super::field(lang, path), lower_first(reason(lang, word)))
}

/// Says a stable word of a missing or doubtful field.
pub fn reason(lang: Locale, word: &str) -> &'static str {
    name!(lang, word, {
        "empty" => common.missing.empty,
        "none" => common.missing.none,
        "unit" => common.missing.unit,
        "method" => common.missing.method,
        "baseline" => common.missing.baseline,
        "target" => common.missing.target,
        "actual" => common.missing.actual,
        "whole" => common.missing.whole,
        "not_quantified" => common.missing.not_quantified,
        "no_evidence" => common.missing.no_evidence,
        "shares" => common.missing.shares,
        "share_below" => common.missing.share_below,
        "target_side" => common.missing.target_side,
        "unit_differs" => common.missing.unit_differs,
        "conflict" => common.missing.conflict,
        "late" => common.missing.late,
        "same_title" => common.missing.same_title,
        "registration_not_approved" => common.missing.registration_not_approved,
        "unconfirmed_rule" => common.missing.unconfirmed_rule,
        "log" => common.missing.log,
        "consent" => common.missing.consent,
    } else common.missing.other)
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
