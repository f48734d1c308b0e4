//! Compares the tables that follow from a log with those that were kept.

use super::{Finding, Wrong};
use crate::LedgerError;
use rusqlite::Connection;

/// Tables that follow from the log alone, with the columns that do.
const DERIVED: &[(&str, &str)] = &[
    ("log_envelope", "at, env_id, status, code, kind, verb, doc, about, author, aseq, ts"),
    ("log_change", "hash, at, doc, actor, seq, effective"),
    ("log_member", "member, at, at_to"),
    ("log_device", "device, member, box_key, at, cut, cut_at"),
    ("log_grant", "member, role, scope, first_day, last_day, at, at_to"),
    ("log_invite", "invite, opener, member, expires, uses, auto, at, closed_at"),
    ("log_join", "invite, device, at"),
    ("log_relay", "at, relay, relay_box, tls"),
    ("log_document", "doc, class, department, opener, at"),
    ("log_audience", "doc, at, audience"),
    ("log_writer", "doc, member, role, at, at_to"),
    ("log_appointment", "member, role, round, initiative, at"),
    ("log_opened", "round, at, initiative"),
    ("log_blob", "blob, at, doc, erased_at"),
    ("log_chunk", "chunk, blob"),
    ("log_state", "space, head, chain, recovery"),
];

/// Compares the tables that follow from the log, row by row.
pub(super) fn compare(
    given: &Connection,
    scratch: &Connection,
    found: &mut dyn FnMut(Finding),
) -> Result<(), LedgerError> {
    for (table, columns) in DERIVED {
        let order = (1..=columns.split(',').count()).map(|column| column.to_string());
        let order = order.collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {columns} FROM {table} ORDER BY {order}");
        if !same_rows(given, scratch, &sql)? {
            found(Finding { at: None, what: Wrong::Table(table) });
        }
    }
    Ok(())
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
