//! What takes this machine's own edits back, newest first; it never travels.

use protocol::DocId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::migration::Migration;

/// Steps that are kept of one document; older ones are forgotten.
pub const KEPT: u32 = 200;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE undo (
            doc BLOB NOT NULL,
            step INTEGER NOT NULL,
            edits TEXT NOT NULL,
            PRIMARY KEY (doc, step)
          ) WITHOUT ROWID, STRICT",
}];

/// Keeps the edits (JSON) that take the last edit of a document back.
pub fn push(connection: &Connection, doc: DocId, edits: &str) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO undo (doc, step, edits)
         VALUES (?1, (SELECT coalesce(max(step), 0) + 1 FROM undo WHERE doc = ?1), ?2)",
    )?;
    write.execute(params![doc.as_bytes(), edits])?;
    let mut forget = connection.prepare_cached(
        "DELETE FROM undo WHERE doc = ?1 AND step <= (SELECT max(step) FROM undo WHERE doc = ?1) - ?2",
    )?;
    forget.execute(params![doc.as_bytes(), KEPT])?;
    Ok(())
}

/// Takes the newest step away and gives its edits.
pub fn pop(connection: &Connection, doc: DocId) -> Result<Option<String>, StoreError> {
    let mut take = connection.prepare_cached(
        "DELETE FROM undo WHERE doc = ?1 AND step = (SELECT max(step) FROM undo WHERE doc = ?1) RETURNING edits",
    )?;
    Ok(take.query_row([doc.as_bytes()], |row| row.get(0)).optional()?)
}

/// Counts the steps of a document.
pub fn depth(connection: &Connection, doc: DocId) -> Result<u32, StoreError> {
    let mut query = connection.prepare_cached("SELECT count(*) FROM undo WHERE doc = ?1")?;
    Ok(query.query_row([doc.as_bytes()], |row| row.get(0))?)
}

/// Forgets every step of a document.
pub fn clear(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM undo WHERE doc = ?1", [doc.as_bytes()])?;
    Ok(())
}

#[cfg(test)]
mod tests;
