//! One initiative as the leaf of a book: what comes first, what is missing, what was answered.

use api::{InitiativeView, OpinionView, StageState, StageView, TimelineItem};
use domain::date::Month;
use domain::record::Part;
use domain::status::Status;

use super::log;

/// The one thing that the leaf offers most loudly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MainAction {
    /// Hand a part in; what is missing is named first.
    HandIn(Part),
    /// Log a month.
    LogMonth(Month),
    /// Nothing; the leaf is only read.
    Read,
}

/// Chooses what the leaf offers most loudly.
pub fn main_action(view: &InitiativeView) -> MainAction {
    if !view.can_edit {
        return MainAction::Read;
    }
    if part_to_hand_in(view) == Some(Part::Registration) {
        return MainAction::HandIn(Part::Registration);
    }
    let now = view.months.iter().find(|month| month.state == api::MonthState::Now);
    if let Some(month) = now {
        return MainAction::LogMonth(month.month);
    }
    if view.can_submit_dossier {
        return MainAction::HandIn(Part::Dossier);
    }
    log::first_choice(view).map_or(MainAction::Read, MainAction::LogMonth)
}

/// Gives the part that the author hands in next, if it is the author's turn.
pub fn part_to_hand_in(view: &InitiativeView) -> Option<Part> {
    if !view.can_edit {
        return None;
    }
    let open = |status: &Status| matches!(status.name(), "draft" | "returned" | "withdrawn");
    if view.can_submit_registration || open(&view.state.registration) {
        return Some(Part::Registration);
    }
    let under_way = matches!(view.summary.status.name(), "in_progress" | "approved");
    let wanted = view.can_submit_dossier || (under_way && view.state.dossier.name() == "draft");
    (wanted || view.state.dossier.name() == "returned").then_some(Part::Dossier)
}

/// Lists the standing returns: what the author is asked to mend.
pub fn returns(view: &InitiativeView) -> Vec<(StageView, OpinionView)> {
    let returned = |stage: &&StageView| matches!(stage.state, StageState::Returned | StageState::Differing);
    let opinions = view.state.stages.iter().filter(returned).flat_map(|stage| {
        let sent_back = stage.opinions.iter().filter(|opinion| opinion.verb == "return");
        sent_back.map(|opinion| (stage.clone(), opinion.clone()))
    });
    opinions.collect()
}

/// Lists remarks made since the last handing in, oldest first; without one, all remarks.
pub fn remarks(view: &InitiativeView) -> Vec<TimelineItem> {
    let handed_in = view.timeline.iter().rposition(|item| item.verb == "submit").unwrap_or_default();
    view.timeline[handed_in..].iter().filter(|item| item.verb == "remark").cloned().collect()
}

/// Lists the approvals of a part that stand, with their stage.
pub fn approvals(view: &InitiativeView, part: Part) -> Vec<(StageView, OpinionView)> {
    let approved = |stage: &&StageView| {
        stage.part == part && matches!(stage.state, StageState::Approved | StageState::ApprovedEarlier)
    };
    let opinions = view
        .state
        .stages
        .iter()
        .filter(approved)
        .filter_map(|stage| stage.opinions.last().map(|opinion| (stage.clone(), opinion.clone())));
    opinions.collect()
}

/// Gives the name by which the page finds the element of a field.
pub fn anchor(path: &str) -> String {
    let plain = path.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    std::iter::once('f').chain(std::iter::once('-')).chain(plain).collect()
}

/// Lists the names under which a field may be found, the nearest first: the field, then what holds it.
pub fn anchors(path: &str) -> Vec<String> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain(std::iter::once(path.len()));
    let mut all: Vec<String> = ends.map(|end| anchor(&path[..end])).collect();
    all.reverse();
    all
}

/// Gives the length of a bar in tenths of a percent; a way back shows as nothing.
pub fn bar(progress: Option<i64>) -> u16 {
    progress.unwrap_or_default().clamp(0, 1_000) as u16
}

/// Gives the place of a new entry behind those that are there.
pub fn next_order(entries: usize, last_given: i64) -> i64 {
    (entries as i64).max(last_given) + 1
}

/// Adds up contribution shares; nothing where one is missing.
pub fn shares(view: &InitiativeView) -> Option<u32> {
    view.authors.iter().map(|author| author.share.map(u32::from)).sum()
}

/// Everything that evidence of this initiative can support, with words to know it by.
pub fn claims(view: &InitiativeView) -> Vec<(String, Claim)> {
    let results = view
        .results
        .iter()
        .map(|result| (format!("results:{}", result.id), Claim::Named(result.label.clone())));
    let quantities = view
        .quantities
        .iter()
        .map(|item| (format!("quantities:{}", item.id), Claim::Named(item.what.clone())));
    let months = view.months.iter().flat_map(|month| {
        month.entries.iter().map(|entry| (format!("log:{}", entry.id), Claim::Month(month.month)))
    });
    results.chain(quantities).chain(months).collect()
}

/// What a piece of evidence supports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A result or a quantity, by its own words.
    Named(String),
    /// The log of a month.
    Month(Month),
}

#[cfg(test)]
mod tests;
