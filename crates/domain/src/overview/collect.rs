//! One pass over the rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cell, DepartmentFigures, DifficultyFigures, Figure, Headcount, MonthFigures, NamedFigure, Overview,
    OverviewFilter, OverviewRow, ResultFigures, UnitFigure,
};
use crate::calendar::LogState;
use crate::date::Month;
use crate::decimal::Decimal;
use crate::id::{DepartmentId, InitiativeId, MemberId};
use crate::result::percent;
use crate::status::Status;

/// Figures under a name, while they are counted.
type Counts<K> = BTreeMap<K, Figure>;

#[derive(Default)]
struct Tally<'a> {
    figures: Totals,
    matrix: Counts<(Option<DepartmentId>, Option<&'a str>)>,
    areas: Counts<&'a str>,
    campaigns: Counts<&'a str>,
    kinds: Counts<&'static str>,
    periods: Counts<&'static str>,
    states: Counts<&'static str>,
    departments: BTreeMap<Option<DepartmentId>, (Figure, Figure)>,
    members: BTreeMap<Option<DepartmentId>, BTreeSet<MemberId>>,
    units: BTreeMap<&'a str, (Decimal, Decimal, Vec<InitiativeId>)>,
    months: BTreeMap<Month, [Figure; 4]>,
    days: Vec<u32>,
}

#[derive(Default)]
struct Totals {
    registered: Figure,
    withdrawn: Figure,
    approved: Figure,
    returned: Figure,
    differing: Figure,
    completed: Figure,
    changed: Figure,
    results: ResultFigures,
    difficulties: DifficultyFigures,
}

/// Computes the overview of the rows that a filter admits, in one pass.
///
/// Rows that were never handed in count nowhere: a draft is its author's.
pub fn overview(rows: &[OverviewRow], filter: &OverviewFilter, headcounts: &[Headcount]) -> Overview {
    let mut looked_at: Vec<&OverviewRow> =
        rows.iter().filter(|row| row.registered && filter.admits(row)).collect();
    looked_at.sort_by_key(|row| row.initiative);
    looked_at.dedup_by_key(|row| row.initiative);
    let mut tally = Tally::default();
    for row in looked_at {
        tally.states.entry(row.status.name()).or_default().add(row.initiative, 1);
        if row.status == Status::Withdrawn {
            tally.figures.withdrawn.add(row.initiative, 1);
        } else {
            tally.add(row);
        }
    }
    let heads =
        headcounts.iter().filter(|head| filter.department.is_none_or(|one| head.department == Some(one)));
    tally.finish(heads.map(|head| (head.department, head.active)).collect())
}

impl<'a> Tally<'a> {
    fn add(&mut self, row: &'a OverviewRow) {
        let id = row.initiative;
        self.place(row);
        let figures = &mut self.figures;
        figures.registered.add(id, 1);
        figures.approved.add(id, u32::from(row.approved));
        figures.returned.add(id, u32::from(matches!(row.status, Status::Returned { .. })));
        figures.differing.add(id, u32::from(row.status == Status::Differing));
        let completed = row.dossier_submitted && row.status != Status::Ineligible;
        figures.completed.add(id, u32::from(completed));
        figures.changed.add(id, u32::from(row.changed_since_approval));
        figures.results.all.add(id, row.results.all);
        figures.results.quantified.add(id, row.results.quantified);
        figures.results.met.add(id, row.results.met);
        figures.results.not_met.add(id, row.results.not_met);
        let difficulties = &mut figures.difficulties;
        difficulties.raised.add(id, row.difficulties.raised);
        difficulties.open.add(id, row.difficulties.open);
        difficulties.answered.add(id, row.difficulties.answered);
        difficulties.overdue.add(id, row.difficulties.overdue);
        difficulties.solved.add(id, row.difficulties.solved);
        self.days.extend(&row.difficulties.days_to_answer);
        self.measure(row);
    }

    /// Counts where the initiative belongs.
    fn place(&mut self, row: &'a OverviewRow) {
        let id = row.initiative;
        let area = row.content_area.as_deref();
        let nowhere = row.departments.is_empty().then_some(None);
        for department in row.departments.iter().copied().map(Some).chain(nowhere) {
            self.matrix.entry((department, area)).or_default().add(id, 1);
            let (registered, approved) = self.departments.entry(department).or_default();
            registered.add(id, 1);
            approved.add(id, u32::from(row.approved));
        }
        for participant in &row.participants {
            self.members.entry(participant.department).or_default().insert(participant.member);
        }
        if let Some(area) = area {
            self.areas.entry(area).or_default().add(id, 1);
        }
        for campaign in &row.campaigns {
            self.campaigns.entry(campaign).or_default().add(id, 1);
        }
        if let Some(kind) = row.kind {
            self.kinds.entry(kind.name()).or_default().add(id, 1);
        }
        if let Some(period) = row.period {
            self.periods.entry(period.name()).or_default().add(id, 1);
        }
    }

    /// Counts quantities by unit, and months.
    fn measure(&mut self, row: &'a OverviewRow) {
        for amount in &row.quantities {
            let (planned, done, initiatives) = self.units.entry(&amount.unit).or_default();
            // A sum beyond the bounds of a decimal keeps what it has, rather than to wrap around.
            *planned = planned.checked_add(amount.planned).unwrap_or(*planned);
            *done = done.checked_add(amount.done).unwrap_or(*done);
            if initiatives.last() != Some(&row.initiative) {
                initiatives.push(row.initiative);
            }
        }
        for (month, state) in &row.months {
            let place = match state {
                LogState::InTime => 0,
                LogState::Late => 1,
                LogState::Silent => 2,
                LogState::Open => 3,
            };
            self.months.entry(*month).or_default()[place].add(row.initiative, 1);
        }
    }

    fn finish(mut self, heads: BTreeMap<Option<DepartmentId>, u32>) -> Overview {
        self.days.sort_unstable();
        let middle = self.days.len().saturating_sub(1) / 2;
        let mut figures = self.figures;
        figures.difficulties.median_days = self.days.get(middle).copied();
        let everybody: BTreeSet<&MemberId> = self.members.values().flatten().collect();
        Overview {
            registered: figures.registered,
            withdrawn: figures.withdrawn,
            matrix: self.matrix.into_iter().map(cell).collect(),
            content_areas: named(self.areas),
            campaigns: named(self.campaigns),
            kinds: named(self.kinds),
            periods: named(self.periods),
            taking_part: everybody.len() as u32,
            active: heads.values().sum(),
            departments: departments(self.departments, &self.members, &heads),
            states: named(self.states),
            approved: figures.approved,
            returned: figures.returned,
            differing: figures.differing,
            completed: figures.completed,
            changed_since_approval: figures.changed,
            quantities: self.units.into_iter().map(unit).collect(),
            results: figures.results,
            months: self.months.into_iter().map(month).collect(),
            difficulties: figures.difficulties,
        }
    }
}

fn named(counts: Counts<&str>) -> Vec<NamedFigure> {
    counts.into_iter().map(|(name, figure)| NamedFigure { name: name.to_owned(), figure }).collect()
}

fn cell(((department, area), figure): ((Option<DepartmentId>, Option<&str>), Figure)) -> Cell {
    Cell { department, content_area: area.map(str::to_owned), figure }
}

fn unit((unit, (planned, done, initiatives)): (&str, (Decimal, Decimal, Vec<InitiativeId>))) -> UnitFigure {
    UnitFigure { unit: unit.to_owned(), planned, done, percent: percent(done, planned), initiatives }
}

fn month((month, [in_time, late, silent, open]): (Month, [Figure; 4])) -> MonthFigures {
    MonthFigures { month, in_time, late, silent, open }
}

fn departments(
    mut figures: BTreeMap<Option<DepartmentId>, (Figure, Figure)>,
    members: &BTreeMap<Option<DepartmentId>, BTreeSet<MemberId>>,
    heads: &BTreeMap<Option<DepartmentId>, u32>,
) -> Vec<DepartmentFigures> {
    for department in heads.keys() {
        figures.entry(*department).or_default();
    }
    let one = |(department, (registered, approved))| {
        let taking_part = members.get(&department).map_or(0, |members| members.len() as u32);
        let active = heads.get(&department).copied().unwrap_or(0);
        let percent = percent(Decimal::from(taking_part), Decimal::from(active));
        DepartmentFigures { department, registered, approved, taking_part, active, percent }
    };
    figures.into_iter().map(one).collect()
}
