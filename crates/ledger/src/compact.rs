//! On the relay: payloads go that snapshots stand for (protocol section 17).

use crate::LedgerError;
use crate::sql;
use protocol::{DocId, MemberId};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// A snapshot, newest first within its document.
struct Made {
    at: i64,
    covered: i64,
    by: MemberId,
}

/// Drops the payloads of changes that two snapshots of different members stand for, and of snapshots
/// older than both; headers and signatures stay. Only snapshots at these places count, which every
/// device has read. Answers how many payloads went.
pub fn drop_covered(conn: &Connection, ripe: &BTreeSet<u64>) -> Result<usize, LedgerError> {
    let sql = "SELECT s.doc, s.at, s.covered, d.member FROM log_snapshot AS s
               JOIN log_envelope AS e ON e.at = s.at JOIN log_device AS d ON d.device = e.author
               WHERE e.payload IS NOT NULL ORDER BY s.at DESC";
    let mut documents: BTreeMap<DocId, Vec<Made>> = BTreeMap::new();
    let found = sql::all(conn, sql, [], |row| {
        let made = Made { at: row.get(1)?, covered: row.get(2)?, by: MemberId::from_bytes(row.get(3)?) };
        Ok((DocId::from_bytes(row.get(0)?), made))
    })?;
    for (doc, made) in found.into_iter().filter(|(_, made)| ripe.contains(&(made.at as u64))) {
        documents.entry(doc).or_default().push(made);
    }
    let mut dropped = 0;
    for (doc, made) in documents {
        let Some((newest, rest)) = made.split_first() else { continue };
        let Some(second) = rest.iter().find(|one| one.by != newest.by) else { continue };
        dropped += drop_up_to(conn, doc, newest.covered.min(second.covered), second.at)?;
    }
    // One without its bytes stands for nothing.
    let gone = "DELETE FROM log_snapshot
                WHERE (SELECT e.payload IS NULL FROM log_envelope AS e WHERE e.at = log_snapshot.at)";
    sql::run(conn, gone, [])?;
    Ok(dropped)
}

fn drop_up_to(conn: &Connection, doc: DocId, covered: i64, older_than: i64) -> Result<usize, LedgerError> {
    let sql = "UPDATE log_envelope SET payload = NULL, status = 2
               WHERE doc = ?1 AND status = 0 AND payload IS NOT NULL
                 AND ((kind = 1 AND at <= ?2) OR (kind = 4 AND at < ?3))";
    sql::run(conn, sql, params![doc.as_bytes(), covered, older_than])
}
