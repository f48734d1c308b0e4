//! The newest ack of each device (protocol section 16).

use crate::LedgerError;
use crate::sql;
use protocol::{Ack, Cursor, DeviceKey, Signature, WireReceipt};
use rusqlite::{Connection, Row, params};

/// Keeps a device's ack where it reaches further than the one before; answers whether it did.
///
/// The caller has checked the signature.
pub fn store_ack(conn: &Connection, device: DeviceKey, ack: &Ack) -> Result<bool, LedgerError> {
    let before =
        sql::one(conn, "SELECT cursor FROM log_ack WHERE device = ?1", [device.as_bytes()], |row| {
            Ok(Cursor::from_bytes(&row.get(0)?))
        })?;
    let older = |before: Cursor| before.epoch == ack.cursor.epoch && before.seq >= ack.cursor.seq;
    if before.is_some_and(older) {
        return Ok(false);
    }
    sql::run(conn, "UPDATE log_state SET ack_count = ack_count + 1", [])?;
    sql::run(
        conn,
        "INSERT INTO log_ack (device, cursor, sig, moved)
         VALUES (?1, ?2, ?3, (SELECT ack_count FROM log_state))
         ON CONFLICT DO UPDATE SET cursor = excluded.cursor, sig = excluded.sig, moved = excluded.moved",
        params![device.as_bytes(), ack.cursor.to_bytes(), ack.sig.0],
    )?;
    Ok(true)
}

/// Lists every device's newest ack.
pub fn acks(conn: &Connection) -> Result<Vec<WireReceipt>, LedgerError> {
    sql::all(conn, "SELECT device, cursor, sig FROM log_ack", [], receipt)
}

/// Lists the acks that moved after a count, and the count now.
pub fn acks_since(conn: &Connection, since: u64) -> Result<(Vec<WireReceipt>, u64), LedgerError> {
    let sql = "SELECT device, cursor, sig FROM log_ack WHERE moved > ?1 ORDER BY moved";
    let moved = sql::all(conn, sql, [i64::try_from(since).unwrap_or(i64::MAX)], receipt)?;
    let count = sql::one(conn, "SELECT ack_count FROM log_state", [], |row| row.get::<_, i64>(0))?;
    Ok((moved, count.unwrap_or(0) as u64))
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<WireReceipt> {
    Ok(WireReceipt {
        device: DeviceKey::from_bytes(row.get(0)?),
        ack: Ack { cursor: Cursor::from_bytes(&row.get(1)?), sig: Signature(row.get(2)?) },
    })
}
