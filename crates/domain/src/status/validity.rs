//! Which records count (T-1), and why the others do not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::StatusContext;
use super::opinions::{self, Voice};
use super::order::Known;
use crate::id::RecordId;
use crate::record::{Record, RecordBody, RecordKind};
use crate::role::{ParticipantKind, Role, Stage};

/// Why a record counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum VoidReason {
    /// Its content hash does not fit the version that it names.
    Broken,
    /// Its signer is author or sponsor of the version that it names (CI-1, CI-6).
    Conflict,
    /// Its capacity does not decide at its stage.
    WrongCapacity,
    /// Its signer filled another stage although somebody else was there (CI-4).
    SecondStage {
        /// The record of the first stage.
        first: RecordId,
    },
    /// Its signer took it back.
    Revoked {
        /// The revocation.
        by: RecordId,
    },
    /// It revokes somebody else's record, or one that does not exist.
    NotOwn,
    /// It revokes a record that a later step had already relied on.
    ReliedOn {
        /// The later step.
        by: RecordId,
    },
    /// It settles a difference that its signer took part in.
    NotNeutral,
    /// It settles nothing: the records that it names are no differing opinions on its part.
    NothingToSettle,
    /// It decides at the department stage of a collective's entry, where the meeting acknowledges (CI-3).
    CollectiveEntry,
    /// It counts more in favour than were present, more present than members, or nobody in favour.
    ImpossibleCount,
    /// It withdraws what was already recognised.
    AlreadyRecognized,
}

/// A record that counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voided {
    /// The record.
    pub record: RecordId,
    /// Why.
    pub why: VoidReason,
}

/// Finds the records that count for nothing.
pub(super) fn voids(known: &Known<'_>, context: &StatusContext<'_>) -> BTreeMap<RecordId, VoidReason> {
    let mut voids: BTreeMap<RecordId, VoidReason> = BTreeMap::new();
    for record in known.records() {
        if let Some(why) = alone(record, known, context) {
            voids.insert(record.id, why);
        }
    }
    revocations(known, &mut voids);
    if context.one_stage_per_person {
        second_stages(known, context, &mut voids);
    }
    voids
}

/// Judges what can be judged without the validity of other records.
fn alone(record: &Record, known: &Known<'_>, context: &StatusContext<'_>) -> Option<VoidReason> {
    if record.kind.binds_version() && !context.background.is_intact(record) {
        return Some(VoidReason::Broken);
    }
    let participants = || context.background.participants(&record.heads);
    if record.kind.judges() && participants().is_some_and(|members| members.contains(&record.signer)) {
        return Some(VoidReason::Conflict);
    }
    let collective = context.kind == Some(ParticipantKind::Department);
    match (&record.body, record.kind) {
        (_, RecordKind::Approve | RecordKind::Return) if !capacity_fits(record) => {
            Some(VoidReason::WrongCapacity)
        }
        (_, RecordKind::Acknowledge) if !Stage::Department.belongs_to(record.capacity) => {
            Some(VoidReason::WrongCapacity)
        }
        (_, RecordKind::Approve | RecordKind::Return)
            if collective && record.stage == Some(Stage::Department) =>
        {
            Some(VoidReason::CollectiveEntry)
        }
        (RecordBody::Acknowledge { members, present, in_favour, .. }, _) => {
            let possible = *in_favour > 0 && in_favour <= present && present <= members;
            (!possible).then_some(VoidReason::ImpossibleCount)
        }
        (RecordBody::Settle { differing, .. }, _) => unfit_settlement(record, differing, known),
        (RecordBody::Withdraw { .. }, _) => {
            let recognized =
                |other: &&&Record| other.kind == RecordKind::Recognize && known.knew(record.id, other.id);
            known.records().iter().find(recognized).map(|_| VoidReason::AlreadyRecognized)
        }
        _ => None,
    }
}

/// Admission has judged at the record's place that leadership stood in for the stage's holders, so
/// only roles that can never decide there are left to refuse (CI-2).
fn capacity_fits(record: &Record) -> bool {
    let stage = record.stage;
    stage.is_some_and(|stage| stage.belongs_to(record.capacity) || record.capacity == Role::Leadership)
}

fn unfit_settlement(record: &Record, differing: &[RecordId], known: &Known<'_>) -> Option<VoidReason> {
    let named: Vec<&Record> = differing.iter().filter_map(|id| known.get(*id)).collect();
    if named.iter().any(|other| other.signer == record.signer) {
        return Some(VoidReason::NotNeutral);
    }
    let on_this_part = named.iter().filter(|other| other.part() == record.part());
    let voices: Vec<Voice<'_>> = on_this_part.filter_map(|other| Voice::of(other, known)).collect();
    let differs = !opinions::differing(&voices.iter().collect::<Vec<_>>(), known).is_empty();
    (!differs).then_some(VoidReason::NothingToSettle)
}

/// A revocation counts if it is of the signer's own record, is not revoked itself, and came before
/// a later step that relies on the record.
fn revocations(known: &Known<'_>, voids: &mut BTreeMap<RecordId, VoidReason>) {
    let revokes: Vec<(&Record, RecordId)> = known
        .records()
        .iter()
        .filter_map(|record| match &record.body {
            RecordBody::Revoke { record: target } => Some((*record, *target)),
            _ => None,
        })
        .collect();
    for (revoke, target) in &revokes {
        match known.get(*target) {
            Some(revoked) if revoked.signer == revoke.signer && revoked.id != revoke.id => {
                if let Some(by) = relied_on(revoke, revoked, known) {
                    voids.entry(revoke.id).or_insert(VoidReason::ReliedOn { by });
                }
            }
            // The revoked record may not have arrived yet; then nothing is revoked so far.
            None => {}
            Some(_) => {
                voids.entry(revoke.id).or_insert(VoidReason::NotOwn);
            }
        }
    }
    for (revoke, target) in &revokes {
        if counts(revoke.id, &revokes, voids, &mut BTreeSet::new()) {
            voids.entry(*target).or_insert(VoidReason::Revoked { by: revoke.id });
        }
    }
}

/// Tells whether a revocation stands, that is, whether no standing revocation revokes it.
fn counts(
    id: RecordId,
    revokes: &[(&Record, RecordId)],
    voids: &BTreeMap<RecordId, VoidReason>,
    visited: &mut BTreeSet<RecordId>,
) -> bool {
    let unfit =
        matches!(voids.get(&id), Some(VoidReason::NotOwn | VoidReason::ReliedOn { .. } | VoidReason::Broken));
    if unfit || !visited.insert(id) {
        return false;
    }
    let mut against = revokes.iter().filter(|(_, target)| *target == id);
    !against.any(|(revoke, _)| counts(revoke.id, revokes, voids, &mut visited.clone()))
}

/// Finds a later step by somebody else that rests on a record and that the revoker had seen.
fn relied_on(revoke: &Record, revoked: &Record, known: &Known<'_>) -> Option<RecordId> {
    let rests = |later: &&&Record| {
        later.signer != revoked.signer
            && known.knew(later.id, revoked.id)
            && known.knew(revoke.id, later.id)
            && relies(later.kind, revoked.kind)
    };
    known.records().iter().find(rests).map(|later| later.id)
}

const fn relies(later: RecordKind, on: RecordKind) -> bool {
    match on {
        RecordKind::Submit => matches!(
            later,
            RecordKind::Approve | RecordKind::Return | RecordKind::Acknowledge | RecordKind::Settle
        ),
        RecordKind::Approve | RecordKind::Return | RecordKind::Acknowledge | RecordKind::Settle => matches!(
            later,
            RecordKind::Settle
                | RecordKind::Submit
                | RecordKind::ConcludeAppraisal
                | RecordKind::SealScore
                | RecordKind::Recognize
                | RecordKind::Decline
        ),
        RecordKind::AnswerDifficulty => matches!(later, RecordKind::ResolveDifficulty),
        RecordKind::Recognize => {
            matches!(later, RecordKind::Publish | RecordKind::GrantTitle | RecordKind::Commend)
        }
        _ => false,
    }
}

/// One person fills one stage of a part: the earlier stage stands, the later is void (CI-4).
fn second_stages(known: &Known<'_>, context: &StatusContext<'_>, voids: &mut BTreeMap<RecordId, VoidReason>) {
    let opinion = |record: &&&Record| {
        matches!(record.kind, RecordKind::Approve | RecordKind::Return) && !voids.contains_key(&record.id)
    };
    let opinions: Vec<&Record> = known.records().iter().filter(opinion).copied().collect();
    let mut second = BTreeMap::new();
    for record in &opinions {
        let first = opinions.iter().find(|other| {
            other.signer == record.signer && other.part() == record.part() && other.stage < record.stage
        });
        if let Some(first) = first.filter(|_| context.background.another_held_the_stage(record)) {
            second.insert(record.id, VoidReason::SecondStage { first: first.id });
        }
    }
    voids.extend(second);
}
