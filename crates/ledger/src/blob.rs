//! Files that admitted manifests name (protocol section 14).

use crate::LedgerError;
use crate::sql;
use protocol::{BlobId, ChunkHash, DocId, Header, Manifest, unpack};
use rusqlite::{Connection, params};

/// A file as one document's manifest describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobRow {
    /// The document that names it.
    pub doc: DocId,
    /// How to fetch it.
    pub manifest: Manifest,
    /// Whether `erase_attachment` has taken it away from this document.
    pub erased: bool,
}

/// Finds the newest manifest of a file.
pub fn blob(conn: &Connection, blob: BlobId) -> Result<Option<BlobRow>, LedgerError> {
    let sql = "SELECT b.doc, b.erased_at IS NOT NULL, e.header, e.payload
               FROM log_blob AS b JOIN log_envelope AS e ON e.at = b.at
               WHERE b.blob = ?1 AND e.payload IS NOT NULL
               ORDER BY b.erased_at IS NOT NULL, b.at DESC LIMIT 1";
    let row = sql::one(conn, sql, [blob.as_bytes()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, Vec<u8>>(3)?))
    })?;
    row.map(|(doc, erased, header, payload)| {
        let manifest = read_manifest(&header, &payload)?;
        Ok(BlobRow { doc: DocId::from_bytes(doc), manifest, erased })
    })
    .transpose()
}

/// Lists the files of a document, oldest first.
pub fn manifests(conn: &Connection, doc: DocId) -> Result<Vec<BlobRow>, LedgerError> {
    let sql = "SELECT b.erased_at IS NOT NULL, e.header, e.payload
               FROM log_blob AS b JOIN log_envelope AS e ON e.at = b.at
               WHERE b.doc = ?1 AND e.payload IS NOT NULL ORDER BY b.at";
    let rows = sql::all(conn, sql, [doc.as_bytes()], |row| {
        Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    rows.into_iter()
        .map(|(erased, header, payload)| {
            Ok(BlobRow { doc, manifest: read_manifest(&header, &payload)?, erased })
        })
        .collect()
}

fn read_manifest(header: &[u8], payload: &[u8]) -> Result<Manifest, LedgerError> {
    let broken = LedgerError::Corrupt("an admitted manifest cannot be read");
    let Ok(header) = Header::from_bytes(header) else { return Err(broken) };
    let bytes = unpack(header.codec, payload, protocol::limits::SMALL_PAYLOAD).ok();
    bytes.and_then(|bytes| Manifest::from_bytes(&bytes).ok()).ok_or(broken)
}

/// Lists the documents that name a file and from which it was not erased.
pub fn named_in(conn: &Connection, blob: BlobId) -> Result<Vec<DocId>, LedgerError> {
    let sql = "SELECT DISTINCT doc FROM log_blob WHERE blob = ?1 AND erased_at IS NULL";
    sql::all(conn, sql, [blob.as_bytes()], |row| row.get(0).map(DocId::from_bytes))
}

/// Says whether a manifest of a file has its place: from then on the relay takes the file.
pub fn is_announced(conn: &Connection, blob: BlobId) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_blob WHERE blob = ?1 AND at < ?2 AND erased_at IS NULL LIMIT 1";
    Ok(sql::one(conn, sql, params![blob.as_bytes(), sql::UNSENT], |_| Ok(()))?.is_some())
}

/// Says whether a file was named once and is named no longer.
pub fn is_erased(conn: &Connection, blob: BlobId) -> Result<bool, LedgerError> {
    let sql = "SELECT count(*) > 0 AND count(*) = count(erased_at) FROM log_blob WHERE blob = ?1";
    Ok(sql::one(conn, sql, [blob.as_bytes()], |row| row.get(0))?.unwrap_or(false))
}

/// Says whether a file was erased from a document.
pub fn is_erased_from(conn: &Connection, blob: BlobId, doc: DocId) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_blob WHERE blob = ?1 AND doc = ?2 AND erased_at IS NOT NULL LIMIT 1";
    Ok(sql::one(conn, sql, params![blob.as_bytes(), doc.as_bytes()], |_| Ok(()))?.is_some())
}

/// Lists the files that were erased from every document that named them.
pub fn erased(conn: &Connection) -> Result<Vec<BlobId>, LedgerError> {
    let sql = "SELECT blob FROM log_blob GROUP BY blob HAVING count(*) = count(erased_at)";
    sql::all(conn, sql, [], |row| row.get(0).map(BlobId::from_bytes))
}

/// Lists the files that an admitted manifest names with this chunk and that were not erased.
pub fn blobs_with_chunk(conn: &Connection, chunk: ChunkHash) -> Result<Vec<BlobId>, LedgerError> {
    let sql = "SELECT DISTINCT c.blob FROM log_chunk AS c
               JOIN log_blob AS b ON b.blob = c.blob AND b.erased_at IS NULL
               WHERE c.chunk = ?1";
    sql::all(conn, sql, params![chunk.as_bytes()], |row| row.get(0).map(BlobId::from_bytes))
}

/// Lists the chunks that only erased files have: their bytes are to be deleted.
pub fn erased_chunks(conn: &Connection) -> Result<Vec<ChunkHash>, LedgerError> {
    let sql = "SELECT DISTINCT c.chunk FROM log_blob AS e JOIN log_chunk AS c ON c.blob = e.blob
               WHERE e.erased_at IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM log_chunk AS o JOIN log_blob AS b ON b.blob = o.blob
                   WHERE o.chunk = c.chunk AND b.erased_at IS NULL)";
    sql::all(conn, sql, [], |row| row.get(0).map(ChunkHash::from_bytes))
}
