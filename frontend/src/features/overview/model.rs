//! What can be wrong in the overview, without a screen: heat of a cell, geometry of the charts.

use api::{
    DepartmentRow, Figure, ListInitiatives, MonthProgress, OverviewView, ParticipationRow, QuantityFigure,
    StatusFigure,
};

use crate::features::records::model::status_named;

mod chart;

pub use chart::*;

/// Colours of the matrix: from nothing to most.
pub const HEATS: u32 = 4;

/// Finds a cell's colour step, 0 for nothing, up to [`HEATS`] for the largest count of the matrix.
pub fn heat(count: u32, largest: u32) -> u32 {
    if count == 0 || largest == 0 {
        return 0;
    }
    // Rounded up, so that one initiative is already seen; small schools count one by one.
    if largest <= HEATS { count.min(HEATS) } else { (count * HEATS).div_ceil(largest).clamp(1, HEATS) }
}

/// Finds the largest count of a single cell.
pub fn largest_cell(rows: &[DepartmentRow]) -> u32 {
    rows.iter().flat_map(|row| &row.cells).map(|cell| cell.count).max().unwrap_or(0)
}

/// Gives part of whole in tenths of a percent, half up; nothing for an empty whole.
pub fn tenths(part: u32, whole: u32) -> Option<u64> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    (whole > 0).then(|| (2000 * part + whole) / (2 * whole))
}

/// Tells whether there is nothing to show at all.
pub fn is_empty(view: &OverviewView) -> bool {
    view.total.count == 0 && view.silent.is_empty()
}

/// Joins several statuses, by their names, into one figure; its filter keeps all of them within `whole`.
pub fn joined(figures: &[StatusFigure], names: &[&str], whole: &ListInitiatives) -> Figure {
    let parts = figures.iter().filter(|figure| names.contains(&figure.status.name()));
    let statuses = names.iter().filter_map(|name| status_named(name)).collect();
    Figure {
        count: parts.map(|part| part.figure.count).sum(),
        filter: ListInitiatives { statuses, ..whole.clone() },
    }
}

/// Sorts units: those with most initiatives first, then by name; units are never added up.
pub fn by_weight(figures: &[QuantityFigure]) -> Vec<QuantityFigure> {
    let mut figures = figures.to_vec();
    figures.sort_by(|one, other| {
        other.initiatives.cmp(&one.initiatives).then_with(|| one.unit.cmp(&other.unit))
    });
    figures
}

/// Finds the months that have begun: those after the last one with any figure are left out.
pub fn begun(months: &[MonthProgress]) -> &[MonthProgress] {
    let logged = |month: &MonthProgress| month.in_time.count + month.later.count + month.silent.count > 0;
    let last = months.iter().rposition(logged).map_or(0, |last| last + 1);
    &months[..last]
}

/// Counts departments (leadership too) in which nobody takes part yet.
pub fn absent_departments(rows: &[ParticipationRow]) -> usize {
    rows.iter().filter(|row| row.members > 0 && row.participants == 0).count()
}

#[cfg(test)]
mod tests;
