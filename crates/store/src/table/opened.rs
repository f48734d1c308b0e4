//! Versions that the person opened on this machine; it never travels.

use domain::date::Moment;
use protocol::{ChangeHash, DocId};
use rusqlite::{Connection, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE opened (
            doc BLOB NOT NULL,
            heads BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (doc, heads)
          ) WITHOUT ROWID, STRICT",
}];

/// Notes that a version was opened; the first moment stays.
pub fn note(connection: &Connection, doc: DocId, heads: &[ChangeHash], at: Moment) -> Result<(), StoreError> {
    let mut write =
        connection.prepare_cached("INSERT OR IGNORE INTO opened (doc, heads, at) VALUES (?1, ?2, ?3)")?;
    write.execute(params![doc.as_bytes(), column::pack_heads(heads), at.millis()])?;
    Ok(())
}

/// Tells whether a version was opened here.
pub fn was_opened(connection: &Connection, doc: DocId, heads: &[ChangeHash]) -> Result<bool, StoreError> {
    let mut query = connection.prepare_cached("SELECT count(*) FROM opened WHERE doc = ?1 AND heads = ?2")?;
    Ok(query.query_row(params![doc.as_bytes(), column::pack_heads(heads)], |row| row.get(0))?)
}

/// Lists every version opened here: document and sorted heads.
pub fn all(connection: &Connection) -> Result<Vec<(DocId, Vec<ChangeHash>)>, StoreError> {
    let mut query = connection.prepare_cached("SELECT doc, heads FROM opened")?;
    let versions = query
        .query_map([], |row| Ok((column::id(row, 0)?, column::packed(row, 1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(versions)
}

#[cfg(test)]
mod tests;
