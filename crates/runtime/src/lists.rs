//! Lists of initiatives, made from cards: the book, every filter of the overview, the review queue.

use std::sync::Arc;

use api::{Error, InitiativeSummary, ListInitiatives, ListMyInitiatives, ListQueue, QueueItem};
use domain::id::InitiativeId;

use crate::card::Card;
use crate::session::{Session, Work};

mod alike;
mod delivery;
mod desk;
mod filter;
mod summary;

pub use delivery::Deliveries;
pub use desk::Desks;
pub use summary::summary;

/// Initiatives in one answer when the request does not say how many.
const PAGE: usize = 100;

/// Lists the asker's own initiatives, newest first.
pub fn mine(session: &Session, _: ListMyInitiatives) -> Result<Vec<InitiativeSummary>, Error> {
    session.read(|work| {
        let mut cards: Vec<_> = session.cards.all().into_iter().filter(|card| card.mine).collect();
        newest_first(&mut cards);
        summaries(work, &cards)
    })
}

/// Lists the initiatives that a filter admits, newest first; with words, the best fitting first.
///
/// Without a status the filter means what was handed in and not withdrawn, as figures do.
pub fn filtered(session: &Session, request: ListInitiatives) -> Result<Vec<InitiativeSummary>, Error> {
    session.read(|work| {
        let movement = session.movement();
        let filter = filter::Filter::new(&request, &movement, session.now().date());
        let mut cards: Vec<_> = session.cards.all().into_iter().filter(|card| filter.admits(card)).collect();
        newest_first(&mut cards);
        cards.sort_by_cached_key(|card| filter.rank(card));
        let limit = if request.limit == 0 { PAGE } else { request.limit as usize };
        let page: Vec<_> = cards.into_iter().skip(request.offset as usize).take(limit).collect();
        summaries(work, &page)
    })
}

/// Lists what waits for the asker's decision, by due date.
pub fn queue(session: &Session, _: ListQueue) -> Result<Vec<QueueItem>, Error> {
    session.read(queue_of)
}

/// The queue inside of a piece of work.
pub fn queue_of(work: &mut Work<'_>) -> Result<Vec<QueueItem>, Error> {
    let desks = Desks::load(work)?;
    let mut asked = Vec::new();
    for card in work.session.cards.all() {
        if let Some(place) = desks.asks_me(&card) {
            asked.push((desks.item(work, &card, place)?, card.to_decide(place.part, place.stage).to_owned()));
        }
    }
    asked.sort_by_key(|(item, _)| desk::rank(item.due, item.submitted_at, item.initiative.id));
    let numbers = alike::numbers(asked.iter().map(|(_, name)| name.as_str()));
    Ok(asked.into_iter().zip(numbers).map(|((item, _), alike)| QueueItem { alike, ..item }).collect())
}

/// The order of the queue, without looking into anything that only its rows show.
pub fn order(work: &Work<'_>) -> Result<Vec<InitiativeId>, Error> {
    let desks = Desks::load(work)?;
    let ranked = |card: Arc<Card>| desks.asks_me(&card).map(|place| desks.rank(&card, place));
    let mut asked: Vec<_> = work.session.cards.all().into_iter().filter_map(ranked).collect();
    asked.sort();
    Ok(asked.into_iter().map(|rank| rank.3).collect())
}

fn newest_first(cards: &mut [Arc<Card>]) {
    cards.sort_by_key(|card| (std::cmp::Reverse(card.updated_at), card.id));
}

fn summaries(work: &Work<'_>, cards: &[Arc<Card>]) -> Result<Vec<InitiativeSummary>, Error> {
    let deliveries = Deliveries::load(work)?;
    let movement = work.session.movement();
    let today = work.session.now().date();
    cards.iter().map(|card| Ok(summary(card, &movement, today, deliveries.of(work, card)?))).collect()
}

#[cfg(test)]
mod tests;
