//! The lives of a log: when a new one begins, and how long the relay is being restored (protocol
//! section 11, ADR 0021).

use super::super::StorageError;
use crate::clock;
use ledger::LedgerError;
use protocol::{Checkpoint, Cursor, DeviceKey, Epoch, LogView, Role};
use rusqlite::{Connection, OptionalExtension, params};

/// Which lives this log knows of itself, who was seen when, and since when it is being restored. Who was
/// seen shortly before is awaited (1) until they have synced (2).
pub(super) const TABLES: &str = "
CREATE TABLE relay_life (epoch BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE relay_seen (
    device BLOB PRIMARY KEY, at INTEGER NOT NULL, awaited INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE relay_recovery (one INTEGER PRIMARY KEY CHECK (one = 1), since INTEGER NOT NULL) STRICT;
INSERT INTO relay_life (epoch) SELECT epoch FROM log_state;
";

/// A device that was not here for so long is not waited for, in milliseconds.
const SEEN: i64 = 30 * 24 * 60 * 60 * 1000;
/// After so long a restored relay goes on as it is, in milliseconds.
const LONGEST: i64 = 24 * 60 * 60 * 1000;

/// Begins a life with a random epoch. One that follows on an earlier life restores the relay: until
/// that has ended, it takes what comes back before anything new.
pub(super) fn begin(
    conn: &Connection,
    base: Option<Cursor>,
    restored_at: Option<i64>,
) -> Result<(), LedgerError> {
    let epoch = Epoch::from_bytes(clock::random());
    ledger::begin_epoch(conn, epoch, base)?;
    know(conn, epoch)?;
    if let Some(since) = restored_at {
        conn.execute("INSERT OR REPLACE INTO relay_recovery (one, since) VALUES (1, ?1)", [since])?;
        let sql = "UPDATE relay_seen SET awaited = (at >= ?1)";
        conn.execute(sql, [since.saturating_sub(SEEN)])?;
    }
    Ok(())
}

fn know(conn: &Connection, epoch: Epoch) -> Result<(), LedgerError> {
    conn.execute("INSERT OR IGNORE INTO relay_life (epoch) VALUES (?1)", [epoch.as_bytes()])?;
    Ok(())
}

/// Says whether a checkpoint that this relay signed speaks of what is not in its log.
pub(super) fn contradicts(conn: &Connection, shown: &Checkpoint) -> Result<bool, LedgerError> {
    let state = ledger::state(conn)?;
    if shown.epoch != state.epoch {
        let sql = "SELECT 1 FROM relay_life WHERE epoch = ?1";
        return Ok(!conn.prepare_cached(sql)?.exists([shown.epoch.as_bytes()])?);
    }
    let chain = if shown.seq > state.head { None } else { ledger::chain_at(conn, shown.seq)? };
    Ok(chain != Some(shown.cursor().chain))
}

/// Begins a new life because of what a checkpoint proves, if it still does.
///
/// It has no base: since the log went back, others may have added to it.
pub(super) fn rewound(conn: &Connection, shown: &Checkpoint, now: i64) -> Result<(), LedgerError> {
    if contradicts(conn, shown)? {
        tracing::warn!(seq = shown.seq, "a device shows what this log has lost: a new epoch begins");
        know(conn, shown.epoch)?;
        begin(conn, None, Some(now))?;
    }
    Ok(())
}

/// Reads since when the relay is being restored; nothing where it is whole.
pub(super) fn recovering(conn: &Connection) -> Result<Option<i64>, LedgerError> {
    Ok(conn.prepare_cached("SELECT since FROM relay_recovery")?.query_row([], |row| row.get(0)).optional()?)
}

/// Says whether a restore that began then goes on now; a day ends it.
pub(super) fn goes_on(since: i64, now: i64) -> bool {
    now.saturating_sub(since) < LONGEST
}

/// Notes that a device opened a session.
pub(super) fn saw(conn: &Connection, device: DeviceKey, now: i64) -> Result<(), StorageError> {
    conn.execute(
        "INSERT INTO relay_seen (device, at) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET at = excluded.at",
        params![device.as_bytes(), now],
    )?;
    Ok(())
}

/// Notes that a device has sent what it could; with a registrar's, or the last one that is waited
/// for, the relay is whole again.
pub(super) fn synced(conn: &Connection, device: DeviceKey, now: i64) -> Result<(), StorageError> {
    let Some(since) = recovering(conn)? else { return Ok(()) };
    let sql = "UPDATE relay_seen SET awaited = 2 WHERE device = ?1 AND awaited = 1";
    conn.execute(sql, [device.as_bytes()])?;
    if is_registrars(conn, device)? || everybody_synced(conn)? || !goes_on(since, now) {
        tracing::info!("the relay is restored");
        conn.execute("DELETE FROM relay_recovery", [])?;
    }
    Ok(())
}

/// Says whether a device belongs to a registrar now.
pub(super) fn is_registrars(conn: &Connection, device: DeviceKey) -> Result<bool, LedgerError> {
    let log = ledger::Ledger::placed(conn);
    let Some(device) = log.device(device)?.filter(|device| device.cut.is_none()) else { return Ok(false) };
    Ok(log.grants(device.member)?.iter().any(|grant| grant.role == Role::Registrar))
}

/// Where nobody was awaited, nobody can have been the last.
fn everybody_synced(conn: &Connection) -> Result<bool, StorageError> {
    let some = "SELECT 1 FROM relay_seen AS s JOIN log_device AS d ON d.device = s.device
                WHERE d.cut_at IS NULL AND s.awaited = ?1";
    let is_some = |awaited: i64| conn.prepare_cached(some)?.exists([awaited]);
    Ok(is_some(2)? && !is_some(1)?)
}
