//! Drafts: documents that have not left this machine, each with the nonce that its id was made of.
//!
//! A document's id can only be claimed by whoever knows the nonce (protocol, section 3), so it is
//! kept until the record that opens the document is signed.

use protocol::DocId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { schema: 1, sql: "CREATE TABLE draft (doc BLOB PRIMARY KEY, nonce BLOB NOT NULL) STRICT" }];

/// Notes a new draft.
pub fn save(connection: &Connection, doc: DocId, nonce: [u8; 16]) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached("INSERT OR REPLACE INTO draft (doc, nonce) VALUES (?1, ?2)")?;
    write.execute(params![doc.as_bytes(), nonce])?;
    Ok(())
}

/// Gives a draft's nonce; nothing for a document that has left this machine or came to it.
pub fn nonce(connection: &Connection, doc: DocId) -> Result<Option<[u8; 16]>, StoreError> {
    let mut query = connection.prepare_cached("SELECT nonce FROM draft WHERE doc = ?1")?;
    Ok(query.query_row([doc.as_bytes()], |row| row.get(0)).optional()?)
}

/// Lists every draft.
pub fn all(connection: &Connection) -> Result<Vec<DocId>, StoreError> {
    let mut query = connection.prepare_cached("SELECT doc FROM draft ORDER BY rowid")?;
    let docs = query.query_map([], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(docs)
}

/// Forgets a draft that has left this machine or was thrown away.
pub fn remove(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM draft WHERE doc = ?1", [doc.as_bytes()])?;
    Ok(())
}

#[cfg(test)]
mod tests;
