//! One initiative beside its criteria, with what changed since the asker's stage last decided.

use api::{CriterionView, DecisionRef, DifferenceView, InitiativeView, ReviewView};
use domain::record::{Part, Record};
use domain::role::Stage;

use super::Case;
use super::difference::differences;
use super::summary::PARTS;

/// Builds the view; its place in the queue is filled in by who knows the queue.
pub fn view(case: &Case<'_>, initiative: InitiativeView) -> ReviewView {
    let last = initiative
        .can_decide
        .first()
        .map(|offer| (offer.part, offer.stage))
        .or_else(|| my_stage(case))
        .and_then(|(part, stage)| Some((part, last_decision(case, part, stage)?)));
    let changes = last.map(|(part, record)| changes_since(case, part, record)).unwrap_or_default();
    ReviewView {
        changes,
        since: last.map(|(_, record)| DecisionRef {
            record: record.id,
            person: case.people.name(record.signer),
            capacity: record.capacity,
            at: record.at,
            verb: record.kind.name().to_owned(),
        }),
        criteria: criteria(case),
        position: 0,
        total: 0,
        next: None,
        previous: None,
        initiative,
    }
}

/// The stage at which the asker has decided before, where none is asked of them now.
fn my_stage(case: &Case<'_>) -> Option<(Part, Stage)> {
    let mine = |part: Part| {
        let opinions = case.part(part).opinions.iter().rev();
        opinions
            .filter(|opinion| opinion.signer == case.me)
            .find_map(|opinion| opinion.stages.first().copied())
    };
    PARTS.into_iter().rev().find_map(|part| Some((part, mine(part)?)))
}

fn last_decision<'a>(case: &'a Case<'_>, part: Part, stage: Stage) -> Option<&'a Record> {
    let last = case.part(part).opinions.iter().rfind(|opinion| opinion.stages.contains(&stage))?;
    case.record(last.record)
}

fn changes_since(case: &Case<'_>, part: Part, record: &Record) -> Vec<DifferenceView> {
    let changed = case.versions.changes_since(&record.heads).unwrap_or_default();
    differences(case, &changed, part)
}

fn criteria(case: &Case<'_>) -> Vec<CriterionView> {
    let set = case.initiative.participant_kind.and_then(|kind| case.movement.criteria_for(kind));
    let view = |criterion: &domain::movement::Criterion| CriterionView {
        label: criterion.label.clone(),
        text: criterion.text.clone(),
    };
    set.map(|set| set.criteria.iter().map(view).collect()).unwrap_or_default()
}
