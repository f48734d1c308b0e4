//! The outbox: envelopes that have no place yet, own ones and those that were brought.

use crate::effect;
use crate::place::{Row, insert};
use crate::sql::{self, UNSENT};
use crate::state::control_head;
use crate::stored::{self, Stored};
use crate::{Ledger, LedgerError};
use protocol::{DeviceKey, EnvId, ItemStatus, LogView, Next, Prepared, Signature};
use rusqlite::Connection;

/// Keeps an envelope until the relay gives it a place; its effects hold at once on this machine.
///
/// Judge it before, in the same transaction: an own one with [`Ledger::with_unsent`], another's with
/// [`Ledger::brought`].
pub fn append_unsent(conn: &Connection, prepared: &Prepared) -> Result<(), LedgerError> {
    let last = sql::one(conn, "SELECT max(at) FROM log_envelope", [], |row| row.get::<_, Option<i64>>(0))?;
    let at = last.flatten().unwrap_or(0).max(UNSENT - 1) + 1;
    insert(conn, prepared, &Row { at, status: ItemStatus::Admitted, code: None, chain: None })?;
    effect::apply(conn, prepared, at)
}

/// Lists what waits to be sent, oldest first.
pub fn unsent(conn: &Connection, limit: usize) -> Result<Vec<Stored>, LedgerError> {
    stored::select(conn, "WHERE at >= ?1 ORDER BY at LIMIT ?2", (UNSENT, limit as i64))
}

/// Lists what waits for its author's signature, oldest first.
pub fn unsigned(conn: &Connection, limit: usize) -> Result<Vec<Stored>, LedgerError> {
    stored::select(conn, "WHERE at >= ?1 AND sig = zeroblob(64) ORDER BY at LIMIT ?2", (UNSENT, limit as i64))
}

/// Adds the signature to an own envelope that waits for it. Nothing is changed where there is none:
/// it was withdrawn meanwhile.
pub fn add_signature(conn: &Connection, id: EnvId, sig: Signature) -> Result<(), LedgerError> {
    let sql = "UPDATE log_envelope SET sig = ?2 WHERE env_id = ?1 AND at >= ?3 AND sig = zeroblob(64)";
    sql::run(conn, sql, rusqlite::params![id.as_bytes(), sig.0, UNSENT]).map(drop)
}

/// Counts what waits to be sent.
pub fn unsent_count(conn: &Connection) -> Result<u64, LedgerError> {
    let sql = "SELECT count(*) FROM log_envelope WHERE at >= ?1";
    Ok(sql::one(conn, sql, [UNSENT], |row| row.get::<_, i64>(0))?.unwrap_or(0) as u64)
}

/// Takes what a device wrote and what waits to be sent out again, from a number on, with all that it
/// changed; answers it oldest first, so that its author can write it anew.
pub fn withdraw_unsent(
    conn: &Connection,
    author: DeviceKey,
    from_aseq: u64,
) -> Result<Vec<Stored>, LedgerError> {
    let condition = "WHERE at >= ?1 AND author = ?2 AND aseq >= ?3 ORDER BY at";
    let withdrawn = stored::select(conn, condition, (UNSENT, author.to_bytes(), from_aseq as i64))?;
    for one in withdrawn.iter().rev() {
        let Some((at, _)) = stored::place_of(conn, one.env_id)? else { continue };
        effect::undo(conn, &one.header, at)?;
        sql::run(conn, "DELETE FROM log_envelope WHERE at = ?1", [at])?;
    }
    Ok(withdrawn)
}

/// Finds where a device's next envelope stands, after all that it has written.
pub fn next(conn: &Connection, device: DeviceKey) -> Result<Next, LedgerError> {
    let ledger = Ledger::with_unsent(conn);
    let last = ledger.chain_end(device)?;
    let aprev = ledger.chain_entry(device, last)?.unwrap_or(EnvId::ZERO);
    let placed = control_head(conn, UNSENT)?;
    // While the whole log waits for its places again, the head that waits is the one that was applied.
    let control = if placed == EnvId::ZERO { control_head(conn, i64::MAX)? } else { placed };
    Ok(Next { aseq: last + 1, aprev, control })
}
