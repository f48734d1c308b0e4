//! Who is asked, what differs, what came back.

use std::collections::BTreeSet;

use domain::id::MemberId;
use domain::record::{Part, Record, RecordKind};
use domain::status::{Opinion, PartState, Standing, Status, Verdict};

use super::{Differing, Waiting, Words};
use crate::view::{Case, to_decide};

/// The stages of a part that are asked now.
pub(super) fn waiting(case: &Case<'_>, part: Part) -> Vec<Waiting> {
    let state = case.part(part);
    state
        .waiting
        .iter()
        .map(|waiting| Waiting {
            part,
            stage: waiting.stage,
            busy: busy(case, state, waiting.stage),
            again: state.opinions.iter().any(|opinion| {
                opinion.verdict == Verdict::Approved && opinion.stages.contains(&waiting.stage)
            }),
            to_decide: to_decide(case, part, waiting.stage).unwrap_or_default(),
        })
        .collect()
}

/// Those who gave another stage its verdict (CI-4).
fn busy(case: &Case<'_>, state: &PartState, stage: domain::role::Stage) -> BTreeSet<MemberId> {
    if !case.movement.parameters.one_stage_per_person {
        return BTreeSet::new();
    }
    let others = state.stages.iter().filter(|other| other.stage != stage && other.verdict.is_some());
    others.filter_map(|other| case.record(other.record?)).map(|record| record.signer).collect()
}

/// The opinions on a part that differ and wait to be settled.
pub(super) fn differing(case: &Case<'_>, part: Part) -> Option<Differing> {
    let records = &case.part(part).differing;
    let signers = records.iter().filter_map(|id| case.record(*id)).map(|record| record.signer).collect();
    (!records.is_empty()).then_some(Differing { part, signers })
}

/// The words with which the shown part came back.
pub(super) fn returned(case: &Case<'_>, shown: &PartState) -> Option<Words> {
    if !matches!(shown.status, Status::Returned { .. }) {
        return None;
    }
    let standing =
        |opinion: &&Opinion| opinion.verdict == Verdict::Returned && opinion.standing == Standing::Current;
    let last = shown.opinions.iter().rfind(standing)?;
    case.record(last.record).map(|record| words(case, record))
}

/// The last remark of somebody else, unless an author has made a record since.
pub(super) fn remark(case: &Case<'_>) -> Option<Words> {
    let participants = case.initiative.participants();
    let counts = |record: &&Record| record.kind != RecordKind::Seen && !case.is_void(record.id);
    let mut newest = case.records.iter().rev().filter(counts);
    let remark = newest
        .by_ref()
        .take_while(|record| !participants.contains(&record.signer))
        .find(|record| record.kind == RecordKind::Remark)?;
    Some(words(case, remark))
}

fn words(case: &Case<'_>, record: &Record) -> Words {
    Words { member: record.signer, name: case.people.name(record.signer), text: record.text.clone() }
}
