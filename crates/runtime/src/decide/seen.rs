//! Đã xem: a reader with a duty had the version on the screen (protocol, section 16).

use api::Error;
use domain::id::ChangeId;
use domain::record::{RecordBody, RecordKind};
use engine::NewRecord;
use protocol::{DocId, Verb};

use super::sign::{opened_version, put_record};
use crate::session::Work;
use crate::view::{self, Case, may_sign};

/// At most one `seen` for a document and member in this time, in milliseconds.
const QUIET: i64 = 10 * 60 * 1000;

/// Signs that a version was read; nothing where nobody waits to know, or it was said already.
pub fn mark(work: &mut Work<'_>, doc: DocId, heads: &[ChangeId]) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        let heads = opened_version(work, case, heads)?;
        if case.opened.is_none() || !has_duty(case) || said_already(case, &heads) {
            return Ok(None);
        }
        let Some(capacity) = may_sign(work, doc, Verb::Seen, None)? else { return Ok(None) };
        Ok(Some(NewRecord {
            looked_at: heads,
            ..NewRecord::new(RecordKind::Seen, capacity, RecordBody::Seen)
        }))
    })?;
    match record {
        Some(record) => {
            put_record(work, doc, &record)?;
            work.changed(doc);
            Ok(())
        }
        None => Ok(()),
    }
}

/// The stage that was asked; the author of a returned or answered initiative.
fn has_duty(case: &Case<'_>) -> bool {
    let holders = &case.holders;
    let decides = [&holders.heads, &holders.deputies, &holders.union, &holders.leadership]
        .iter()
        .any(|members| members.contains(&case.me));
    if !case.is_mine() {
        return decides;
    }
    let told = |kind| matches!(kind, RecordKind::Return | RecordKind::AnswerDifficulty);
    let last_told = case.records.iter().rposition(|record| told(record.kind));
    let last_seen =
        case.records.iter().rposition(|record| record.kind == RecordKind::Seen && record.signer == case.me);
    last_told > last_seen
}

fn said_already(case: &Case<'_>, heads: &[protocol::ChangeHash]) -> bool {
    let heads: Vec<ChangeId> = heads.iter().map(crate::ids::Same::same).collect();
    let mine =
        case.records.iter().filter(|record| record.kind == RecordKind::Seen && record.signer == case.me);
    mine.into_iter().any(|seen| seen.heads == heads || case.now.millis() - seen.at.millis() < QUIET)
}
