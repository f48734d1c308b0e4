//! What an effective envelope changes in the tables, and how that is taken back.

mod control;
mod record;

use crate::{LedgerError, snapshot, sql};
use protocol::{ChangeHash, Header, Kind, LogView, Manifest, MemberId, Parsed, Prepared};
use rusqlite::{Connection, params};

/// Applies what an envelope changes from a place on.
pub(crate) fn apply(conn: &Connection, prepared: &Prepared, at: i64) -> Result<(), LedgerError> {
    let header = prepared.header();
    match prepared.parsed() {
        Parsed::Changes(changes) => {
            for change in changes {
                sql::run(
                    conn,
                    "INSERT INTO log_change (hash, at, doc, actor, seq, effective)
                     VALUES (?1, ?2, ?3, ?4, ?5, 1)
                     ON CONFLICT (hash, at) DO UPDATE SET actor = excluded.actor, seq = excluded.seq",
                    params![
                        change.hash.as_bytes(),
                        at,
                        header.doc.as_bytes(),
                        change.actor.as_bytes(),
                        change.seq as i64
                    ],
                )?;
                forget_vouched(conn, header, change.hash)?;
            }
            Ok(())
        }
        Parsed::Record(payload) => record::apply(conn, header, &payload.body, at),
        Parsed::Control(body) => control::apply(conn, header, body, at),
        Parsed::Blob(manifest) => apply_manifest(conn, header, manifest, at),
        Parsed::Readmit(envelopes) => envelopes.iter().try_for_each(|envelope| {
            let sql = "INSERT OR IGNORE INTO log_readmitted (env_id, at) VALUES (?1, ?2)";
            sql::run(conn, sql, params![envelope.as_bytes(), at]).map(|_| ())
        }),
        Parsed::Absent if header.kind == Kind::Change => note_vouched(conn, header, at),
        Parsed::Snapshot => snapshot::note(conn, header, at),
        Parsed::Absent | Parsed::Broken(_) => Ok(()),
    }
}

/// Notes that the changes of an envelope are void, so that what rests on them is found out.
pub(crate) fn apply_void(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    note_changes(conn, header, at, 0)
}

/// Notes the changes of an envelope whose payload a snapshot stands for, as the snapshot tells of them.
fn note_vouched(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    for hash in &header.changes {
        sql::run(
            conn,
            "INSERT OR IGNORE INTO log_change (hash, at, doc, actor, seq, effective) VALUES (?1, ?2, ?3,
                 (SELECT actor FROM log_vouched WHERE doc = ?3 AND hash = ?1),
                 (SELECT seq FROM log_vouched WHERE doc = ?3 AND hash = ?1), 1)",
            params![hash.as_bytes(), at, header.doc.as_bytes()],
        )?;
        forget_vouched(conn, header, *hash)?;
    }
    Ok(())
}

fn forget_vouched(conn: &Connection, header: &Header, hash: ChangeHash) -> Result<(), LedgerError> {
    let params = params![header.doc.as_bytes(), hash.as_bytes()];
    sql::run(conn, "DELETE FROM log_vouched WHERE doc = ?1 AND hash = ?2", params).map(|_| ())
}

fn note_changes(conn: &Connection, header: &Header, at: i64, effective: i64) -> Result<(), LedgerError> {
    for hash in &header.changes {
        sql::run(
            conn,
            "INSERT OR IGNORE INTO log_change (hash, at, doc, effective) VALUES (?1, ?2, ?3, ?4)",
            params![hash.as_bytes(), at, header.doc.as_bytes(), effective],
        )?;
    }
    Ok(())
}

/// Takes back what an envelope without a place had changed.
pub(crate) fn undo(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    match header.kind {
        Kind::Change => header.changes.iter().try_for_each(|hash| undo_change(conn, *hash, at)),
        Kind::Record => record::undo(conn, header, at),
        Kind::Control => control::undo(conn, at),
        Kind::Blob => {
            let params = params![header.doc.as_bytes(), at];
            sql::run(conn, "DELETE FROM log_blob WHERE doc = ?1 AND at = ?2", params).map(|_| ())
        }
        Kind::Readmit => sql::run(conn, "DELETE FROM log_readmitted WHERE at = ?1", [at]).map(|_| ()),
        Kind::Snapshot => snapshot::undo(conn, header, at),
    }
}

fn undo_change(conn: &Connection, hash: ChangeHash, at: i64) -> Result<(), LedgerError> {
    let params = params![hash.as_bytes(), at];
    sql::run(conn, "DELETE FROM log_change WHERE hash = ?1 AND at = ?2", params).map(|_| ())
}

fn apply_manifest(
    conn: &Connection,
    header: &Header,
    manifest: &Manifest,
    at: i64,
) -> Result<(), LedgerError> {
    // What was erased from a document stays so, however often it is announced there again.
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_blob (blob, at, doc, erased_at) VALUES (?1, ?2, ?3, (
             SELECT min(erased_at) FROM log_blob WHERE blob = ?1 AND doc = ?3 AND erased_at < ?2))",
        params![manifest.blob.as_bytes(), at, header.doc.as_bytes()],
    )?;
    for chunk in &manifest.chunks {
        sql::run(
            conn,
            "INSERT OR IGNORE INTO log_chunk (chunk, blob) VALUES (?1, ?2)",
            params![chunk.as_bytes(), manifest.blob.as_bytes()],
        )?;
    }
    Ok(())
}

/// Finds whose device signed an envelope that takes this place.
fn signer(conn: &Connection, header: &Header) -> Result<MemberId, LedgerError> {
    let device = crate::Ledger::with_unsent(conn).device(header.author)?;
    device
        .map(|device| device.member)
        .ok_or(LedgerError::Corrupt("an effective envelope of an unknown device"))
}
