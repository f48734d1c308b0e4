//! What one write changes: envelopes judged and placed, sessions, acks, files.

use super::{StorageError, Write, Written, compact, joins, lives, quota};
use ledger::Ledger;
use protocol::{
    Admission, Code, ControlBody, DeviceKey, DocId, EnvId, ItemStatus, Kind, LogView, Parsed, Prepared,
    PushAnswer, PushStatus, Value, Verb, Verdict, admit_prepared, judge_item, limits,
};
use rusqlite::{Connection, params};
use std::sync::atomic::{AtomicU64, Ordering};

/// So many sessions of one device count; with another one the oldest ends.
const SESSIONS: i64 = 8;

/// Does one thing inside the transaction in which all that waited is written.
pub(super) fn write_one(
    conn: &Connection,
    write: &Write,
    documents: &AtomicU64,
) -> Result<Written, StorageError> {
    match write {
        Write::Push { items, now } => {
            let push = |item| push_one(conn, item, *now, documents);
            items.iter().map(push).collect::<Result<_, _>>().map(Written::Pushed)
        }
        Write::Session { token, device, until, now } => {
            keep_session(conn, token, *device, *until, *now)?;
            lives::saw(conn, *device, *now)?;
            Ok(Written::Done)
        }
        Write::Ack { device, ack } => {
            ledger::store_ack(conn, *device, ack)?;
            Ok(Written::Done)
        }
        Write::BlobStored { blob, now } => {
            conn.execute(
                "INSERT OR IGNORE INTO relay_blob (blob, stored_at) VALUES (?1, ?2)",
                params![blob.as_bytes(), now],
            )?;
            Ok(Written::Done)
        }
        Write::Rewound { shown, now } => {
            lives::rewound(conn, shown, *now)?;
            Ok(Written::Done)
        }
        Write::Synced { device, now } => {
            lives::synced(conn, *device, *now)?;
            Ok(Written::Done)
        }
        Write::Compact { now } => {
            compact::compact(conn, *now)?;
            Ok(Written::Done)
        }
        Write::Wait { request, now } => joins::wait(conn, request, *now),
        Write::Leave { device } => {
            joins::leave(conn, *device)?;
            Ok(Written::Done)
        }
        Write::InviteFailure { invite } => {
            conn.execute(
                "INSERT INTO relay_invite (invite, failures) VALUES (?1, 1)
                 ON CONFLICT DO UPDATE SET failures = failures + 1",
                [invite.as_bytes()],
            )?;
            Ok(Written::Done)
        }
    }
}

/// Keeps a session; those that are over go, and those of a clock that was wrong, and a device's oldest.
fn keep_session(
    conn: &Connection,
    token: &[u8; 32],
    device: DeviceKey,
    until: i64,
    now: i64,
) -> Result<(), StorageError> {
    let latest = now.saturating_add(limits::SESSION_MS);
    conn.execute("DELETE FROM relay_session WHERE until <= ?1 OR until > ?2", [now, latest])?;
    conn.execute(
        "INSERT OR REPLACE INTO relay_session (token, device, until) VALUES (?1, ?2, ?3)",
        params![token, device.as_bytes(), until],
    )?;
    conn.execute(
        "DELETE FROM relay_session WHERE device = ?1 AND token NOT IN (
             SELECT token FROM relay_session WHERE device = ?1 ORDER BY until DESC, token LIMIT ?2)",
        params![device.as_bytes(), SESSIONS],
    )?;
    Ok(())
}

fn push_one(
    conn: &Connection,
    item: &Result<Prepared, Code>,
    now: i64,
    documents: &AtomicU64,
) -> Result<PushAnswer, StorageError> {
    let prepared = match item {
        Ok(prepared) => prepared,
        Err(code) => return Ok(PushAnswer::refused(*code, Value::Null)),
    };
    let ledger = Ledger::placed(conn);
    let restores_header = is_header_of_change(prepared) && lives::recovering(conn)?.is_some();
    let mut admission =
        if restores_header { judge_header(prepared, &ledger)? } else { admit_prepared(prepared, &ledger)? };
    let full = documents.load(Ordering::Relaxed) >= limits::DOCUMENTS;
    if admission == Admission::Admitted && full && is_open(prepared) {
        // The relay's to judge: a client does not see all documents.
        admission = Admission::Refuse(Code::TooLarge);
    }
    let quarantined = matches!(admission, Admission::Quarantine(_));
    if quarantined && !ledger::quarantine(conn, prepared, now)? {
        admission = Admission::Refuse(Code::TooLarge);
    }
    let placed = matches!(admission, Admission::Admitted | Admission::Void(_));
    let seq = match placed {
        true if restores_header => Some(ledger::place_compacted(conn, prepared)?),
        true => Some(ledger::place(conn, prepared, &admission)?),
        false => None,
    };
    if matches!(admission, Admission::Duplicate { .. }) {
        ledger::take_payload(conn, prepared)?;
    }
    if admission == Admission::Admitted {
        documents.fetch_add(u64::from(is_open(prepared)), Ordering::Relaxed);
        after_placing(conn, prepared, documents)?;
        quota::note(conn, prepared, seq.unwrap_or(0))?;
    }
    let head = if admission == Admission::Refuse(Code::ControlConflict) {
        ledger.control_head()?
    } else {
        EnvId::ZERO
    };
    let answer = PushAnswer::of(&admission, seq, head);
    log_unless_admitted(prepared, &answer);
    Ok(answer)
}

/// Whether this is a change without what it says.
fn is_header_of_change(prepared: &Prepared) -> bool {
    prepared.header().kind == Kind::Change && prepared.envelope().payload().is_none()
}

/// Judges a change of which only a snapshot still tells; nobody's work becomes void by it.
fn judge_header(prepared: &Prepared, ledger: &Ledger<'_>) -> Result<Admission, StorageError> {
    Ok(match judge_item(prepared, ItemStatus::Compacted, ledger)? {
        Verdict::Agrees => Admission::Admitted,
        Verdict::Held { seq } => Admission::Duplicate { seq },
        Verdict::Need(need) => Admission::Need(need),
        Verdict::Disagrees { ours: Admission::Void(code), .. } => Admission::Refuse(code),
        Verdict::Disagrees { ours, .. } => ours,
    })
}

fn log_unless_admitted(prepared: &Prepared, answer: &PushAnswer) {
    if matches!(answer.status, PushStatus::Admitted | PushStatus::Duplicate) {
        return;
    }
    let header = prepared.header();
    // The first digits of a key find a device in the log, and are nobody's name.
    let author = &header.author.to_string()[..12];
    let code = answer.code.map_or("", Code::as_str);
    tracing::info!(author, aseq = header.aseq, kind = ?header.kind, verb = header.verb, code, "not admitted");
}

fn is_open(prepared: &Prepared) -> bool {
    let header = prepared.header();
    header.kind == Kind::Record && header.verb == Verb::Open.code()
}

/// Places what a registrar takes back from quarantine, right behind the entry that says so; what
/// cannot have a place yet stays where it was.
fn readmit(
    conn: &Connection,
    doc: DocId,
    envelopes: &[EnvId],
    documents: &AtomicU64,
) -> Result<(), StorageError> {
    for prepared in ledger::kept_aside(conn, doc, envelopes)? {
        let admission = admit_prepared(&prepared, &Ledger::placed(conn))?;
        if matches!(admission, Admission::Admitted | Admission::Void(_)) {
            let at = ledger::place(conn, &prepared, &admission)?;
            ledger::release(conn, prepared.id())?;
            if admission == Admission::Admitted {
                quota::note(conn, &prepared, at)?;
            }
            let opens = admission == Admission::Admitted && is_open(&prepared);
            documents.fetch_add(u64::from(opens), Ordering::Relaxed);
        }
    }
    Ok(())
}

/// What follows from an entry in the same commit: sessions of revoked devices end, and what is
/// readmitted has its place.
fn after_placing(conn: &Connection, prepared: &Prepared, documents: &AtomicU64) -> Result<(), StorageError> {
    if let Parsed::Readmit(envelopes) = prepared.parsed() {
        readmit(conn, prepared.header().doc, envelopes, documents)?;
    }
    let ends_sessions = matches!(
        prepared.parsed(),
        Parsed::Control(ControlBody::DeviceRevoke { .. } | ControlBody::MemberRevoke { .. })
    );
    if ends_sessions {
        conn.execute(
            "DELETE FROM relay_session
             WHERE device IN (SELECT device FROM log_device WHERE cut_at IS NOT NULL)",
            [],
        )?;
    }
    Ok(())
}
