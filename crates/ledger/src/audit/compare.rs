//! Compares the tables that follow from a log with those that were kept.

use super::{Finding, Wrong};
use crate::{LedgerError, sql};
use rusqlite::Connection;

/// Tables that say more than the log does: what devices and the relay noted beside it.
const BESIDE: &[&str] =
    &["log_ack", "log_quarantine", "log_skipped", "log_version", "log_vouched", "log_wanted"];

/// Columns that are looked at otherwise (what was signed, by id and seal; the chain, entry by entry), or
/// that say more than the log does.
const OTHER: &[(&str, &[&str])] = &[
    ("log_envelope", &["chain", "header", "payload", "sig"]),
    ("log_state", &["ack_count", "base", "checkpoint", "checkpoint_sig", "cursor", "epoch"]),
];

/// Compares every other table, row by row.
pub(super) fn compare(
    given: &Connection,
    scratch: &Connection,
    found: &mut dyn FnMut(Finding),
) -> Result<(), LedgerError> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'log\\_%' ESCAPE '\\'";
    for table in sql::all(scratch, tables, [], |row| row.get::<_, String>(0))? {
        if !BESIDE.contains(&table.as_str()) && !same_rows(given, scratch, &selection(scratch, &table)?)? {
            found(Finding { at: None, what: Wrong::Table(table) });
        }
    }
    Ok(())
}

/// Selects what follows from the log, in an order that both have.
fn selection(scratch: &Connection, table: &str) -> Result<String, LedgerError> {
    let other = OTHER.iter().find(|(name, _)| *name == table).map_or(&[][..], |(_, columns)| columns);
    let columns = "SELECT name FROM pragma_table_info(?1) ORDER BY cid";
    let columns = sql::all(scratch, columns, [table], |row| row.get::<_, String>(0))?;
    let columns: Vec<_> = columns.into_iter().filter(|name| !other.contains(&name.as_str())).collect();
    let order: Vec<_> = (1..=columns.len()).map(|column| column.to_string()).collect();
    Ok(format!("SELECT {} FROM {table} ORDER BY {}", columns.join(", "), order.join(", ")))
}

fn same_rows(one: &Connection, other: &Connection, sql: &str) -> Result<bool, LedgerError> {
    let (mut one, mut other) = (one.prepare(sql)?, other.prepare(sql)?);
    let columns = one.column_count();
    let (mut one, mut other) = (one.query([])?, other.query([])?);
    loop {
        match (one.next()?, other.next()?) {
            (None, None) => return Ok(true),
            (Some(one), Some(other)) => {
                for column in 0..columns {
                    if one.get_ref(column)? != other.get_ref(column)? {
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        }
    }
}
