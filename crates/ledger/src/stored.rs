//! Envelopes as they are kept.

use crate::LedgerError;
use crate::sql;
use protocol::{Code, DocId, EnvId, Envelope, Header, ItemStatus, Prepared, Signature};
use rusqlite::{Connection, Params};

/// How an envelope stands in the log of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoredStatus {
    /// It waits for its place.
    Unsent,
    /// It has effect.
    Admitted,
    /// It has effect, and its payload is not for this device.
    Withheld,
    /// It has effect, and a snapshot holds what it said.
    Compacted,
    /// It has no effect.
    Void,
}

/// An envelope with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub env_id: EnvId,
    /// Its place; nothing while it waits to be sent.
    pub seq: Option<u64>,
    /// How it stands.
    pub status: StoredStatus,
    /// Why it is void, where this machine knows.
    pub code: Option<Code>,
    /// The header's fields.
    pub header: Header,
    /// The header as signed.
    pub header_bytes: Vec<u8>,
    /// The author's signature.
    pub sig: Signature,
    /// The payload as stored.
    pub payload: Option<Vec<u8>>,
}

impl Stored {
    /// Puts the envelope together again.
    pub fn to_envelope(&self) -> Result<Envelope, LedgerError> {
        Envelope::from_parts(self.header_bytes.clone(), self.sig, self.payload.clone())
            .map_err(|_| LedgerError::Corrupt("a kept header cannot be read"))
    }

    /// Puts an own envelope together that waits here, perhaps for its signature.
    pub fn to_own(&self) -> Result<Prepared, LedgerError> {
        self.to_envelope().map(Prepared::own)
    }
}

/// Finds an envelope.
pub fn envelope(conn: &Connection, id: EnvId) -> Result<Option<Stored>, LedgerError> {
    Ok(select(conn, "WHERE env_id = ?1", [id.as_bytes()])?.pop())
}

/// Lists a document's envelopes in the log's order, those that wait to be sent last.
pub fn envelopes_of(conn: &Connection, doc: DocId) -> Result<Vec<Stored>, LedgerError> {
    select(conn, "WHERE doc = ?1 ORDER BY at", [doc.as_bytes()])
}

/// Lists records that are filed under another document and are about this one.
pub fn about_of(conn: &Connection, doc: DocId) -> Result<Vec<Stored>, LedgerError> {
    select(conn, "WHERE about = ?1 ORDER BY at", [doc.as_bytes()])
}

/// Lists envelopes after a place, for showing the log; those that wait to be sent come last.
pub fn envelopes_after(conn: &Connection, after: u64, limit: usize) -> Result<Vec<Stored>, LedgerError> {
    select(conn, "WHERE at > ?1 ORDER BY at LIMIT ?2", (after as i64, limit as i64))
}

pub(crate) fn select(
    conn: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Vec<Stored>, LedgerError> {
    let sql = format!("SELECT at, status, code, sig, header, payload FROM log_envelope {condition}");
    let rows = sql::all(conn, &sql, params, |row| {
        Ok(RawRow {
            at: row.get(0)?,
            status: row.get(1)?,
            code: row.get(2)?,
            sig: row.get(3)?,
            header: row.get(4)?,
            payload: row.get(5)?,
        })
    })?;
    rows.into_iter().map(RawRow::read).collect()
}

struct RawRow {
    at: i64,
    status: i64,
    code: Option<String>,
    sig: [u8; 64],
    header: Vec<u8>,
    payload: Option<Vec<u8>>,
}

impl RawRow {
    fn read(self) -> Result<Stored, LedgerError> {
        let header = Header::from_bytes(&self.header)
            .map_err(|_| LedgerError::Corrupt("a kept header cannot be read"))?;
        let seq = sql::seq_of(self.at);
        let status = match (seq, ItemStatus::from_code(self.status as u64)) {
            // It had no effect at the place that it had in an earlier life of the log.
            (None, Some(ItemStatus::Void)) => StoredStatus::Void,
            (None, _) => StoredStatus::Unsent,
            (_, Some(ItemStatus::Admitted)) => StoredStatus::Admitted,
            (_, Some(ItemStatus::Withheld)) => StoredStatus::Withheld,
            (_, Some(ItemStatus::Compacted)) => StoredStatus::Compacted,
            (_, Some(ItemStatus::Void)) => StoredStatus::Void,
            _ => return Err(LedgerError::Corrupt("an envelope with an unknown status")),
        };
        Ok(Stored {
            env_id: protocol::env_id(&self.header),
            seq,
            status,
            code: self.code.and_then(|code| code.parse().ok()),
            header,
            header_bytes: self.header,
            sig: Signature(self.sig),
            payload: self.payload,
        })
    }
}

/// Finds an envelope's place and status number.
pub(crate) fn place_of(conn: &Connection, id: EnvId) -> Result<Option<(i64, i64)>, LedgerError> {
    let sql = "SELECT at, status FROM log_envelope WHERE env_id = ?1";
    sql::one(conn, sql, [id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
}
