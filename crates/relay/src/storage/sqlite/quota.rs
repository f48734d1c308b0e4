//! How much room files may take, and which of them have it (ADR 0031).
//!
//! The log tells it alone, so that no order of uploads changes it: what is stored counts first, then
//! files in the order in which they were announced, each that still fits. A file is charged to the
//! member whose machine announced it first; lists of the school's people to nobody.

use super::super::{Over, Quotas, Whose};
use ledger::{Ledger, LedgerError};
use protocol::{BlobId, Class, LogView, MemberId, Parsed, Prepared};
use rusqlite::{Connection, OptionalExtension, params};

/// Files as they were announced, by size and member.
pub(super) const TABLES: &str = "
CREATE TABLE relay_file (
    blob BLOB PRIMARY KEY, owner BLOB NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_file_owner ON relay_file (owner);
";

/// Notes what an admitted manifest announces.
pub(super) fn note(conn: &Connection, prepared: &Prepared, at: u64) -> Result<(), LedgerError> {
    let Parsed::Blob(manifest) = prepared.parsed() else { return Ok(()) };
    let Some(device) = Ledger::placed(conn).device(prepared.header().author)? else { return Ok(()) };
    conn.prepare_cached("INSERT OR IGNORE INTO relay_file (blob, owner, size, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            manifest.blob.as_bytes(),
            device.member.as_bytes(),
            i64::try_from(manifest.size).unwrap_or(i64::MAX),
            at as i64
        ])?;
    Ok(())
}

/// Notes what an earlier version did not.
pub(super) fn note_missing(conn: &Connection) -> Result<(), LedgerError> {
    let sql = "SELECT min(at) FROM log_blob WHERE blob NOT IN (SELECT blob FROM relay_file)
               GROUP BY blob ORDER BY 1";
    let mut missing = conn.prepare(sql)?;
    let places = missing.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
    for at in places {
        let after = (at as u64).saturating_sub(1);
        if let Some(stored) = ledger::envelopes_after(conn, after, 1)?.pop() {
            note(conn, &Prepared::new(stored.to_envelope()?), at as u64)?;
        }
    }
    Ok(())
}

/// Says whose room a file would exceed; nothing where it has room, or lies here already.
pub(super) fn over(conn: &Connection, blob: BlobId, quotas: Quotas) -> Result<Option<Over>, LedgerError> {
    let sql = "SELECT owner FROM relay_file WHERE blob = ?1
               AND blob NOT IN (SELECT blob FROM relay_blob WHERE blob = ?1)
               AND NOT EXISTS (SELECT 1 FROM log_blob AS b JOIN log_document AS d ON d.doc = b.doc
                               WHERE b.blob = ?1 AND d.class = ?2)";
    let owner = conn
        .prepare_cached(sql)?
        .query_row(params![blob.as_bytes(), i64::from(Class::People.code())], |row| {
            row.get(0).map(MemberId::from_bytes)
        })
        .optional()?;
    let Some(owner) = owner else { return Ok(None) };
    for (whose, limit) in [(Whose::Member, quotas.member), (Whose::School, quotas.school)] {
        let of = (whose == Whose::Member).then_some(owner);
        if let Some(limit) = limit
            && !has_room(conn, blob, of, limit)?
        {
            return Ok(Some(Over { whose, limit }));
        }
    }
    Ok(None)
}

/// Says whether a file is among those that fit.
fn has_room(
    conn: &Connection,
    blob: BlobId,
    owner: Option<MemberId>,
    limit: u64,
) -> Result<bool, LedgerError> {
    let sql = "SELECT f.blob, f.size, s.blob IS NOT NULL FROM relay_file AS f
               LEFT JOIN relay_blob AS s ON s.blob = f.blob
               WHERE (?1 IS NULL OR f.owner = ?1)
                 AND EXISTS (SELECT 1 FROM log_blob AS b WHERE b.blob = f.blob AND b.erased_at IS NULL)
               ORDER BY s.blob IS NULL, f.at, f.blob";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([owner.map(MemberId::to_bytes)])?;
    let mut used = 0_u64;
    while let Some(row) = rows.next()? {
        let (size, is_stored) = (row.get::<_, i64>(1)? as u64, row.get::<_, bool>(2)?);
        let fits = used.saturating_add(size) <= limit;
        if row.get::<_, [u8; 32]>(0)? == blob.to_bytes() {
            return Ok(fits);
        }
        if fits || is_stored {
            used = used.saturating_add(size);
        }
    }
    Ok(true)
}

/// Adds up the files that lie here.
pub(super) fn stored_bytes(conn: &Connection) -> Result<u64, LedgerError> {
    let sql = "SELECT ifnull(sum(f.size), 0) FROM relay_file AS f JOIN relay_blob AS s ON s.blob = f.blob";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))? as u64)
}
