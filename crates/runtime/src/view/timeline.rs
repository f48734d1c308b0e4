//! Dòng thời gian: records and bursts of changes, oldest first, each with where it is.

use std::collections::BTreeSet;

use api::{DeliveryState, Error, TimelineItem};
use domain::date::Moment;
use domain::id::MemberId;
use domain::record::{Record, RecordKind};
use ledger::{Stored, StoredStatus};
use protocol::Kind;

use super::Case;
use super::standing::targets;
use crate::error;
use crate::ids::Same;
use crate::session::Work;

/// Changes of one person with less than this between them are one line.
const ONE_SITTING: i64 = 2 * 60 * 60 * 1000;

/// Builds the timeline.
pub fn timeline(work: &Work<'_>, case: &Case<'_>) -> Result<Vec<TimelineItem>, Error> {
    let receipts = store::receipt::all(work.connection()).map_err(error::from_store)?;
    let reviewers: BTreeSet<MemberId> = {
        let holders = &case.holders;
        holders
            .heads
            .iter()
            .chain(&holders.deputies)
            .chain(&holders.union)
            .chain(&holders.leadership)
            .copied()
            .collect()
    };
    let received: Vec<(MemberId, u64)> = receipts
        .into_iter()
        .map(|receipt| (receipt.member.same(), receipt.seq))
        .filter(|(member, _)| reviewers.contains(member))
        .collect();
    let arrived = |seq: Option<u64>, signer: MemberId| match seq {
        None => DeliveryState::ThisMachine,
        Some(seq) if received.iter().any(|(member, to)| *member != signer && *to >= seq) => {
            DeliveryState::Received
        }
        Some(_) => DeliveryState::AtRelay,
    };
    let mut items: Vec<TimelineItem> = Vec::new();
    for record in case.records.iter().filter(|record| is_told(record.kind)) {
        let delivery =
            if was_seen(case, record) { DeliveryState::Seen } else { arrived(record.seq, record.signer) };
        items.push(record_item(case, record, delivery));
    }
    for (signer, at, seq) in sittings(work, case)? {
        items.push(TimelineItem {
            at,
            person: case.people.name(signer),
            verb: "changed".to_owned(),
            capacity: None,
            stage: None,
            text: String::new(),
            targets: Vec::new(),
            record: None,
            delivery: arrived(seq, signer),
        });
    }
    items.sort_by_key(|item| item.at);
    Ok(items)
}

/// Who reads and who writes is shown elsewhere, and `seen` is a state of what was seen.
const fn is_told(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Open | RecordKind::Share | RecordKind::Writers | RecordKind::Seen)
}

fn record_item(case: &Case<'_>, record: &Record, delivery: DeliveryState) -> TimelineItem {
    TimelineItem {
        at: record.at,
        person: case.people.name(record.signer),
        verb: record.kind.name().to_owned(),
        capacity: Some(record.capacity),
        stage: record.stage,
        text: record.text.clone(),
        targets: targets(record),
        record: Some(record.id),
        delivery,
    }
}

fn was_seen(case: &Case<'_>, record: &Record) -> bool {
    let shows = |seen: &&Record| {
        seen.kind == RecordKind::Seen && seen.signer != record.signer && seen.heads == record.heads
    };
    record.seq.is_some() && !record.heads.is_empty() && case.records.iter().any(|seen| shows(&seen))
}

/// Changes by person and sitting: who, the last moment, and the last place of it, none while some wait.
fn sittings(work: &Work<'_>, case: &Case<'_>) -> Result<Vec<(MemberId, Moment, Option<u64>)>, Error> {
    let mut found: Vec<(MemberId, Moment, Option<u64>)> = Vec::new();
    let counts = |stored: &&Stored| {
        stored.header.kind == Kind::Change
            && matches!(stored.status, StoredStatus::Admitted | StoredStatus::Unsent)
    };
    let all = ledger::envelopes_of(work.connection(), case.doc).map_err(error::from_ledger)?;
    for stored in all.iter().filter(counts) {
        let Some(signer) = case.people.owner(stored.header.author) else { continue };
        let (signer, at): (MemberId, _) = (signer.same(), Moment::from_millis(stored.header.ts));
        let near = |one: &&mut (MemberId, Moment, Option<u64>)| {
            one.0 == signer && (at.millis() - one.1.millis()).abs() < ONE_SITTING
        };
        match found.iter_mut().rev().find(near) {
            Some(sitting) => {
                sitting.1 = sitting.1.max(at);
                sitting.2 = sitting.2.zip(stored.seq).map(|(one, other)| one.max(other));
            }
            None => found.push((signer, at, stored.seq)),
        }
    }
    Ok(found)
}
