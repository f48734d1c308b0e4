//! What a database is, for whoever watches or checks it.

use super::{VERSION, quota};
use crate::storage::Figures;
use ledger::LedgerError;
use rusqlite::Connection;

/// Counts what there is.
pub(super) fn figures(conn: &Connection, now: i64) -> Result<Figures, LedgerError> {
    let sql = "SELECT (SELECT count(*) FROM relay_session WHERE until > ?1),
                      (SELECT count(*) FROM relay_blob),
                      (SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";
    let (sessions, files, bytes) = conn.prepare_cached(sql)?.query_row([now], |row| {
        Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as u64))
    })?;
    let restored = ledger::state(conn)?.base.is_some();
    let file_bytes = quota::stored_bytes(conn)?;
    Ok(Figures { counts: ledger::counts(conn)?, sessions, files, file_bytes, bytes, restored })
}

/// Says whether a database has the format of this program; an error where it has a newer one.
pub(crate) fn is_present(conn: &Connection) -> Result<bool, LedgerError> {
    let mut present = true;
    for (table, known) in [("log_version", ledger::VERSION), ("relay_version", VERSION)] {
        let sql = format!("SELECT max(version) FROM {table}");
        let found: Option<i64> = conn.query_row(&sql, [], |row| row.get(0))?;
        let found = found.unwrap_or(0);
        if found > known {
            return Err(LedgerError::TooNew { found, known });
        }
        present &= found == known;
    }
    Ok(present)
}
