//! What revoked devices sent past their cut: kept aside, to be read by registrars (section 12).

use crate::LedgerError;
use crate::sql;
use protocol::{DeviceKey, DocId, EnvId, Envelope, Prepared, Signature, limits};
use rusqlite::{Connection, Params, params};

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

/// How long something is kept aside at least, in milliseconds (protocol section 12).
const KEPT: i64 = 30 * 86_400_000;

/// Keeps an envelope aside; answers `false` where its device has filled its share of the disk with what
/// is not old enough to go. A clock that is wrong takes nothing away that has room.
pub fn quarantine(conn: &Connection, prepared: &Prepared, now: i64) -> Result<bool, LedgerError> {
    let header = prepared.header();
    let fits = || -> Result<bool, LedgerError> {
        let sql = "SELECT total(length(header) + ifnull(length(payload), 0)) FROM log_quarantine
                   WHERE author = ?1";
        let used = sql::one(conn, sql, [header.author.as_bytes()], |row| row.get::<_, f64>(0))?;
        Ok(used.unwrap_or(0.0) as u64 + header.plen <= limits::QUARANTINE)
    };
    if !fits()? {
        let sql = "DELETE FROM log_quarantine WHERE author = ?1 AND received < ?2";
        sql::run(conn, sql, params![header.author.as_bytes(), now.saturating_sub(KEPT)])?;
        if !fits()? {
            return Ok(false);
        }
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
    let mut kept = Vec::new();
    for envelope in envelopes {
        kept.extend(select(conn, "WHERE env_id = ?1", [envelope.as_bytes()])?);
    }
    kept.retain(|prepared| prepared.header().doc == doc);
    kept.sort_by_key(|prepared| prepared.header().aseq);
    Ok(kept)
}

/// Gives what is kept aside, by author and number, at most so many.
pub fn all_kept_aside(conn: &Connection, limit: usize) -> Result<Vec<Prepared>, LedgerError> {
    select(conn, "ORDER BY author, aseq LIMIT ?1", [limit as i64])
}

fn select(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Prepared>, LedgerError> {
    let sql = format!("SELECT header, sig, payload FROM log_quarantine {condition}");
    let rows = sql::all(conn, &sql, params, |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, Signature(row.get(1)?), row.get(2)?))
    })?;
    let read = |(header, sig, payload)| {
        let envelope = Envelope::from_parts(header, sig, payload);
        envelope.map(Prepared::new).map_err(|_| LedgerError::Corrupt("a header kept aside cannot be read"))
    };
    rows.into_iter().map(read).collect()
}

/// Ends the quarantine of an envelope, which has its place now.
pub fn release(conn: &Connection, envelope: EnvId) -> Result<(), LedgerError> {
    sql::run(conn, "DELETE FROM log_quarantine WHERE env_id = ?1", [envelope.as_bytes()]).map(|_| ())
}
