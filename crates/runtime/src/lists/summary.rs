//! What a list shows of a card on a day.

use api::{DeliveryState, InitiativeSummary};
use domain::calendar::log_due;
use domain::date::{Date, Month};
use domain::movement::Movement;
use domain::status::Status;

use crate::card::Card;

/// Shows a card.
pub fn summary(card: &Card, movement: &Movement, today: Date, delivery: DeliveryState) -> InitiativeSummary {
    let due = months_due(card, movement, today);
    InitiativeSummary {
        id: card.id,
        title: card.title.clone(),
        authors: card.authors.iter().map(|author| author.name.clone()).collect(),
        department: card.department_name.clone(),
        content_area: card.content_area.clone(),
        period: card.period,
        status: card.status.clone(),
        waiting_for: match &card.status {
            Status::InReview { stages } => stages.clone(),
            _ => Vec::new(),
        },
        changed_since_approval: card.changes > 0,
        changes: card.changes,
        months_logged: due.iter().filter(|month| card.log.contains_key(month)).count() as u32,
        months_due: due.len() as u32,
        results_met: card.results.met,
        results: card.results.all,
        evidence: card.evidence,
        conflicts: card.conflicts,
        delivery,
        updated_at: card.updated_at,
        mine: card.mine,
    }
}

/// Months that should be logged by now: those that are over, and those begun that are logged.
pub fn months_due(card: &Card, movement: &Movement, today: Date) -> Vec<Month> {
    let months = card.period.map_or_else(Vec::new, |period| movement.months_of(period));
    months
        .into_iter()
        .filter(|month| log_due(*month) < today || (month.first() <= today && card.log.contains_key(month)))
        .collect()
}
