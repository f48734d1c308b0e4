//! How many of everything there are, for whoever watches a relay.

use crate::LedgerError;
use crate::sql;
use rusqlite::Connection;

/// Numbers of one log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries that have a place.
    pub entries: u64,
    /// Documents.
    pub documents: u64,
    /// Members now.
    pub members: u64,
    /// Devices that are not revoked.
    pub devices: u64,
    /// Envelopes that are kept aside.
    pub quarantined: u64,
}

/// Counts.
pub fn counts(conn: &Connection) -> Result<Counts, LedgerError> {
    let sql = "SELECT (SELECT head FROM log_state),
                      (SELECT count(*) FROM log_document),
                      (SELECT count(*) FROM log_member WHERE at_to IS NULL),
                      (SELECT count(*) FROM log_device WHERE cut_at IS NULL),
                      (SELECT count(*) FROM log_quarantine)";
    let row = sql::one(conn, sql, [], |row| {
        let number = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.unwrap_or(0) as u64);
        Ok(Counts {
            entries: number(0)?,
            documents: number(1)?,
            members: number(2)?,
            devices: number(3)?,
            quarantined: number(4)?,
        })
    })?;
    row.ok_or(LedgerError::NotBegun)
}
