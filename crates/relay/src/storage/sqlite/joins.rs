//! Machines that wait until a registrar lets them in: beside the log, and bounded.

use super::{StorageError, Written};
use ledger::{Ledger, LedgerError};
use protocol::{BoxKey, DeviceKey, InviteKey, JoinRequest, LogView, Signature, WaitingJoin};
use rusqlite::{Connection, OptionalExtension, params};

pub(super) const TABLES: &str = "
CREATE TABLE relay_join (
    device BLOB PRIMARY KEY, invite BLOB NOT NULL, box_key BLOB NOT NULL, proof BLOB NOT NULL,
    since INTEGER NOT NULL, asked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_join_invite ON relay_join (invite);
";

/// So many machines wait with one invitation: a second one is a stranger or a second try already.
const OF_AN_INVITATION: i64 = 4;
/// So many machines wait in a school.
const OF_A_SCHOOL: i64 = 256;
/// Who has not asked again for so long waits no more, in milliseconds: 14 days.
const PATIENCE: i64 = 14 * 24 * 60 * 60 * 1_000;
/// Asking again is written down only once in a while, in milliseconds: an hour.
const NOTED_EVERY: i64 = 60 * 60 * 1_000;

/// Keeps a request that was checked, unless too many wait already.
pub(super) fn wait(conn: &Connection, request: &JoinRequest, now: i64) -> Result<Written, StorageError> {
    // One from a clock that was ahead would stay for good.
    conn.execute(
        "DELETE FROM relay_join WHERE asked < ?1 OR asked > ?2
             OR invite IN (SELECT invite FROM log_invite WHERE closed_at IS NOT NULL)
             OR device IN (SELECT device FROM log_device)",
        [now.saturating_sub(PATIENCE), now.saturating_add(NOTED_EVERY)],
    )?;
    let count = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> Result<i64, rusqlite::Error> {
        conn.query_row(sql, params, |row| row.get(0))
    };
    let device = request.device.as_bytes();
    let others = "SELECT count(*) FROM relay_join WHERE device <> ?1";
    let beside = "SELECT count(*) FROM relay_join WHERE device <> ?1 AND invite = ?2";
    if count(others, &[device])? >= OF_A_SCHOOL
        || count(beside, &[device, request.invite.as_bytes()])? >= OF_AN_INVITATION
    {
        return Ok(Written::Full);
    }
    conn.execute(
        "INSERT INTO relay_join (device, invite, box_key, proof, since, asked) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT DO UPDATE SET invite = ?2, box_key = ?3, proof = ?4, asked = ?5",
        params![device, request.invite.as_bytes(), request.box_key.as_bytes(), request.proof.0, now],
    )?;
    Ok(Written::Done)
}

/// Forgets a machine that asks no more.
pub(super) fn leave(conn: &Connection, device: DeviceKey) -> Result<(), StorageError> {
    conn.execute("DELETE FROM relay_join WHERE device = ?1", [device.as_bytes()])?;
    Ok(())
}

/// Says whether exactly this request waits, and was written down lately.
pub(super) fn is_noted(conn: &Connection, request: &JoinRequest, now: i64) -> Result<bool, LedgerError> {
    let sql = "SELECT asked FROM relay_join WHERE device = ?1 AND invite = ?2 AND box_key = ?3";
    let keys = params![request.device.as_bytes(), request.invite.as_bytes(), request.box_key.as_bytes()];
    let asked: Option<i64> = conn.prepare_cached(sql)?.query_row(keys, |row| row.get(0)).optional()?;
    Ok(asked.is_some_and(|asked| (0..NOTED_EVERY).contains(&(now - asked))))
}

/// Lists the machines that wait with an invitation that can still be used, the first to ask first.
pub(super) fn waiting(conn: &Connection, now: i64) -> Result<Vec<WaitingJoin>, LedgerError> {
    let sql = "SELECT device, invite, box_key, proof, since FROM relay_join
               WHERE asked >= ?1 AND device NOT IN (SELECT device FROM log_device) ORDER BY since, device";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([now.saturating_sub(PATIENCE)], |row| {
        Ok(WaitingJoin {
            request: JoinRequest {
                device: DeviceKey::from_bytes(row.get(0)?),
                invite: InviteKey::from_bytes(row.get(1)?),
                box_key: BoxKey::from_bytes(row.get(2)?),
                proof: Signature(row.get(3)?),
            },
            since: row.get(4)?,
        })
    })?;
    let log = Ledger::placed(conn);
    let mut waiting = Vec::new();
    for row in rows {
        let one = row?;
        let open = log.invite(one.request.invite)?;
        if open.is_some_and(|open| !open.closed && open.uses_left > 0 && open.expires > now) {
            waiting.push(one);
        }
    }
    Ok(waiting)
}
