//! The derived state of both parts: stages, opinions, what does not count, what changed.

use api::{OpinionView, StageState, StageView, StateView, VoidView};
use domain::record::{Part, Record, RecordBody, RemarkTarget};
use domain::role::Stage;
use domain::sheet::Class;
use domain::stage::Desk;
use domain::status::{Opinion, PartState, Standing, Verdict, VoidReason};
use engine::short_code;
use protocol::Verb;

use super::Case;
use super::difference::differences;
use super::offers::may_sign;
use super::summary::PARTS;
use crate::session::Work;
use api::Error;

/// Shows the state.
pub fn state(work: &Work<'_>, case: &Case<'_>) -> Result<StateView, Error> {
    let may_revoke = may_sign(work, case.doc, Verb::Revoke, None)?.is_some();
    let stages = PARTS.into_iter().flat_map(|part| stages(case, part, may_revoke)).collect();
    let changed = approved_version(case).and_then(|record| case.versions.changes_since(&record.heads));
    let changed = changed.unwrap_or_default();
    let (material, editorial): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|difference| difference.class == Class::Material);
    Ok(StateView {
        status: case.state.shown.clone(),
        registration: case.state.registration.status.clone(),
        dossier: case.state.dossier.status.clone(),
        stages,
        void: voids(case),
        changes: differences(case, &material, case.state.shown_part),
        editorial_changes: differences(case, &editorial, case.state.shown_part),
    })
}

/// The approval whose version is furthest from today's.
fn approved_version<'a>(case: &'a Case<'_>) -> Option<&'a Record> {
    let part = case.part(case.state.shown_part);
    let approved = part.stages.iter().filter(|stage| stage.verdict == Some(Verdict::Approved));
    let furthest = approved
        .max_by_key(|stage| stage.changed.map_or(0, |changes| changes.material + changes.editorial))?;
    case.record(furthest.record?)
}

fn stages(case: &Case<'_>, part: Part, may_revoke: bool) -> Vec<StageView> {
    let state = case.part(part);
    let mut asked: Vec<StageView> =
        state.stages.iter().map(|stage| stage_view(case, part, stage.stage, may_revoke)).collect();
    let fallen = case.movement.approval_chain.of(part).iter().flatten().copied();
    for stage in fallen.filter(|stage| !state.stages.iter().any(|one| one.stage == *stage)) {
        asked.push(StageView {
            part,
            stage,
            state: StageState::NotNeeded,
            opinions: Vec::new(),
            falls_to: Vec::new(),
        });
    }
    asked
}

fn stage_view(case: &Case<'_>, part: Part, stage: Stage, may_revoke: bool) -> StageView {
    let state = case.part(part);
    let standing = |opinion: &&Opinion| {
        opinion.stages.contains(&stage) && matches!(opinion.standing, Standing::Current | Standing::Carried)
    };
    StageView {
        part,
        stage,
        state: stage_state(state, stage),
        opinions: state
            .opinions
            .iter()
            .filter(standing)
            .filter_map(|opinion| opinion_view(case, opinion, may_revoke))
            .collect(),
        falls_to: falls_to(case, state, stage),
    }
}

fn stage_state(part: &PartState, stage: Stage) -> StageState {
    let differs = |record: &domain::id::RecordId| {
        part.opinions.iter().any(|opinion| opinion.record == *record && opinion.stages.contains(&stage))
    };
    if part.differing.iter().any(differs) {
        return StageState::Differing;
    }
    let Some(found) = part.stages.iter().find(|one| one.stage == stage) else { return StageState::NotNeeded };
    match found.verdict {
        Some(Verdict::Returned) => StageState::Returned,
        Some(Verdict::Approved) if found.changed.is_some_and(|changes| changes.material > 0) => {
            StageState::ApprovedEarlier
        }
        Some(Verdict::Approved) => StageState::Approved,
        None if part.waiting.iter().any(|waiting| waiting.stage == stage) => StageState::Waiting,
        None => StageState::NotYet,
    }
}

fn falls_to(case: &Case<'_>, part: &PartState, stage: Stage) -> Vec<String> {
    let desk = part.waiting.iter().find(|waiting| waiting.stage == stage).map(|waiting| &waiting.desk);
    match desk {
        Some(Desk::Deputies { members } | Desk::Leadership { members } | Desk::Meeting { members }) => {
            members.iter().map(|member| case.people.name(*member)).collect()
        }
        _ => Vec::new(),
    }
}

fn opinion_view(case: &Case<'_>, opinion: &Opinion, may_revoke: bool) -> Option<OpinionView> {
    let record = case.record(opinion.record)?;
    Some(OpinionView {
        record: record.id,
        person: case.people.name(record.signer),
        capacity: record.capacity,
        at: record.at,
        verb: record.kind.name().to_owned(),
        text: record.text.clone(),
        targets: targets(record),
        version_code: version_code(record),
        version_here: opinion.version_here,
        intact: case.versions.is_intact(record),
        can_revoke: may_revoke && record.signer == case.me,
    })
}

/// What a record's words are about.
pub fn targets(record: &Record) -> Vec<RemarkTarget> {
    match &record.body {
        RecordBody::Approve { targets, .. } | RecordBody::Return { targets, .. } => targets.clone(),
        RecordBody::Remark { target, .. } => vec![target.clone()],
        _ => Vec::new(),
    }
}

/// The short code of the version that a record names; empty where it binds none.
pub fn version_code(record: &Record) -> String {
    record.content_hash.as_ref().map(short_code).unwrap_or_default()
}

fn voids(case: &Case<'_>) -> Vec<VoidView> {
    case.state
        .voids
        .iter()
        .filter_map(|void| {
            let record = case.record(void.record)?;
            Some(VoidView {
                record: record.id,
                person: case.people.name(record.signer),
                verb: record.kind.name().to_owned(),
                reason: reason(&void.why).to_owned(),
            })
        })
        .collect()
}

const fn reason(why: &VoidReason) -> &'static str {
    match why {
        VoidReason::Broken => "hash_mismatch",
        VoidReason::Conflict => "conflict_of_interest",
        VoidReason::WrongCapacity => "role_not_held",
        VoidReason::SecondStage { .. } => "second_stage",
        VoidReason::Revoked { .. } => "revoked",
        VoidReason::NotOwn => "not_own",
        VoidReason::ReliedOn { .. } => "relied_on",
        VoidReason::NotNeutral => "not_neutral",
        VoidReason::NothingToSettle => "nothing_to_settle",
        VoidReason::CollectiveEntry => "collective_entry",
        VoidReason::ImpossibleCount => "impossible_count",
        VoidReason::AlreadyRecognized => "already_recognized",
    }
}
