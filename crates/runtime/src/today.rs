//! Hôm nay: what is due, what waits, what came back, where the work is; and the movement's year.

use api::{Error, GetMovement, GetToday, MilestoneState, MilestoneView, MovementView, TodayView};
use domain::calendar::{self, DueState, due_day};
use domain::date::Date;
use domain::movement::Movement;

use crate::lists::{self, Deliveries};
use crate::session::{Session, Work};
use crate::{delivery, error, profile};

mod duties;

/// Items of the queue that are shown before the queue itself is opened.
const SHOWN: usize = 5;

/// Reads the movement's rules and calendar.
#[allow(clippy::unnecessary_wraps, reason = "handlers are asked in one way")]
pub fn movement(session: &Session, _: GetMovement) -> Result<MovementView, Error> {
    let movement = session.movement();
    let today = session.now().date();
    Ok(MovementView {
        calendar: milestones(&movement, today),
        months: movement.months_of_year(),
        movement: Movement::clone(&movement),
        today,
    })
}

/// Builds the first page of the day.
pub fn view(session: &Session, _: GetToday) -> Result<TodayView, Error> {
    // It reads in a turn of its own.
    let view = profile::view(session)?;
    session.read(|work| {
        let today = session.now().date();
        let duties = duties::duties(work, today)?;
        let mut queue = lists::queue_of(work)?;
        let queue_total = queue.len() as u32;
        queue.truncate(SHOWN);
        let unsent = ledger::unsent_count(work.connection()).map_err(error::from_ledger)? as u32;
        let files = store::blob::only_here(work.connection()).map_err(error::from_store)?;
        Ok(TodayView {
            session: view,
            today,
            clock_ahead: session.clock_ahead().map(|millis| millis / 60_000),
            duties,
            queue,
            queue_total,
            delivery: whereabouts(work)?,
            unsent: unsent + files,
            safe_to_shut_down: unsent + files == 0,
            calendar: milestones(&session.movement(), today),
        })
    })
}

fn whereabouts(work: &Work<'_>) -> Result<api::DeliveryCounts, Error> {
    let deliveries = Deliveries::load(work)?;
    let cards = work.session.cards.all();
    let states: Result<Vec<_>, Error> =
        cards.iter().filter(|card| card.mine).map(|card| deliveries.of(work, card)).collect();
    Ok(delivery::counts(states?.into_iter()))
}

/// The milestones in the order of the plan.
fn milestones(movement: &Movement, today: Date) -> Vec<MilestoneView> {
    let due = calendar::due(movement, movement.school_year, today);
    movement
        .milestones
        .iter()
        .map(|milestone| {
            let states: Vec<DueState> =
                due.iter().filter(|item| item.milestone == milestone.id).map(|item| item.state).collect();
            MilestoneView {
                id: milestone.id.clone(),
                title: milestone.title.clone(),
                months: milestone.months.clone(),
                due: due_day(movement, milestone),
                state: state(&states),
            }
        })
        .collect()
}

/// A milestone that comes every month is under way between its first and its last.
fn state(states: &[DueState]) -> MilestoneState {
    if states.iter().all(|state| *state == DueState::Past) {
        MilestoneState::Past
    } else if states.iter().all(|state| *state == DueState::Coming) {
        MilestoneState::Coming
    } else {
        MilestoneState::Now
    }
}

#[cfg(test)]
mod tests;
