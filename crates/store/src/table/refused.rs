//! Envelopes that the relay or admission refused, so that the person sees them and nothing is lost quietly.

use domain::date::Moment;
use protocol::{DocId, EnvId};
use rusqlite::{Connection, Row, named_params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE refused (
            env BLOB PRIMARY KEY,
            doc BLOB NOT NULL,
            code TEXT NOT NULL,
            at INTEGER NOT NULL,
            wire BLOB
          ) STRICT",
}];

/// One refused envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its id.
    pub env: EnvId,
    /// The document that it speaks of.
    pub doc: DocId,
    /// The protocol's code.
    pub code: String,
    /// When it was refused.
    pub at: Moment,
    /// The whole envelope, when it is this machine's own and no longer in the log.
    pub wire: Option<Vec<u8>>,
}

/// Notes a refusal; a second one of the same envelope takes its place.
pub fn note(connection: &Connection, refused: &Refused) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO refused (env, doc, code, at, wire) VALUES (:env, :doc, :code, :at, :wire)
         ON CONFLICT (env) DO UPDATE SET code = excluded.code, at = excluded.at,
            wire = coalesce(excluded.wire, refused.wire)",
    )?;
    write.execute(named_params! {
        ":env": refused.env.as_bytes(),
        ":doc": refused.doc.as_bytes(),
        ":code": refused.code,
        ":at": refused.at.millis(),
        ":wire": refused.wire,
    })?;
    Ok(())
}

/// Reads the newest refusals.
pub fn newest(connection: &Connection, limit: u32) -> Result<Vec<Refused>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT env, doc, code, at, wire FROM refused ORDER BY at DESC, rowid DESC LIMIT ?1",
    )?;
    let refused = query.query_map([limit], read)?.collect::<Result<_, _>>()?;
    Ok(refused)
}

/// Forgets a refusal, such as when the envelope was admitted after all.
pub fn remove(connection: &Connection, env: EnvId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM refused WHERE env = ?1")?.execute([env.as_bytes()])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Refused> {
    Ok(Refused {
        env: column::id(row, 0)?,
        doc: column::id(row, 1)?,
        code: row.get(2)?,
        at: Moment::from_millis(row.get(3)?),
        wire: row.get(4)?,
    })
}

#[cfg(test)]
mod tests;
