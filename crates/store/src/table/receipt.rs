//! Receipts: how far each device of the school has read the log (protocol, section 16).

use protocol::{DeviceKey, MemberId};
use rusqlite::{Connection, Row, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE receipt (
            device BLOB PRIMARY KEY,
            member BLOB NOT NULL,
            seq INTEGER NOT NULL
          ) STRICT",
}];

/// How far one device has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The device.
    pub device: DeviceKey,
    /// Whose it is.
    pub member: MemberId,
    /// Everything up to this place of the log is on its disk.
    pub seq: u64,
}

/// Takes a receipt; one that is older than what is known changes nothing.
pub fn take(connection: &Connection, receipt: &Receipt) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO receipt (device, member, seq) VALUES (?1, ?2, ?3)
         ON CONFLICT (device) DO UPDATE SET member = excluded.member, seq = max(seq, excluded.seq)",
    )?;
    write.execute(params![receipt.device.as_bytes(), receipt.member.as_bytes(), receipt.seq as i64])?;
    Ok(())
}

/// Lets no receipt stand above a place of the log: a new epoch keeps only what is below its base.
pub fn cap(connection: &Connection, seq: u64) -> Result<(), StoreError> {
    connection.execute("UPDATE receipt SET seq = min(seq, ?1)", [seq as i64])?;
    Ok(())
}

/// Reads every receipt.
pub fn all(connection: &Connection) -> Result<Vec<Receipt>, StoreError> {
    let mut query = connection.prepare_cached("SELECT device, member, seq FROM receipt")?;
    let receipts = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(receipts)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        device: column::id(row, 0)?,
        member: column::id(row, 1)?,
        seq: row.get::<_, i64>(2)?.try_into().map_err(|_| column::broken(2, "no place of the log"))?,
    })
}

#[cfg(test)]
mod tests;
