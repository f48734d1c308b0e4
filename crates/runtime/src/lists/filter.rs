//! Which cards a request asks for; figures of the overview count by the same questions.

use std::cmp::Reverse;

use api::ListInitiatives;
use domain::calendar::LogState;
use domain::date::Date;
use domain::movement::Movement;
use domain::status::Status;
use domain::text::{Rank, matches};

use crate::card::Card;
use crate::overview;

/// A request on a day.
pub(super) struct Filter<'a> {
    request: &'a ListInitiatives,
    movement: &'a Movement,
    today: Date,
}

impl<'a> Filter<'a> {
    pub(super) fn new(request: &'a ListInitiatives, movement: &'a Movement, today: Date) -> Self {
        Self { request, movement, today }
    }

    /// Tells whether a card is asked for.
    pub(super) fn admits(&self, card: &Card) -> bool {
        self.admits_status(card)
            && self.request.content_area.as_ref().is_none_or(|area| card.content_area.as_ref() == Some(area))
            && self.request.campaign.as_ref().is_none_or(|campaign| card.campaigns.contains(campaign))
            && self.request.period.is_none_or(|period| card.period == Some(period))
            && self
                .request
                .unit
                .as_ref()
                .is_none_or(|unit| card.quantities.iter().any(|one| one.unit == *unit))
            && self.admits_department(card)
            && self.admits_month(card)
            && self.admits_having(card)
            && self.words().is_none_or(|words| rank(words, card).is_some())
    }

    /// How well a card answers the words; the best is the least, and a title comes before an author.
    pub(super) fn rank(&self, card: &Card) -> Option<(Reverse<bool>, Rank)> {
        let words = self.words()?;
        Some((Reverse(matches(words, &card.title).is_some()), rank(words, card)?))
    }

    fn words(&self) -> Option<&str> {
        self.request.words.as_deref().filter(|words| !words.trim().is_empty())
    }

    /// Statuses are compared by name: a filter does not say which stages are asked.
    fn admits_status(&self, card: &Card) -> bool {
        let wanted = &self.request.statuses;
        if wanted.is_empty() {
            return card.registered && card.status != Status::Withdrawn;
        }
        wanted.iter().any(|status| status.name() == card.status.name())
            && (card.registered || card.status == Status::Draft)
    }

    fn admits_department(&self, card: &Card) -> bool {
        let mut departments = card.participants().map(|person| person.department);
        match self.request.department {
            Some(wanted) => departments.any(|department| department == Some(wanted)),
            None if self.request.leadership => departments.all(|department| department.is_none()),
            None => true,
        }
    }

    fn admits_month(&self, card: &Card) -> bool {
        let Some(month) = self.request.month else { return true };
        let state = overview::month_states(card, self.movement, self.today).remove(&month);
        match self.request.month_state.as_deref() {
            Some("in_time") => state == Some(LogState::InTime),
            Some("later") => state == Some(LogState::Late),
            Some("silent") => state == Some(LogState::Silent),
            _ => card.log.contains_key(&month),
        }
    }

    fn admits_having(&self, card: &Card) -> bool {
        let difficulties = || overview::difficulties(card, self.today);
        match self.request.having.as_deref() {
            None | Some("") => true,
            Some("results_met") => card.results.met > 0,
            Some("results_not_met") => card.results.not_met > 0,
            Some("changed") => card.changes > 0,
            Some("difficulties_open") => difficulties().open > 0,
            Some("difficulties_overdue") => difficulties().overdue > 0,
            Some(_) => false,
        }
    }
}

/// How well title and authors answer words, in which each word may stand in either.
fn rank(words: &str, card: &Card) -> Option<Rank> {
    let authors: Vec<&str> = card.participants().map(|person| person.name.as_str()).collect();
    matches(words, &format!("{} {}", card.title, authors.join(" ")))
}
