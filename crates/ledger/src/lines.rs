//! What a log holds, line by line and without payloads: to choose what goes into a bundle.

use crate::LedgerError;
use crate::sql::{self, UNSENT};
use protocol::{DeviceKey, DocId, EnvId, EnvelopeFacts, Kind, Vector};
use rusqlite::{Connection, Row};

/// An envelope with effect whose payload is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub env_id: EnvId,
    /// What decides who reads it; its place is above all others while it waits to be sent.
    pub facts: EnvelopeFacts,
    /// Its author's number.
    pub aseq: u64,
    /// Whether it waits to be sent.
    pub unsent: bool,
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// All that has effect.
    All,
    /// The control log, and everything of the documents of which something waits to be sent.
    OfUnsent,
}

/// Lists lines in the order in which they can be admitted.
pub fn lines(conn: &Connection, which: Lines) -> Result<Vec<Line>, LedgerError> {
    let condition = match which {
        Lines::All => "",
        Lines::OfUnsent => {
            "AND (kind = 3
                  OR doc IN (SELECT doc FROM log_envelope WHERE at >= ?1)
                  OR doc IN (SELECT about FROM log_envelope WHERE at >= ?1))"
        }
    };
    let sql = format!(
        "SELECT at, env_id, kind, verb, doc, about, author, aseq FROM log_envelope
         WHERE status = 0 AND payload IS NOT NULL AND ?1 > 0 {condition} ORDER BY at"
    );
    sql::all(conn, &sql, [UNSENT], line)
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let (at, kind): (i64, i64) = (row.get(0)?, row.get(2)?);
    Ok(Line {
        env_id: EnvId::from_bytes(row.get(1)?),
        facts: EnvelopeFacts {
            seq: at as u64,
            kind: Kind::from_code(kind as u64).ok_or(rusqlite::Error::IntegralValueOutOfRange(2, kind))?,
            verb: row.get(3)?,
            doc: DocId::from_bytes(row.get(4)?),
            about: row.get::<_, Option<_>>(5)?.map(DocId::from_bytes),
            author: DeviceKey::from_bytes(row.get(6)?),
        },
        aseq: row.get::<_, i64>(7)? as u64,
        unsent: at >= UNSENT,
    })
}

/// Says what is held of each author; what this device may not read counts as held (protocol section 11).
pub fn vector(conn: &Connection) -> Result<Vector, LedgerError> {
    let sql = "SELECT author, aseq, aseq FROM log_envelope
               UNION ALL SELECT author, first, last FROM log_skipped ORDER BY 1, 2";
    Ok(Vector::of(sql::all(conn, sql, [], range)?))
}

/// Says what this machine can send because the relay gave it a place once, and what else it knows to
/// have had one (protocol section 11).
pub fn holdings(conn: &Connection) -> Result<(Vector, Vector), LedgerError> {
    let held = "SELECT author, aseq, aseq FROM log_envelope
                WHERE (payload IS NOT NULL OR (status = 2 AND kind = 1))
                  AND (at < ?1 OR former IS NOT NULL)";
    let known = "SELECT author, aseq, aseq FROM log_envelope
                 WHERE payload IS NULL AND NOT (status = 2 AND kind = 1) AND at < ?1
                 UNION ALL SELECT author, first, last FROM log_skipped";
    Ok((
        Vector::of(sql::all(conn, held, [UNSENT], range)?),
        Vector::of(sql::all(conn, known, [UNSENT], range)?),
    ))
}

/// Says what the relay holds: what has a place, and what it keeps aside.
pub fn kept(conn: &Connection) -> Result<Vector, LedgerError> {
    let sql = "SELECT author, aseq, aseq FROM log_envelope
               UNION ALL SELECT author, aseq, aseq FROM log_quarantine";
    Ok(Vector::of(sql::all(conn, sql, [], range)?))
}

fn range(row: &Row<'_>) -> rusqlite::Result<(DeviceKey, u64, u64)> {
    let author = DeviceKey::from_bytes(row.get(0)?);
    Ok((author, row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as u64))
}
