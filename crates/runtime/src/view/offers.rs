//! What the asker may do now: the same questions that the acts themselves ask.

use api::{DecisionOffer, Error};
use domain::calendar;
use domain::movement::LatePolicy;
use domain::record::Part;
use domain::role::{ParticipantKind, Stage};
use domain::status::{PartState, Status, Verdict};
use domain::submission::missing;
use ledger::Ledger;
use protocol::{Capacity, DocId, RecordContext, Verb};

use super::Case;
use super::summary::PARTS;
use crate::session::Work;
use crate::{error, ids};

/// Finds the best capacity in which the asker may sign a record about a document here and now.
pub fn may_sign(
    work: &Work<'_>,
    doc: DocId,
    verb: Verb,
    stage: Option<Stage>,
) -> Result<Option<Capacity>, Error> {
    let context = RecordContext {
        verb,
        stage: stage.and_then(|stage| protocol::Stage::from_code(stage.code().into())),
        doc,
        about: None,
        audience: None,
    };
    let log = Ledger::with_unsent(work.connection());
    let found = protocol::capacities(work.session.member, &context, &log).map_err(error::from_ledger)?;
    Ok(found.into_iter().next())
}

/// Whether the asker may write in the document.
pub fn may_edit(work: &Work<'_>, case: &Case<'_>) -> Result<bool, Error> {
    if case.opened.is_none() {
        return Ok(true);
    }
    let log = Ledger::with_unsent(work.connection());
    protocol::may_change(work.session.member, case.doc, &log).map_err(error::from_ledger)
}

/// Whether the asker may hand a part in, apart from what is missing in it.
pub fn may_submit(work: &Work<'_>, case: &Case<'_>, part: Part) -> Result<bool, Error> {
    let entitled = case.opened.is_none() || may_sign(work, case.doc, Verb::Submit, None)?.is_some();
    Ok(entitled && is_open_for(case, part) && !is_closed_by_date(case, part))
}

/// Whether handing a part in would change anything.
fn is_open_for(case: &Case<'_>, part: Part) -> bool {
    if part == Part::Dossier && case.state.registration.status != Status::Approved {
        return false;
    }
    let state = case.part(part);
    match state.status {
        Status::Draft | Status::Withdrawn | Status::Returned { .. } => true,
        _ => changed_since_submission(case, part, state),
    }
}

fn changed_since_submission(case: &Case<'_>, part: Part, state: &PartState) -> bool {
    let Some(submission) = &state.submission else { return true };
    let differences = case.versions.changes_since(&submission.heads).unwrap_or_default();
    domain::difference::Changes::count(&differences, part).material > 0
}

/// Whether the rules refuse late work and the day is over (T-8).
pub fn is_closed_by_date(case: &Case<'_>, part: Part) -> bool {
    let due = case.initiative.period.and_then(|period| calendar::part_due(&case.movement, part, period));
    case.movement.parameters.late_policy == LatePolicy::Refuse && due.is_some_and(|due| due < case.today())
}

/// Whether a part can be handed in now.
pub fn can_submit(work: &Work<'_>, case: &Case<'_>, part: Part) -> Result<bool, Error> {
    Ok(missing(&case.initiative, part, &case.movement).is_empty() && may_submit(work, case, part)?)
}

/// The part that a withdrawal would take back: the latest that was handed in.
pub fn withdrawable(case: &Case<'_>) -> Option<Part> {
    let live = |part: &Part| {
        let state = case.part(*part);
        state.submission.is_some() && state.status != Status::Withdrawn
    };
    PARTS.into_iter().rev().find(live)
}

/// Stages at which the asker may decide now.
pub fn decisions(work: &Work<'_>, case: &Case<'_>) -> Result<Vec<DecisionOffer>, Error> {
    let mut offers = Vec::new();
    for part in PARTS {
        let state = case.part(part);
        for waiting in state.waiting.iter().filter(|waiting| waiting.desk.members().contains(&case.me)) {
            let by_meeting = waiting.stage == Stage::Department
                && case.initiative.participant_kind == Some(ParticipantKind::Department);
            let signed = if by_meeting {
                may_sign(work, case.doc, Verb::Acknowledge, None)?
            } else {
                may_sign(work, case.doc, Verb::Approve, Some(waiting.stage))?
            };
            let Some(capacity) = signed else { continue };
            let approved_before = state.opinions.iter().any(|opinion| {
                opinion.verdict == Verdict::Approved && opinion.stages.contains(&waiting.stage)
            });
            offers.push(DecisionOffer {
                part,
                stage: waiting.stage,
                capacity: ids::role(capacity.role),
                difference_only: approved_before,
                by_meeting,
            });
        }
    }
    Ok(offers)
}

/// The part whose opinions differ and which the asker, who is neither of both, may settle.
pub fn settleable(work: &Work<'_>, case: &Case<'_>) -> Result<Option<Part>, Error> {
    let neutral = |part: &Part| {
        let differing = &case.part(*part).differing;
        let mine =
            |id: &domain::id::RecordId| case.record(*id).is_some_and(|record| record.signer == case.me);
        !differing.is_empty() && !differing.iter().any(mine)
    };
    let Some(part) = PARTS.into_iter().find(neutral) else { return Ok(None) };
    Ok(may_sign(work, case.doc, Verb::Settle, None)?.map(|_| part))
}
