//! Which evidence of which initiative names a file; the same file in two initiatives shows here.

use std::collections::BTreeSet;

use domain::id::EntryId;
use protocol::{BlobId, DocId};
use rusqlite::{Connection, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE blob_use (
            blob BLOB NOT NULL,
            doc BLOB NOT NULL,
            entry BLOB NOT NULL,
            PRIMARY KEY (blob, doc, entry)
          ) WITHOUT ROWID, STRICT;
          CREATE INDEX blob_use_by_doc ON blob_use (doc)",
}];

/// Takes everything that a document names in place of what it named before.
pub fn replace(connection: &Connection, doc: DocId, uses: &[(BlobId, EntryId)]) -> Result<(), StoreError> {
    let wished: BTreeSet<_> = uses.iter().map(|(blob, entry)| (*blob, *entry)).collect();
    if of_document(connection, doc)?.into_iter().collect::<BTreeSet<_>>() == wished {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM blob_use WHERE doc = ?1")?.execute([doc.as_bytes()])?;
    let mut write =
        connection.prepare_cached("INSERT OR IGNORE INTO blob_use (blob, doc, entry) VALUES (?1, ?2, ?3)")?;
    for (blob, entry) in uses {
        write.execute(params![blob.as_bytes(), doc.as_bytes(), entry.as_bytes()])?;
    }
    Ok(())
}

/// Lists the files that a document names, with the entry that names each.
pub fn of_document(connection: &Connection, doc: DocId) -> Result<Vec<(BlobId, EntryId)>, StoreError> {
    let mut query =
        connection.prepare_cached("SELECT blob, entry FROM blob_use WHERE doc = ?1 ORDER BY entry")?;
    let uses = query
        .query_map([doc.as_bytes()], |row| Ok((column::id(row, 0)?, column::entry(row, 1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(uses)
}

/// Lists the documents that name a file.
pub fn documents_of(connection: &Connection, blob: BlobId) -> Result<Vec<DocId>, StoreError> {
    let mut query =
        connection.prepare_cached("SELECT DISTINCT doc FROM blob_use WHERE blob = ?1 ORDER BY doc")?;
    let docs = query.query_map([blob.as_bytes()], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(docs)
}

#[cfg(test)]
mod tests;
