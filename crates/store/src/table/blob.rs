//! Files of evidence: what they are, how far they got to the relay, and whether they are here.
//!
//! The bytes are not in this file; `runtime` keeps them beside it.

use domain::date::Moment;
use protocol::{BlobId, ChunkHash, DocId};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[FIRST, OPENED];

const FIRST: Migration = Migration {
    schema: 1,
    sql: "CREATE TABLE blob (
            blob BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            mime TEXT NOT NULL,
            size INTEGER NOT NULL,
            preview BLOB,
            is_preview INTEGER NOT NULL,
            chunks BLOB NOT NULL,
            outward INTEGER NOT NULL,
            chunks_sent INTEGER NOT NULL,
            inward INTEGER NOT NULL,
            chunks_here INTEGER NOT NULL,
            added_at INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX blob_to_send ON blob (outward) WHERE outward = 1;
          CREATE INDEX blob_to_fetch ON blob (inward) WHERE inward = 1",
};

/// A file's turn: the larger, the later it was opened; 0 where it never was. Turns are counted,
/// because clocks jump.
const OPENED: Migration =
    Migration { schema: 3, sql: "ALTER TABLE blob ADD COLUMN opened INTEGER NOT NULL DEFAULT 0" };

/// How far a file got to the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outward {
    /// No manifest was made: its document was not shared yet.
    Local = 0,
    /// Its manifest is in the log or the outbox; chunks are to be sent.
    Announced = 1,
    /// The relay has the whole file.
    Committed = 2,
}

/// Whether the file's bytes are on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inward {
    /// They are not here, and nobody asked for them.
    Absent = 0,
    /// They are to be fetched.
    Wanted = 1,
    /// They are here, whole and checked.
    Here = 2,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its hash.
    pub blob: BlobId,
    /// Its name as it was attached.
    pub name: String,
    /// MIME type.
    pub mime: String,
    /// Bytes.
    pub size: u64,
    /// Its preview, which is a file of its own.
    pub preview: Option<BlobId>,
    /// Whether it is the preview of another file; previews travel first.
    pub is_preview: bool,
    /// Hashes of its chunks of 1 MiB, in order.
    pub chunks: Vec<ChunkHash>,
    /// How far it got to the relay.
    pub outward: Outward,
    /// Chunks that the relay acknowledged.
    pub chunks_sent: u64,
    /// Whether it is here.
    pub inward: Inward,
    /// Chunks that have arrived, while it is being fetched.
    pub chunks_here: u64,
    /// When it came to this machine's knowledge.
    pub added_at: Moment,
}

/// Writes a file's row, new or not.
pub fn save(connection: &Connection, blob: &Blob) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO blob (blob, name, mime, size, preview, is_preview, chunks, outward, chunks_sent,
            inward, chunks_here, added_at)
         VALUES (:blob, :name, :mime, :size, :preview, :is_preview, :chunks, :outward, :chunks_sent,
            :inward, :chunks_here, :added_at)
         ON CONFLICT (blob) DO UPDATE SET name = excluded.name, mime = excluded.mime, size = excluded.size,
            preview = excluded.preview, is_preview = excluded.is_preview, chunks = excluded.chunks,
            outward = excluded.outward, chunks_sent = excluded.chunks_sent, inward = excluded.inward,
            chunks_here = excluded.chunks_here, added_at = excluded.added_at",
    )?;
    let chunks: Vec<u8> = blob.chunks.iter().flat_map(ChunkHash::as_bytes).copied().collect();
    write.execute(named_params! {
        ":blob": blob.blob.as_bytes(),
        ":name": blob.name,
        ":mime": blob.mime,
        ":size": blob.size as i64,
        ":preview": blob.preview.as_ref().map(BlobId::as_bytes),
        ":is_preview": blob.is_preview,
        ":chunks": chunks,
        ":outward": blob.outward as i64,
        ":chunks_sent": blob.chunks_sent as i64,
        ":inward": blob.inward as i64,
        ":chunks_here": blob.chunks_here as i64,
        ":added_at": blob.added_at.millis(),
    })?;
    Ok(())
}

/// Reads a file's row.
pub fn load(connection: &Connection, blob: BlobId) -> Result<Option<Blob>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} WHERE blob = ?1"))?;
    Ok(query.query_row([blob.as_bytes()], read).optional()?)
}

/// Notes how far a file got to the relay.
pub fn set_outward(
    connection: &Connection,
    blob: BlobId,
    outward: Outward,
    sent: u64,
) -> Result<(), StoreError> {
    let mut write =
        connection.prepare_cached("UPDATE blob SET outward = ?2, chunks_sent = ?3 WHERE blob = ?1")?;
    write.execute(params![blob.as_bytes(), outward as i64, sent as i64])?;
    Ok(())
}

/// Has every file that is here offered to the relay again: it may have lost some.
pub fn announce_again(connection: &Connection) -> Result<(), StoreError> {
    connection
        .execute("UPDATE blob SET outward = 1, chunks_sent = 0 WHERE outward = 2 AND inward = 2", [])?;
    Ok(())
}

/// Notes how far a file came from the relay.
pub fn set_inward(
    connection: &Connection,
    blob: BlobId,
    inward: Inward,
    here: u64,
) -> Result<(), StoreError> {
    let mut write =
        connection.prepare_cached("UPDATE blob SET inward = ?2, chunks_here = ?3 WHERE blob = ?1")?;
    write.execute(params![blob.as_bytes(), inward as i64, here as i64])?;
    Ok(())
}

/// Lists the files to send: announced and here; previews first, then small before large.
pub fn to_send(connection: &Connection) -> Result<Vec<Blob>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "{SELECT} WHERE outward = 1 AND inward = 2 ORDER BY is_preview DESC, size, added_at"
    ))?;
    let blobs = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(blobs)
}

/// Lists the files to fetch; previews first, then small before large.
pub fn to_fetch(connection: &Connection) -> Result<Vec<Blob>, StoreError> {
    let mut query = connection
        .prepare_cached(&format!("{SELECT} WHERE inward = 1 ORDER BY is_preview DESC, size, added_at"))?;
    let blobs = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(blobs)
}

/// Lists the files whose bytes are not here.
pub fn not_here(connection: &Connection) -> Result<Vec<Blob>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} WHERE inward <> 2"))?;
    let blobs = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(blobs)
}

/// Reads the rows of all files that a document names; their previews are rows of their own.
pub fn of_document(connection: &Connection, doc: DocId) -> Result<Vec<Blob>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "{SELECT} WHERE blob IN (SELECT blob FROM blob_use WHERE doc = ?1) ORDER BY added_at, blob"
    ))?;
    let blobs = query.query_map([doc.as_bytes()], read)?.collect::<Result<_, _>>()?;
    Ok(blobs)
}

/// Notes that an original was opened, as the last of all.
pub fn note_opened(connection: &Connection, blob: BlobId) -> Result<(), StoreError> {
    let mut write = connection
        .prepare_cached("UPDATE blob SET opened = (SELECT max(opened) + 1 FROM blob) WHERE blob = ?1")?;
    write.execute([blob.as_bytes()])?;
    Ok(())
}

/// Whether an original was ever opened, and whether it was the last one that was.
pub fn opened(connection: &Connection, blob: BlobId) -> Result<Opened, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT opened, (SELECT max(opened) FROM blob) FROM blob WHERE blob = ?1")?;
    let turns: Option<(u64, u64)> = query
        .query_row([blob.as_bytes()], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)))
        .optional()?;
    Ok(match turns {
        None | Some((0, _)) => Opened::Never,
        Some((turn, last)) if turn == last => Opened::Last,
        Some(_) => Opened::Before,
    })
}

/// When an original was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nobody asked for it here.
    Never,
    /// Others were opened after it.
    Before,
    /// It was opened last.
    Last,
}

/// Files of one sort that are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u32,
    /// Their bytes.
    pub bytes: u64,
}

/// What of the files is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Small pictures.
    pub previews: Sum,
    /// All others.
    pub originals: Sum,
    /// Originals that the relay does not have.
    pub only_here: Sum,
}

/// Adds up what is here.
pub fn here(connection: &Connection) -> Result<Here, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT is_preview, outward = 2, count(*), coalesce(sum(size), 0) FROM blob WHERE inward = 2
         GROUP BY 1, 2",
    )?;
    let mut here = Here::default();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let sum = Sum { count: row.get(2)?, bytes: row.get::<_, i64>(3)? as u64 };
        let (is_preview, is_at_relay): (bool, bool) = (row.get(0)?, row.get(1)?);
        if is_preview {
            here.previews.add(sum);
        } else {
            here.originals.add(sum);
            if !is_at_relay {
                here.only_here.add(sum);
            }
        }
    }
    Ok(here)
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.bytes += other.bytes;
    }
}

/// Lists originals that are here and at the relay, with their bytes; those that were opened longest
/// ago first, and before them those that never were.
pub fn spare(connection: &Connection) -> Result<Vec<(BlobId, u64)>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT blob, size FROM blob WHERE inward = 2 AND outward = 2 AND is_preview = 0
         ORDER BY opened, added_at, blob",
    )?;
    let spare = query
        .query_map([], |row| Ok((column::id(row, 0)?, row.get::<_, i64>(1)? as u64)))?
        .collect::<Result<_, _>>()?;
    Ok(spare)
}

/// Counts files that only this machine has, previews aside.
pub fn only_here(connection: &Connection) -> Result<u32, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT count(*) FROM blob WHERE inward = 2 AND outward < 2 AND is_preview = 0")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Lists files that no document names any more and no file has as its preview, made before `before`.
pub fn unused(connection: &Connection, before: Moment) -> Result<Vec<BlobId>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT blob FROM blob WHERE added_at < ?1
           AND blob NOT IN (SELECT blob FROM blob_use)
           AND blob NOT IN (SELECT preview FROM blob WHERE preview IS NOT NULL
                            AND blob IN (SELECT blob FROM blob_use))",
    )?;
    let blobs = query.query_map([before.millis()], |row| column::id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(blobs)
}

/// Forgets a file.
pub fn remove(connection: &Connection, blob: BlobId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM blob WHERE blob = ?1", [blob.as_bytes()])?;
    Ok(())
}

const SELECT: &str = "SELECT blob, name, mime, size, preview, is_preview, chunks, outward, chunks_sent, inward, \
                      chunks_here, added_at FROM blob";

fn read(row: &Row<'_>) -> rusqlite::Result<Blob> {
    let count = |index| row.get::<_, i64>(index).map(|number| number.max(0) as u64);
    Ok(Blob {
        blob: column::id(row, 0)?,
        name: row.get(1)?,
        mime: row.get(2)?,
        size: count(3)?,
        preview: column::optional_id(row, 4)?,
        is_preview: row.get(5)?,
        chunks: column::packed(row, 6)?,
        outward: match row.get(7)? {
            0 => Outward::Local,
            1 => Outward::Announced,
            2 => Outward::Committed,
            _ => return Err(column::broken(7, "no state")),
        },
        chunks_sent: count(8)?,
        inward: match row.get(9)? {
            0 => Inward::Absent,
            1 => Inward::Wanted,
            2 => Inward::Here,
            _ => return Err(column::broken(9, "no state")),
        },
        chunks_here: count(10)?,
        added_at: Moment::from_millis(row.get(11)?),
    })
}

#[cfg(test)]
mod tests;
