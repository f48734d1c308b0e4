//! How far the newest envelope of one document got.

use protocol::DocId;
use rusqlite::Connection;

use crate::LedgerError;
use crate::sql;

/// Where the newest envelope of a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastPlace {
    /// The document has no envelope: it was never shared.
    Nowhere,
    /// Some envelope waits to be sent.
    Unsent,
    /// Every envelope has a place; this is the last.
    Placed(u64),
}

/// Finds where the newest envelope of a document stands; one look into an index.
pub fn last_place(conn: &Connection, doc: DocId) -> Result<LastPlace, LedgerError> {
    let newest =
        sql::one(conn, "SELECT max(at) FROM log_envelope WHERE doc = ?1", [doc.as_bytes()], |row| {
            row.get::<_, Option<i64>>(0)
        })?;
    Ok(match newest.flatten() {
        None => LastPlace::Nowhere,
        Some(at) => sql::seq_of(at).map_or(LastPlace::Unsent, LastPlace::Placed),
    })
}
