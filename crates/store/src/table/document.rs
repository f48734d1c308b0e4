//! Automerge documents as this machine has them, drafts included.

use domain::date::Moment;
use protocol::{ActorId, ChangeHash, Class, DocId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE document (
            doc BLOB PRIMARY KEY,
            class INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            actor BLOB,
            heads BLOB NOT NULL,
            updated_at INTEGER NOT NULL,
            broken INTEGER NOT NULL DEFAULT 0
          ) STRICT;
          CREATE INDEX document_by_class ON document (class)",
}];

/// One document with everything that this machine applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub doc: DocId,
    /// Which kind of document it is.
    pub class: Class,
    /// Automerge's saved form.
    pub bytes: Vec<u8>,
    /// The actor of this machine's own changes, once there are any.
    pub actor: Option<ActorId>,
    /// Heads of the saved form, sorted.
    pub heads: Vec<ChangeHash>,
    /// When it last changed here.
    pub updated_at: Moment,
    /// Its envelopes could not be applied; it is built again before it is used.
    pub broken: bool,
}

/// Writes a document, new or not.
pub fn save(connection: &Connection, document: &Document) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO document (doc, class, bytes, actor, heads, updated_at, broken)
         VALUES (:doc, :class, :bytes, :actor, :heads, :updated_at, :broken)
         ON CONFLICT (doc) DO UPDATE SET class = excluded.class, bytes = excluded.bytes, actor = excluded.actor,
            heads = excluded.heads, updated_at = excluded.updated_at, broken = excluded.broken",
    )?;
    write.execute(named_params! {
        ":doc": document.doc.as_bytes(),
        ":class": document.class.code(),
        ":bytes": document.bytes,
        ":actor": document.actor.as_ref().map(ActorId::as_bytes),
        ":heads": column::pack_heads(&document.heads),
        ":updated_at": document.updated_at.millis(),
        ":broken": document.broken,
    })?;
    Ok(())
}

/// Reads a document.
pub fn load(connection: &Connection, doc: DocId) -> Result<Option<Document>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT doc, class, bytes, actor, heads, updated_at, broken FROM document WHERE doc = ?1",
    )?;
    Ok(query.query_row([doc.as_bytes()], read).optional()?)
}

/// Reads every document of a class.
pub fn of_class(connection: &Connection, class: Class) -> Result<Vec<Document>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT doc, class, bytes, actor, heads, updated_at, broken FROM document WHERE class = ?1 ORDER BY rowid",
    )?;
    let documents = query.query_map([class.code()], read)?.collect::<Result<_, _>>()?;
    Ok(documents)
}

/// Lists the ids of every document of a class, oldest on this machine first.
pub fn ids(connection: &Connection, class: Class) -> Result<Vec<DocId>, StoreError> {
    let mut query = connection.prepare_cached("SELECT doc FROM document WHERE class = ?1 ORDER BY rowid")?;
    let ids = query.query_map([class.code()], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Reads when a document last changed here.
pub fn updated_at(connection: &Connection, doc: DocId) -> Result<Option<Moment>, StoreError> {
    let mut query = connection.prepare_cached("SELECT updated_at FROM document WHERE doc = ?1")?;
    Ok(query.query_row([doc.as_bytes()], |row| row.get(0).map(Moment::from_millis)).optional()?)
}

/// Marks a document as broken: it is built again from its envelopes before it is used.
pub fn mark_broken(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("UPDATE document SET broken = 1 WHERE doc = ?1", [doc.as_bytes()])?;
    Ok(())
}

/// Lists the documents that are broken.
pub fn broken(connection: &Connection) -> Result<Vec<DocId>, StoreError> {
    let mut query = connection.prepare_cached("SELECT doc FROM document WHERE broken = 1")?;
    let ids = query.query_map([], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Removes a document from this machine: a draft that is thrown away.
pub fn remove(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM document WHERE doc = ?1", [doc.as_bytes()])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Document> {
    let class = u64::try_from(row.get::<_, i64>(1)?)
        .ok()
        .and_then(Class::from_code)
        .ok_or_else(|| column::broken(1, "no class"))?;
    Ok(Document {
        doc: column::id(row, 0)?,
        class,
        bytes: row.get(2)?,
        actor: column::optional_id(row, 3)?,
        heads: column::packed(row, 4)?,
        updated_at: Moment::from_millis(row.get(5)?),
        broken: row.get(6)?,
    })
}

#[cfg(test)]
mod tests;
