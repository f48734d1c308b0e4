//! What a list shows of one initiative.

use std::collections::BTreeSet;

use api::{Error, InitiativeSummary};
use domain::calendar::log_due;
use domain::date::{Moment, Month};
use domain::record::Part;
use domain::result::figures;
use domain::status::Status;

use super::Case;
use crate::delivery::Whereabouts;
use crate::error;
use crate::ids::Same;
use crate::session::Work;

/// Builds the summary.
pub fn summary(
    work: &Work<'_>,
    case: &Case<'_>,
    whereabouts: &Whereabouts,
) -> Result<InitiativeSummary, Error> {
    let initiative = &case.initiative;
    let shown = case.part(case.state.shown_part);
    let changes = shown.changed_since_approval.map_or(0, |changes| changes.material);
    let results: Vec<_> =
        initiative.results.iter().map(|result| figures(&super::sheet::with_log(case, result))).collect();
    let logged = initiative.logged_months();
    let due = months_due(case, &logged);
    let first = initiative.authors.first().map(|author| author.member);
    Ok(InitiativeSummary {
        id: case.doc.same(),
        title: initiative.title.clone(),
        authors: initiative.authors.iter().map(|author| case.people.name(author.member)).collect(),
        department: case
            .people
            .department_name(case.department.or_else(|| case.people.department_of(first?))),
        content_area: initiative.content_area.clone(),
        period: initiative.period,
        status: case.state.shown.clone(),
        waiting_for: waiting_for(case),
        changed_since_approval: changes > 0,
        changes,
        months_logged: due.iter().filter(|month| logged.contains(month)).count() as u32,
        months_due: due.len() as u32,
        results_met: results.iter().filter(|figures| figures.met == Some(true)).count() as u32,
        results: results.len() as u32,
        evidence: initiative.evidence.len() as u32,
        conflicts: case.document.conflicts().len() as u32,
        delivery: whereabouts.state(),
        updated_at: updated_at(work, case)?,
        mine: case.is_mine(),
    })
}

fn waiting_for(case: &Case<'_>) -> Vec<domain::role::Stage> {
    match &case.state.shown {
        Status::InReview { stages } => stages.clone(),
        _ => Vec::new(),
    }
}

/// Months that should be logged by now: those that are over, and those begun that are logged.
fn months_due(case: &Case<'_>, logged: &BTreeSet<Month>) -> Vec<Month> {
    let today = case.today();
    let months = case.initiative.period.map_or_else(Vec::new, |period| case.movement.months_of(period));
    months
        .into_iter()
        .filter(|month| log_due(*month) < today || (month.first() <= today && logged.contains(month)))
        .collect()
}

/// When this machine last saved the document.
pub fn saved_at(work: &Work<'_>, case: &Case<'_>) -> Result<Moment, Error> {
    let at = store::document::updated_at(work.connection(), case.doc).map_err(error::from_store)?;
    Ok(at.unwrap_or(case.now))
}

fn updated_at(work: &Work<'_>, case: &Case<'_>) -> Result<Moment, Error> {
    let newest = case.records.iter().map(|record| record.at).max();
    Ok(saved_at(work, case)?.max(newest.unwrap_or_default()))
}

/// Gives the parts in their order.
pub const PARTS: [Part; 2] = [Part::Registration, Part::Dossier];
