//! Department × content area.

use std::collections::BTreeMap;

use api::{AreaColumn, DepartmentRow, Figure, ListInitiatives};
use domain::id::DepartmentId;
use domain::movement::Movement;
use domain::overview::Overview;
use domain::role::Stage;
use domain::status::Status;
use store::department::Department;

/// Columns: content areas as printed.
pub(super) fn areas(figures: &Overview, base: &ListInitiatives, movement: &Movement) -> Vec<AreaColumn> {
    let counts: BTreeMap<&str, u32> =
        figures.content_areas.iter().map(|named| (named.name.as_str(), named.figure.count)).collect();
    movement
        .content_areas
        .iter()
        .map(|area| AreaColumn {
            slug: area.slug.clone(),
            label: area.label.clone(),
            title: area.title.clone(),
            total: Figure {
                count: counts.get(area.slug.as_str()).copied().unwrap_or_default(),
                filter: ListInitiatives { content_area: Some(area.slug.clone()), ..base.clone() },
            },
        })
        .collect()
}

/// Rows: departments in roster order, leadership last where it has anything.
pub(super) fn departments(
    figures: &Overview,
    base: &ListInitiatives,
    movement: &Movement,
    departments: &[Department],
) -> Vec<DepartmentRow> {
    let cells: BTreeMap<(Option<DepartmentId>, Option<&str>), u32> = figures
        .matrix
        .iter()
        .map(|cell| ((cell.department, cell.content_area.as_deref()), cell.figure.count))
        .collect();
    let row = |department: Option<DepartmentId>, name: &str| {
        let of = ListInitiatives { department, leadership: department.is_none(), ..base.clone() };
        let cell = |slug: &str| Figure {
            count: cells.get(&(department, Some(slug))).copied().unwrap_or_default(),
            filter: ListInitiatives { content_area: Some(slug.to_owned()), ..of.clone() },
        };
        let total = figures.departments.iter().find(|one| one.department == department);
        DepartmentRow {
            department,
            name: name.to_owned(),
            cells: movement.content_areas.iter().map(|area| cell(&area.slug)).collect(),
            total: Figure { count: total.map_or(0, |one| one.registered.count), filter: of },
        }
    };
    let mut rows: Vec<DepartmentRow> = departments.iter().map(|one| row(Some(one.id), &one.name)).collect();
    let leadership = row(None, "");
    if leadership.total.count > 0 || figures.departments.iter().any(|one| one.department.is_none()) {
        rows.push(leadership);
    }
    rows
}

/// Every status, in the order of the process; details that vary are empty.
pub(super) fn process() -> Vec<Status> {
    vec![
        Status::Draft,
        Status::InReview { stages: Vec::new() },
        Status::Returned { stage: Stage::Department },
        Status::Differing,
        Status::Approved,
        Status::InProgress,
        Status::UnderAppraisal { done: 0, of: 0 },
        Status::NeedsSupplement,
        Status::Eligible,
        Status::Ineligible,
        Status::Scoring { done: 0, of: 0 },
        Status::Scored,
        Status::Passed,
        Status::NotPassed,
        Status::UnderNotice,
        Status::Recognized { rating: String::new() },
        Status::NotRecognized,
        Status::NotCompleted,
        Status::Withdrawn,
    ]
}
