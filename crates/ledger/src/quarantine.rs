//! What revoked devices sent past their cut: kept aside, to be read by registrars (section 12).

use crate::LedgerError;
use crate::sql;
use protocol::{DeviceKey, DocId, EnvId, Envelope, Prepared, Signature, limits};
use rusqlite::{Connection, params};

/// An envelope that is kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Its id.
    pub env_id: EnvId,
    /// The revoked device.
    pub author: DeviceKey,
    /// Its number.
    pub aseq: u64,
    /// When it came, in milliseconds since 1970.
    pub received: i64,
    /// Its header as signed.
    pub header: Vec<u8>,
    /// Its author's signature.
    pub sig: Signature,
}

/// How long something is kept aside, in milliseconds (protocol section 12).
const KEPT: i64 = 30 * 86_400_000;

/// Keeps an envelope aside; answers `false` where its device has filled its share of the disk.
pub fn quarantine(conn: &Connection, prepared: &Prepared, now: i64) -> Result<bool, LedgerError> {
    let header = prepared.header();
    sql::run(conn, "DELETE FROM log_quarantine WHERE received < ?1", [now.saturating_sub(KEPT)])?;
    let sql =
        "SELECT total(length(header) + ifnull(length(payload), 0)) FROM log_quarantine WHERE author = ?1";
    let used = sql::one(conn, sql, [header.author.as_bytes()], |row| row.get::<_, f64>(0))?.unwrap_or(0.0);
    if used as u64 + header.plen > limits::QUARANTINE {
        return Ok(false);
    }
    let envelope = prepared.envelope();
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_quarantine (env_id, author, aseq, received, sig, header, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            prepared.id().as_bytes(),
            header.author.as_bytes(),
            header.aseq as i64,
            now,
            envelope.signature().0,
            envelope.header_bytes(),
            envelope.payload()
        ],
    )?;
    Ok(true)
}

/// Lists what is kept aside, by author and number.
pub fn quarantined(conn: &Connection, limit: usize) -> Result<Vec<Quarantined>, LedgerError> {
    let sql = "SELECT env_id, author, aseq, received, header, sig FROM log_quarantine
               ORDER BY author, aseq LIMIT ?1";
    sql::all(conn, sql, [limit as i64], |row| {
        Ok(Quarantined {
            env_id: EnvId::from_bytes(row.get(0)?),
            author: DeviceKey::from_bytes(row.get(1)?),
            aseq: row.get::<_, i64>(2)? as u64,
            received: row.get(3)?,
            header: row.get(4)?,
            sig: Signature(row.get(5)?),
        })
    })
}

/// Gives those of the named envelopes that are kept aside and belong to a document, by number.
pub fn kept_aside(conn: &Connection, doc: DocId, envelopes: &[EnvId]) -> Result<Vec<Prepared>, LedgerError> {
    let sql = "SELECT header, sig, payload FROM log_quarantine WHERE env_id = ?1";
    let mut kept = Vec::new();
    for envelope in envelopes {
        let parts = sql::one(conn, sql, [envelope.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, Signature(row.get(1)?), row.get(2)?))
        })?;
        let Some((header, sig, payload)) = parts else { continue };
        let envelope = Envelope::from_parts(header, sig, payload)
            .map_err(|_| LedgerError::Corrupt("a header kept aside cannot be read"))?;
        if envelope.header().doc == doc {
            kept.push(Prepared::new(envelope));
        }
    }
    kept.sort_by_key(|prepared| prepared.header().aseq);
    Ok(kept)
}

/// Ends the quarantine of an envelope, which has its place now.
pub fn release(conn: &Connection, envelope: EnvId) -> Result<(), LedgerError> {
    sql::run(conn, "DELETE FROM log_quarantine WHERE env_id = ?1", [envelope.as_bytes()]).map(|_| ())
}
