//! The derived status of an initiative in words, with the colour that repeats them.

use domain::role::Stage;
use domain::status::Status;

use super::name;
use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// Says a status; while it is in review, whose decision it waits for.
pub fn status(lang: Locale, status: &Status, waiting_for: &[Stage]) -> String {
    match status {
        Status::InReview { stages } => {
            in_review(lang, if waiting_for.is_empty() { stages } else { waiting_for })
        }
        Status::Returned { stage } => {
            td_string!(lang, common.status.returned_by, stage = super::stage(lang, *stage)).to_string()
        }
        Status::UnderAppraisal { done, of } => {
            td_string!(lang, common.status.under_appraisal, done = *done, of = *of).to_string()
        }
        Status::Scoring { done, of } => {
            td_string!(lang, common.status.scoring, done = *done, of = *of).to_string()
        }
        Status::Recognized { rating } => {
            td_string!(lang, common.status.recognized, rating = rating.as_str()).to_string()
        }
        plain => status_name(lang, plain.name()).to_owned(),
    }
}

/// Says a status by its stable name, without its numbers; for lists of figures and filters.
pub fn status_name(lang: Locale, status: &str) -> &'static str {
    name!(lang, status, {
        "draft" => common.status.draft,
        "in_review" => common.status.in_review,
        "returned" => common.status.returned,
        "differing" => common.status.differing,
        "approved" => common.status.approved,
        "withdrawn" => common.status.withdrawn,
        "in_progress" => common.status.in_progress,
        "under_appraisal" => common.status_short.under_appraisal,
        "eligible" => common.status.eligible,
        "needs_supplement" => common.status.needs_supplement,
        "ineligible" => common.status.ineligible,
        "scoring" => common.status_short.scoring,
        "scored" => common.status.scored,
        "passed" => common.status.passed,
        "not_passed" => common.status.not_passed,
        "under_notice" => common.status.under_notice,
        "recognized" => common.status_short.recognized,
        "not_recognized" => common.status.not_recognized,
    } else common.status.not_completed)
}

fn in_review(lang: Locale, stages: &[Stage]) -> String {
    if stages.is_empty() {
        return td_string!(lang, common.status.in_review).to_owned();
    }
    let stages: Vec<_> = stages.iter().map(|stage| super::stage(lang, *stage)).collect();
    td_string!(lang, common.status.in_review_by, stages = super::list(lang, &stages)).to_string()
}

/// Gives the colour that repeats a status; red only where somebody has decided.
pub fn status_tone(status: &Status) -> Tone {
    match status {
        Status::Approved | Status::Recognized { .. } | Status::NotRecognized => Tone::Seal,
        Status::InProgress | Status::UnderAppraisal { .. } | Status::Scoring { .. } | Status::UnderNotice => {
            Tone::Accent
        }
        Status::Returned { .. } | Status::Differing | Status::NeedsSupplement | Status::Ineligible => {
            Tone::Attention
        }
        Status::Eligible | Status::Scored | Status::Passed => Tone::Good,
        _ => Tone::Plain,
    }
}
