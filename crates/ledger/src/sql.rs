//! Small conversions between rows and values.

use crate::LedgerError;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// From here on lie envelopes without a place, in the order in which they were written.
pub(crate) const UNSENT: i64 = 1 << 62;

/// Runs a statement that changes rows and says how many.
pub(crate) fn run(conn: &Connection, sql: &str, params: impl Params) -> Result<usize, LedgerError> {
    Ok(statement(conn, sql)?.execute(params)?)
}

/// Asks for one row at most.
pub(crate) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, LedgerError> {
    Ok(statement(conn, sql)?.query_row(params, read).optional()?)
}

/// Asks for all rows.
pub(crate) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, LedgerError> {
    Ok(statement(conn, sql)?.query_map(params, read)?.collect::<Result<_, _>>()?)
}

fn statement<'c>(conn: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, LedgerError> {
    Ok(conn.prepare_cached(sql)?)
}

/// Says whether a place is one that the relay gave.
pub(crate) fn seq_of(at: i64) -> Option<u64> {
    (at < UNSENT).then_some(at as u64)
}
