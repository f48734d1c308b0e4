//! Bức tranh chung: the merged state of the school in figures, each with the filter that opens it.

use std::collections::BTreeMap;

use api::{
    DifficultyState, Error, Figure, GetOverview, ListInitiatives, MonthProgress, OverviewView,
    ParticipationRow, QuantityFigure, SilentRow, StatusFigure,
};
use domain::calendar::{LogState, log_state};
use domain::date::{Date, Month};
use domain::id::DepartmentId;
use domain::movement::Movement;
use domain::overview::{
    DifficultyCounts, Headcount, NamedFigure, Overview, OverviewFilter, OverviewRow, Participant, overview,
};
use domain::status::Status;

use crate::card::Card;
use crate::error;
use crate::ids::Same;
use crate::session::{Session, Work};
use crate::view::People;

mod matrix;

/// Builds the overview of everything that this machine holds.
pub fn view(session: &Session, request: GetOverview) -> Result<OverviewView, Error> {
    session.read(|work| {
        let movement = session.movement();
        let today = session.now().date();
        let cards = session.cards.all();
        let rows: Vec<OverviewRow> =
            cards.iter().filter(|card| card.registered).map(|card| row(card, &movement, today)).collect();
        let school = School::load(work)?;
        let filter = OverviewFilter {
            campaign: request.campaign.clone(),
            period: request.period,
            ..OverviewFilter::default()
        };
        let figures = overview(&rows, &filter, &school.headcounts);
        let base =
            ListInitiatives { campaign: request.campaign, period: request.period, ..Default::default() };
        let silent = silent(&cards, &rows, &filter);
        Ok(show(&figures, &base, &movement, &school, silent, today))
    })
}

/// Departments in the order of the roster, and how many members each has.
struct School {
    departments: Vec<store::department::Department>,
    headcounts: Vec<Headcount>,
}

impl School {
    fn load(work: &Work<'_>) -> Result<Self, Error> {
        let people = People::load(work)?;
        let mut counts: BTreeMap<Option<DepartmentId>, u32> = BTreeMap::new();
        for row in ledger::members(work.connection()).map_err(error::from_ledger)? {
            if row.active {
                *counts.entry(people.department_of(row.member.same())).or_default() += 1;
            }
        }
        let headcounts = counts.into_iter().map(|(department, active)| Headcount { department, active });
        Ok(Self {
            departments: store::department::all(work.connection()).map_err(error::from_store)?,
            headcounts: headcounts.collect(),
        })
    }
}

/// What the overview needs to know of a card on a day.
pub fn row(card: &Card, movement: &Movement, today: Date) -> OverviewRow {
    OverviewRow {
        initiative: card.id,
        departments: card.participants().filter_map(|person| person.department).collect(),
        content_area: card.content_area.clone(),
        campaigns: card.campaigns.clone(),
        kind: card.kind,
        period: card.period,
        status: card.status.clone(),
        registered: card.registered,
        approved: card.approved,
        dossier_submitted: card.dossier_submitted,
        changed_since_approval: card.changes > 0,
        months: month_states(card, movement, today),
        results: card.results,
        quantities: card.quantities.clone(),
        difficulties: difficulties(card, today),
        participants: card
            .participants()
            .map(|person| Participant { member: person.member, department: person.department })
            .collect(),
    }
}

/// How each month of a card's log stands on a day; only an approved initiative can be silent.
pub fn month_states(card: &Card, movement: &Movement, today: Date) -> BTreeMap<Month, LogState> {
    let planned = card.period.map_or_else(Vec::new, |period| movement.months_of(period));
    let months = planned.into_iter().chain(card.log.keys().copied());
    let state = |month: Month| log_state(month, card.log.get(&month).map_or(&[], Vec::as_slice), today);
    months
        .map(|month| (month, state(month)))
        .filter(|(_, state)| card.approved || *state != LogState::Silent)
        .collect()
}

/// Counts a card's difficulties on a day.
pub fn difficulties(card: &Card, today: Date) -> DifficultyCounts {
    let mut counts = DifficultyCounts::default();
    for difficulty in &card.difficulties {
        counts.raised += 1;
        match difficulty.state {
            DifficultyState::Open | DifficultyState::AskedAgain | DifficultyState::Overdue => {
                counts.open += 1;
                counts.overdue += u32::from(difficulty.due.is_some_and(|due| due < today));
            }
            DifficultyState::Answered => counts.answered += 1,
            DifficultyState::Solved => counts.solved += 1,
            DifficultyState::SelfHandled => {}
        }
        counts.days_to_answer.extend(difficulty.days_to_answer);
    }
    counts
}

fn silent(cards: &[std::sync::Arc<Card>], rows: &[OverviewRow], filter: &OverviewFilter) -> Vec<SilentRow> {
    let by_id: BTreeMap<_, _> = cards.iter().map(|card| (card.id, card)).collect();
    let looked_at = rows.iter().filter(|row| filter.admits(row) && row.status != Status::Withdrawn);
    let mut silent: Vec<SilentRow> = looked_at
        .filter_map(|row| {
            let months: Vec<Month> = row
                .months
                .iter()
                .filter(|(_, state)| **state == LogState::Silent)
                .map(|(month, _)| *month)
                .collect();
            let card = by_id.get(&row.initiative).filter(|_| !months.is_empty())?;
            Some(SilentRow {
                initiative: card.id,
                title: card.title.clone(),
                authors: card.authors.iter().map(|author| author.name.clone()).collect(),
                department: card.department_name.clone(),
                months,
            })
        })
        .collect();
    silent.sort_by(|a, b| {
        (b.months.len(), &a.department, &a.title).cmp(&(a.months.len(), &b.department, &b.title))
    });
    silent
}

fn show(
    figures: &Overview,
    base: &ListInitiatives,
    movement: &Movement,
    school: &School,
    silent: Vec<SilentRow>,
    today: Date,
) -> OverviewView {
    let opens = |figure: &domain::overview::Figure, change: &dyn Fn(&mut ListInitiatives)| {
        let mut filter = base.clone();
        change(&mut filter);
        Figure { count: figure.count, filter }
    };
    let having = |figure: &domain::overview::Figure, having: &str| {
        opens(figure, &|filter| filter.having = Some(having.to_owned()))
    };
    let results = &figures.results;
    OverviewView {
        total: opens(&figures.registered, &|_| {}),
        participants: figures.taking_part,
        members: figures.active,
        statuses: statuses(&figures.states, base),
        quantified: results.quantified.count,
        results: results.all.count,
        results_met: having(&results.met, "results_met"),
        results_not_met: having(&results.not_met, "results_not_met"),
        quantities: quantities(figures, base),
        difficulties_open: having(&figures.difficulties.open, "difficulties_open"),
        difficulties_overdue: having(&figures.difficulties.overdue, "difficulties_overdue"),
        changed: having(&figures.changed_since_approval, "changed"),
        departments: matrix::departments(figures, base, movement, &school.departments),
        areas: matrix::areas(figures, base, movement),
        months: months(figures, base),
        silent,
        participation: participation(figures, &school.departments),
        as_of: today,
    }
}

/// One figure a status that occurs, in the order of the process.
fn statuses(states: &[NamedFigure], base: &ListInitiatives) -> Vec<StatusFigure> {
    matrix::process()
        .into_iter()
        .filter_map(|status| {
            let found = states.iter().find(|named| named.name == status.name())?;
            let filter = ListInitiatives { statuses: vec![status.clone()], ..base.clone() };
            Some(StatusFigure { status, figure: Figure { count: found.figure.count, filter } })
        })
        .collect()
}

fn quantities(figures: &Overview, base: &ListInitiatives) -> Vec<QuantityFigure> {
    figures
        .quantities
        .iter()
        .map(|unit| QuantityFigure {
            unit: unit.unit.clone(),
            planned: unit.planned,
            done: unit.done,
            completion: unit.percent.and_then(|percent| u64::try_from(percent.tenths()).ok()),
            initiatives: unit.initiatives.len() as u32,
            filter: ListInitiatives { unit: Some(unit.unit.clone()), ..base.clone() },
        })
        .collect()
}

fn months(figures: &Overview, base: &ListInitiatives) -> Vec<MonthProgress> {
    let figure = |month: Month, count: u32, state: &str| Figure {
        count,
        filter: ListInitiatives { month: Some(month), month_state: Some(state.to_owned()), ..base.clone() },
    };
    let begun = figures.months.iter().filter(|one| one.in_time.count + one.late.count + one.silent.count > 0);
    begun
        .map(|one| MonthProgress {
            month: one.month,
            in_time: figure(one.month, one.in_time.count, "in_time"),
            later: figure(one.month, one.late.count, "later"),
            silent: figure(one.month, one.silent.count, "silent"),
        })
        .collect()
}

fn participation(figures: &Overview, departments: &[store::department::Department]) -> Vec<ParticipationRow> {
    let row = |department: Option<DepartmentId>, name: &str| {
        let found = figures.departments.iter().find(|one| one.department == department)?;
        Some(ParticipationRow {
            name: name.to_owned(),
            participants: found.taking_part,
            members: found.active,
        })
    };
    let named = departments.iter().filter_map(|one| row(Some(one.id), &one.name));
    named.chain(row(None, "")).collect()
}

#[cfg(test)]
mod tests;
