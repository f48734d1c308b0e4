//! When payloads go that snapshots stand for: once both are old enough and every device has read them
//! (protocol section 17).

use super::super::StorageError;
use protocol::WireReceipt;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Since when the relay knows each snapshot, by its own clock.
pub(super) const TABLES: &str = "
CREATE TABLE relay_snapshot (at INTEGER PRIMARY KEY, since INTEGER NOT NULL) STRICT;
";

const DAY: i64 = 24 * 60 * 60 * 1000;
/// So old is a snapshot that counts, in milliseconds.
const RIPE: i64 = 14 * DAY;
/// A device that was not here for so long is not waited for, in milliseconds.
const SILENT: i64 = 60 * DAY;

/// Drops what may go now.
pub(super) fn compact(conn: &Connection, now: i64) -> Result<(), StorageError> {
    conn.execute("INSERT OR IGNORE INTO relay_snapshot (at, since) SELECT at, ?1 FROM log_snapshot", [now])?;
    conn.execute("DELETE FROM relay_snapshot WHERE at NOT IN (SELECT at FROM log_snapshot)", [])?;
    // Whom an earlier version did not note is waited for from now on.
    conn.execute(
        "INSERT OR IGNORE INTO relay_seen (device, at) SELECT device, ?1 FROM log_device WHERE cut_at IS NULL",
        [now],
    )?;
    let read = read_by_all(conn, now)?;
    let sql = "SELECT at FROM relay_snapshot WHERE since <= ?1 AND at <= ?2";
    let mut ripe = conn.prepare_cached(sql)?;
    let places = ripe.query_map(params![now.saturating_sub(RIPE), read], |row| row.get::<_, i64>(0))?;
    let places = places.map(|at| at.map(|at| at as u64)).collect::<Result<BTreeSet<_>, _>>()?;
    let dropped = ledger::drop_covered(conn, &places)?;
    if dropped > 0 {
        tracing::info!(dropped, "snapshots stand for payloads that are gone now");
    }
    Ok(())
}

/// The last place of the log that every device has read, but those that are silent.
fn read_by_all(conn: &Connection, now: i64) -> Result<i64, StorageError> {
    let state = ledger::state(conn)?;
    let mut devices = conn.prepare_cached(
        "SELECT d.device FROM log_device AS d JOIN relay_seen AS s ON s.device = d.device
         WHERE d.cut_at IS NULL AND s.at >= ?1",
    )?;
    let devices = devices
        .query_map([now.saturating_sub(SILENT)], |row| row.get::<_, [u8; 32]>(0))?
        .collect::<Result<BTreeSet<_>, _>>()?;
    let mut read: BTreeSet<[u8; 32]> = BTreeSet::new();
    let mut least = i64::try_from(state.head).unwrap_or(i64::MAX);
    for WireReceipt { device, ack } in ledger::acks(conn)? {
        let seq = if ack.cursor.epoch == state.epoch { ack.cursor.seq } else { 0 };
        if devices.contains(device.as_bytes()) {
            least = least.min(i64::try_from(seq).unwrap_or(i64::MAX));
            read.insert(device.to_bytes());
        }
    }
    Ok(if read.len() == devices.len() { least } else { 0 })
}

#[cfg(test)]
mod tests;
