//! Records that change who reads, writes and judges.

use super::signer;
use crate::LedgerError;
use crate::sql;
use protocol::{
    AssignReviewer, Audience, DocId, EraseAttachment, HandOver, Header, Malformed, MemberId, Open, Role,
    Share, Value, Verb, Writer, Writers,
};
use rusqlite::{Connection, params};

pub(super) fn apply(conn: &Connection, header: &Header, body: &Value, at: i64) -> Result<(), LedgerError> {
    let doc = header.doc;
    match Verb::from_code(header.verb) {
        Some(Verb::Open) => apply_open(conn, header, &read(Open::from_body(body))?, at),
        Some(Verb::Share) => set_audience(conn, doc, read(Share::from_body(body))?.audience, at),
        Some(Verb::Writers) => apply_writers(conn, doc, &read(Writers::from_body(body))?, at),
        Some(Verb::HandOver) => {
            let to = read(HandOver::from_body(body))?.to;
            end_writer(conn, doc, to, at)?;
            add_writer(conn, doc, Writer { member: to, role: Role::Author }, at)
        }
        Some(Verb::EraseAttachment) => {
            let blob = read(EraseAttachment::from_body(body))?.blob;
            sql::run(
                conn,
                "UPDATE log_blob SET erased_at = ?3
                 WHERE blob = ?1 AND doc = ?2 AND (erased_at IS NULL OR erased_at > ?3)",
                params![blob.as_bytes(), doc.as_bytes(), at],
            )?;
            Ok(())
        }
        Some(Verb::AssignReviewer) => appoint(conn, doc, read(AssignReviewer::from_body(body))?, at),
        Some(Verb::OpenScores) => {
            let about = header.about.map(DocId::to_bytes);
            sql::run(
                conn,
                "INSERT OR IGNORE INTO log_opened (round, at, initiative) VALUES (?1, ?2, ?3)",
                params![doc.as_bytes(), at, about],
            )?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Takes back what a record at a place had changed.
pub(super) fn undo(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    let doc = header.doc;
    let here = || params_of(doc, at);
    match Verb::from_code(header.verb) {
        Some(Verb::Open) => {
            sql::run(conn, "DELETE FROM log_document WHERE doc = ?1 AND at = ?2", here())?;
            sql::run(conn, "DELETE FROM log_audience WHERE doc = ?1 AND at = ?2", here())?;
            undo_writers(conn, doc, at)
        }
        Some(Verb::Share) => {
            sql::run(conn, "DELETE FROM log_audience WHERE doc = ?1 AND at = ?2", here()).map(|_| ())
        }
        Some(Verb::Writers | Verb::HandOver) => undo_writers(conn, doc, at),
        Some(Verb::EraseAttachment) => {
            let sql = "UPDATE log_blob SET erased_at = NULL WHERE doc = ?1 AND erased_at = ?2";
            sql::run(conn, sql, here()).map(|_| ())
        }
        Some(Verb::AssignReviewer) => {
            let sql = "DELETE FROM log_appointment WHERE round = ?1 AND at = ?2";
            sql::run(conn, sql, here()).map(|_| ())
        }
        Some(Verb::OpenScores) => {
            sql::run(conn, "DELETE FROM log_opened WHERE round = ?1 AND at = ?2", here()).map(|_| ())
        }
        _ => Ok(()),
    }
}

fn params_of(doc: DocId, at: i64) -> ([u8; 16], i64) {
    (doc.to_bytes(), at)
}

fn undo_writers(conn: &Connection, doc: DocId, at: i64) -> Result<(), LedgerError> {
    sql::run(conn, "DELETE FROM log_writer WHERE doc = ?1 AND at = ?2", params_of(doc, at))?;
    let sql = "UPDATE log_writer SET at_to = NULL WHERE doc = ?1 AND at_to = ?2";
    sql::run(conn, sql, params_of(doc, at)).map(|_| ())
}

/// Admission has read the body already.
fn read<T>(body: Result<T, Malformed>) -> Result<T, LedgerError> {
    body.map_err(|_| LedgerError::Corrupt("an effective record with a broken body"))
}

fn apply_open(conn: &Connection, header: &Header, open: &Open, at: i64) -> Result<(), LedgerError> {
    let department = open.department.map(protocol::ScopeId::to_bytes);
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_document (doc, class, department, opener, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            header.doc.as_bytes(),
            i64::from(open.class.code()),
            department,
            signer(conn, header)?.as_bytes(),
            at
        ],
    )?;
    set_audience(conn, header.doc, open.audience, at)?;
    open.writers.iter().try_for_each(|writer| add_writer(conn, header.doc, *writer, at))
}

fn set_audience(conn: &Connection, doc: DocId, audience: Audience, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_audience (doc, at, audience) VALUES (?1, ?2, ?3)",
        params![doc.as_bytes(), at, i64::from(audience.code())],
    )?;
    Ok(())
}

fn apply_writers(conn: &Connection, doc: DocId, body: &Writers, at: i64) -> Result<(), LedgerError> {
    for member in &body.removed {
        end_writer(conn, doc, *member, at)?;
    }
    for writer in &body.added {
        end_writer(conn, doc, writer.member, at)?;
        add_writer(conn, doc, *writer, at)?;
    }
    Ok(())
}

fn add_writer(conn: &Connection, doc: DocId, writer: Writer, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_writer (doc, member, role, at) VALUES (?1, ?2, ?3, ?4)",
        params![doc.as_bytes(), writer.member.as_bytes(), i64::from(writer.role.code()), at],
    )?;
    Ok(())
}

/// Ends what was before a place, also where a later end is known already.
fn end_writer(conn: &Connection, doc: DocId, member: MemberId, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "UPDATE log_writer SET at_to = ?3
         WHERE doc = ?1 AND member = ?2 AND at < ?3 AND (at_to IS NULL OR at_to > ?3)",
        params![doc.as_bytes(), member.as_bytes(), at],
    )?;
    Ok(())
}

fn appoint(conn: &Connection, round: DocId, body: AssignReviewer, at: i64) -> Result<(), LedgerError> {
    let initiative = body.initiative.map(DocId::to_bytes);
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_appointment (member, role, round, initiative, at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![body.member.as_bytes(), i64::from(body.role.code()), round.as_bytes(), initiative, at],
    )?;
    Ok(())
}
