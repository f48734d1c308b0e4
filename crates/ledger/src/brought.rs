//! Envelopes of others that were brought here without a place: they wait beside the own ones.

use std::collections::BTreeSet;

use crate::LedgerError;
use crate::sql::{self, UNSENT};
use crate::stored::{self, Stored};
use crate::unsent::withdraw_unsent;
use protocol::{DeviceKey, Prepared};
use rusqlite::{Connection, params};

/// Says whether an envelope of another device waits to be sent.
pub fn holds_brought(conn: &Connection, own: DeviceKey) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_envelope WHERE at >= ?1 AND author <> ?2 LIMIT 1";
    Ok(sql::one(conn, sql, params![UNSENT, own.as_bytes()], |_| Ok(()))?.is_some())
}

/// Lists what waits to be sent, oldest first, without what some devices wrote.
pub fn unsent_except(
    conn: &Connection,
    except: &BTreeSet<DeviceKey>,
    limit: usize,
) -> Result<Vec<Stored>, LedgerError> {
    let except: Vec<String> = except.iter().map(|device| format!("x'{device}'")).collect();
    let condition = format!("WHERE at >= ?1 AND author NOT IN ({}) ORDER BY at LIMIT ?2", except.join(", "));
    stored::select(conn, &condition, (UNSENT, limit as i64))
}

/// Takes away what was brought and does not fit an envelope that has a place: a device that signed two
/// with one number shows only the one that the relay placed. Answers what went, oldest first.
pub fn give_way(conn: &Connection, placed: &Prepared, own: DeviceKey) -> Result<Vec<Stored>, LedgerError> {
    let author = placed.header().author;
    match does_not_fit(conn, placed)?.filter(|_| author != own) {
        Some(first) => withdraw_unsent(conn, author, first),
        None => Ok(Vec::new()),
    }
}

/// Finds the first number of what waits of an author and does not fit an envelope of theirs that has a
/// place.
pub fn does_not_fit(conn: &Connection, placed: &Prepared) -> Result<Option<u64>, LedgerError> {
    let header = placed.header();
    let sql = "SELECT min(aseq) FROM log_envelope WHERE at >= ?1 AND author = ?2
               AND ((aseq = ?3 AND env_id <> ?4) OR (aseq = ?3 - 1 AND env_id <> ?5))";
    let before = header.aprev.to_bytes();
    let (author, id, aseq) = (header.author.to_bytes(), placed.id().to_bytes(), header.aseq as i64);
    let params = params![UNSENT, author, aseq, id, before];
    let first = sql::one(conn, sql, params, |row| row.get::<_, Option<i64>>(0))?;
    Ok(first.flatten().map(|first| first as u64))
}

/// Where something that an envelope rests on lies, by its hash or id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// It has a place, or its author is this device.
    Firm,
    /// It was brought here and waits for its place.
    Brought,
    /// It is not here.
    Nowhere,
}

/// Finds where a change, a record or a document's opening lies.
pub fn ground(conn: &Connection, id: &[u8], own: DeviceKey) -> Result<Ground, LedgerError> {
    let sql = "SELECT e.at >= ?1 AND e.author <> ?2 FROM log_envelope AS e WHERE e.at IN (
                   SELECT at FROM log_change WHERE hash = ?3
                   UNION SELECT at FROM log_envelope WHERE env_id = ?3
                   UNION SELECT at FROM log_document WHERE doc = ?3)
               ORDER BY e.at LIMIT 1";
    let brought = sql::one(conn, sql, params![UNSENT, own.as_bytes(), id], |row| row.get::<_, bool>(0))?;
    Ok(match brought {
        Some(true) => Ground::Brought,
        Some(false) => Ground::Firm,
        None => Ground::Nowhere,
    })
}
