//! How far the newest envelope of one document, or of one author, got.

use protocol::{DeviceKey, DocId};
use rusqlite::Connection;

use crate::LedgerError;
use crate::sql;

/// Where the newest envelope of a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastPlace {
    /// The document has no envelope with effect: it was never shared.
    Nowhere,
    /// Some envelope waits to be sent.
    Unsent,
    /// Every envelope has a place; this is the last.
    Placed(u64),
}

/// Finds where the newest envelope of a document stands that has effect; one look into an index.
pub fn last_place(conn: &Connection, doc: DocId) -> Result<LastPlace, LedgerError> {
    let sql = "SELECT at FROM log_envelope WHERE doc = ?1 AND status <> 3 ORDER BY at DESC LIMIT 1";
    let newest = sql::one(conn, sql, [doc.as_bytes()], |row| row.get::<_, i64>(0))?;
    Ok(match newest {
        None => LastPlace::Nowhere,
        Some(at) => sql::seq_of(at).map_or(LastPlace::Unsent, LastPlace::Placed),
    })
}

/// Finds the last number that an author is known to have given, also to what this machine may not read.
pub fn last_number(conn: &Connection, author: DeviceKey) -> Result<u64, LedgerError> {
    let sql = "SELECT max(ifnull((SELECT max(aseq) FROM log_envelope WHERE author = ?1), 0),
                          ifnull((SELECT max(last) FROM log_skipped WHERE author = ?1), 0))";
    let last = sql::one(conn, sql, [author.as_bytes()], |row| row.get::<_, i64>(0))?;
    Ok(last.unwrap_or(0) as u64)
}
