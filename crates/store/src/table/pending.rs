//! Envelopes that are in the log and not yet in their document: applied together, document by
//! document, so that a first sync does not build each document once for every edit.

use protocol::{DocId, EnvId};
use rusqlite::{Connection, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE pending (
            n INTEGER PRIMARY KEY,
            doc BLOB NOT NULL,
            env BLOB
          ) STRICT;
          CREATE INDEX pending_by_doc ON pending (doc)",
}];

/// What waits for one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The document.
    pub doc: DocId,
    /// Envelopes to apply, in the order of the log.
    pub envelopes: Vec<EnvId>,
    /// The document is to be built again from all its envelopes.
    pub rebuild: bool,
}

/// Notes that an envelope is to be applied to its document.
pub fn note(connection: &Connection, doc: DocId, env: EnvId) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached("INSERT INTO pending (doc, env) VALUES (?1, ?2)")?;
    write.execute(params![doc.as_bytes(), env.as_bytes()])?;
    Ok(())
}

/// Notes that a document is to be built again.
pub fn note_rebuild(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("INSERT INTO pending (doc, env) VALUES (?1, NULL)", [doc.as_bytes()])?;
    Ok(())
}

/// Takes what waits for at most so many documents out of the table.
pub fn take(connection: &Connection, documents: u32) -> Result<Vec<Pending>, StoreError> {
    let mut query =
        connection.prepare_cached("SELECT doc FROM pending GROUP BY doc ORDER BY min(n) LIMIT ?1")?;
    let docs: Vec<DocId> =
        query.query_map([documents], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    docs.into_iter().map(|doc| take_one(connection, doc)).collect()
}

/// Takes what waits for one document out of the table.
pub fn take_one(connection: &Connection, doc: DocId) -> Result<Pending, StoreError> {
    let mut query = connection.prepare_cached("SELECT env FROM pending WHERE doc = ?1 ORDER BY n")?;
    let rows: Vec<Option<EnvId>> = query
        .query_map([doc.as_bytes()], |row| {
            let there: bool = row.get_ref(0)?.as_blob_or_null()?.is_some();
            there.then(|| column::id(row, 0)).transpose()
        })?
        .collect::<Result<_, _>>()?;
    connection.prepare_cached("DELETE FROM pending WHERE doc = ?1")?.execute([doc.as_bytes()])?;
    let rebuild = rows.iter().any(Option::is_none);
    Ok(Pending { doc, envelopes: rows.into_iter().flatten().collect(), rebuild })
}

#[cfg(test)]
mod tests;
