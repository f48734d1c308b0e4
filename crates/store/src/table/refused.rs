//! Envelopes that the relay or admission refused, so that the person sees them and nothing is lost quietly.
//!
//! What a change among them said waits here until it is written again (protocol, section 9).

use domain::date::Moment;
use protocol::{DocId, EnvId};
use rusqlite::{Connection, Row, named_params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        schema: 1,
        sql: "CREATE TABLE refused (
                env BLOB PRIMARY KEY,
                doc BLOB NOT NULL,
                code TEXT NOT NULL,
                at INTEGER NOT NULL,
                wire BLOB
              ) STRICT",
    },
    Migration {
        schema: 2,
        sql: "ALTER TABLE refused ADD COLUMN again BLOB;
              ALTER TABLE refused ADD COLUMN round INTEGER NOT NULL DEFAULT 0;",
    },
];

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
    /// The envelope that says it again, itself where nothing is to be said again; nothing while it waits.
    pub again: Option<EnvId>,
}

const SELECT: &str = "SELECT env, doc, code, at, wire, again FROM refused";

/// Notes a refusal; a second one of the same envelope takes its place. An envelope that said others
/// again is one round further than they were.
pub fn note(connection: &Connection, refused: &Refused) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO refused (env, doc, code, at, wire, again, round)
         VALUES (:env, :doc, :code, :at, :wire, :again,
            (SELECT coalesce(max(round) + 1, 0) FROM refused WHERE again = :env AND env <> :env))
         ON CONFLICT (env) DO UPDATE SET code = excluded.code, at = excluded.at,
            wire = coalesce(excluded.wire, refused.wire)",
    )?;
    write.execute(named_params! {
        ":env": refused.env.as_bytes(),
        ":doc": refused.doc.as_bytes(),
        ":code": refused.code,
        ":at": refused.at.millis(),
        ":wire": refused.wire,
        ":again": refused.again.as_ref().map(EnvId::as_bytes),
    })?;
    Ok(())
}

/// Notes which envelope says a refused one again; itself where nothing is to be said again.
pub fn said_again(connection: &Connection, env: EnvId, again: EnvId) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached("UPDATE refused SET again = ?2 WHERE env = ?1")?;
    write.execute([env.as_bytes(), again.as_bytes()])?;
    Ok(())
}

/// Reads what waits to be said again and was not refused in so many rounds before.
pub fn waiting(connection: &Connection, rounds: u32) -> Result<Vec<Refused>, StoreError> {
    let mut query =
        connection.prepare_cached(&format!("{SELECT} WHERE again IS NULL AND round < ?1 ORDER BY rowid"))?;
    let waiting = query.query_map([rounds], read)?.collect::<Result<_, _>>()?;
    Ok(waiting)
}

/// Reads the newest refusals; what was said again since is none any more.
pub fn newest(connection: &Connection, limit: u32) -> Result<Vec<Refused>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "{SELECT} WHERE again IS NULL OR again = env ORDER BY at DESC, rowid DESC LIMIT ?1"
    ))?;
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
        again: column::optional_id(row, 5)?,
    })
}

#[cfg(test)]
mod tests;
