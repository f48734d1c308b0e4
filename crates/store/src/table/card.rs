//! Cards: what lists, queue, today and overview need of one initiative, as JSON that `runtime` writes.

use protocol::DocId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { schema: 1, sql: "CREATE TABLE card (doc BLOB PRIMARY KEY, json TEXT NOT NULL) STRICT" }];

/// Writes the card of an initiative.
pub fn save(connection: &Connection, doc: DocId, json: &str) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached("INSERT OR REPLACE INTO card (doc, json) VALUES (?1, ?2)")?;
    write.execute(params![doc.as_bytes(), json])?;
    Ok(())
}

/// Reads the card of an initiative.
pub fn load(connection: &Connection, doc: DocId) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT json FROM card WHERE doc = ?1")?;
    Ok(query.query_row([doc.as_bytes()], |row| row.get(0)).optional()?)
}

/// Reads every card.
pub fn all(connection: &Connection) -> Result<Vec<(DocId, String)>, StoreError> {
    let mut query = connection.prepare_cached("SELECT doc, json FROM card")?;
    let cards =
        query.query_map([], |row| Ok((column::id(row, 0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(cards)
}

/// Removes the card of an initiative.
pub fn remove(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM card WHERE doc = ?1", [doc.as_bytes()])?;
    Ok(())
}

/// Removes every card: they are made again from the documents, such as when their shape changed.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM card", [])?;
    Ok(())
}

#[cfg(test)]
mod tests;
