//! The derived status of an initiative in words, with the colour that repeats them.

use domain::role::Stage;
use domain::status::Status;

use super::name;
use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// Says a status; while it is in review, whose decision it waits for.
pub fn status(lang: Locale, status: Status, waiting_for: &[Stage]) -> String {
    if status == Status::InReview && !waiting_for.is_empty() {
        let stages: Vec<_> = waiting_for.iter().map(|stage| super::stage(lang, *stage)).collect();
        return td_string!(lang, common.status.in_review_by, stages = super::list(lang, &stages)).to_string();
    }
    let words = name!(lang, status.name(), {
        "draft" => common.status.draft,
        "in_review" => common.status.in_review,
        "returned" => common.status.returned,
        "differing" => common.status.differing,
        "approved" => common.status.approved,
        "withdrawn" => common.status.withdrawn,
        "in_progress" => common.status.in_progress,
    } else common.status.not_completed);
    words.to_owned()
}

/// Gives the colour that repeats a status; red only where somebody has decided.
pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Approved => Tone::Seal,
        Status::InProgress => Tone::Accent,
        Status::Returned | Status::Differing => Tone::Attention,
        _ => Tone::Plain,
    }
}
