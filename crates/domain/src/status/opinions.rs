//! Opinions of stages on a submission: which stand, which differ (T-2 to T-5).

use std::collections::BTreeSet;

use super::order::Known;
use super::{StageState, Standing, Verdict};
use crate::record::{Outcome, Record, RecordBody, RecordKind};
use crate::role::Stage;

/// One opinion, with the stages it speaks for.
#[derive(Clone)]
pub(super) struct Voice<'a> {
    pub(super) record: &'a Record,
    pub(super) stages: BTreeSet<Stage>,
    pub(super) verdict: Verdict,
}

impl<'a> Voice<'a> {
    /// Reads a record as an opinion; nothing if it is none.
    pub(super) fn of(record: &'a Record, known: &Known<'_>) -> Option<Self> {
        let stages: BTreeSet<Stage> = stages_of(record, known).collect();
        let verdict = match (&record.body, record.kind) {
            (RecordBody::Settle { outcome: Outcome::Approved, .. }, _) => Verdict::Approved,
            (RecordBody::Settle { outcome: Outcome::Returned, .. }, _) | (_, RecordKind::Return) => {
                Verdict::Returned
            }
            _ => Verdict::Approved,
        };
        (!stages.is_empty()).then_some(Self { record, stages, verdict })
    }
}

/// Lists the stages that a record speaks for: its own, or of a settlement those of the records it names.
pub(super) fn stages_of(record: &Record, known: &Known<'_>) -> impl Iterator<Item = Stage> {
    let stages: BTreeSet<Stage> = match (record.kind, &record.body) {
        (RecordKind::Approve | RecordKind::Return, _) => record.stage.into_iter().collect(),
        (RecordKind::Acknowledge, _) => BTreeSet::from([Stage::Department]),
        (RecordKind::Settle, RecordBody::Settle { differing, .. }) => {
            let named = differing
                .iter()
                .filter_map(|id| known.get(*id))
                .filter(|named| named.kind != RecordKind::Settle);
            let own = named.filter_map(|named| match named.kind {
                RecordKind::Acknowledge => Some(Stage::Department),
                _ => named.stage,
            });
            let settled = differing.iter().filter_map(|id| known.get(*id)).filter(|named| {
                let strictly_before = known.knew(record.id, named.id) && !known.knew(named.id, record.id);
                named.kind == RecordKind::Settle && strictly_before
            });
            own.chain(settled.flat_map(|named| stages_of(named, known).collect::<Vec<_>>())).collect()
        }
        _ => BTreeSet::new(),
    };
    stages.into_iter()
}

/// Finds the newest opinions of a stage: those that no other of the stage knew (T-2).
pub(super) fn newest<'v, 'a>(stage: Stage, voices: &'v [Voice<'a>], known: &Known<'_>) -> Vec<&'v Voice<'a>> {
    let of_stage: Vec<&Voice<'_>> = voices.iter().filter(|voice| voice.stages.contains(&stage)).collect();
    let superseded =
        |voice: &Voice<'_>| of_stage.iter().any(|other| known.knew(other.record.id, voice.record.id));
    of_stage.iter().filter(|voice| !superseded(voice)).copied().collect()
}

/// Lists the opinions that differ: an approval and a return that did not know each other (T-5).
pub(super) fn differing<'v, 'a>(standing: &[&'v Voice<'a>], known: &Known<'_>) -> Vec<&'v Voice<'a>> {
    let apart = |one: &Voice<'_>, other: &Voice<'_>| {
        one.verdict != other.verdict
            && !known.knew(one.record.id, other.record.id)
            && !known.knew(other.record.id, one.record.id)
    };
    standing.iter().filter(|voice| standing.iter().any(|other| apart(voice, other))).copied().collect()
}

/// Says how far an opinion still counts.
pub(super) fn standing(
    voice: &Voice<'_>,
    current: &[&Voice<'_>],
    stages: &[StageState],
    is_on_submission: impl Fn(&Record) -> bool,
) -> Standing {
    let carries = |state: &StageState| state.carried && state.record == Some(voice.record.id);
    if !stages.iter().any(|state| voice.stages.contains(&state.stage)) {
        Standing::NotAsked
    } else if current.iter().any(|other| other.record.id == voice.record.id) {
        Standing::Current
    } else if stages.iter().any(carries) {
        Standing::Carried
    } else if is_on_submission(voice.record) {
        Standing::Superseded
    } else {
        Standing::Earlier
    }
}
