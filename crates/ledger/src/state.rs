//! The one row that says which school's log this is and how far it goes.

use crate::LedgerError;
use crate::sql::{self, UNSENT};
use protocol::{Cursor, EnvId, Epoch, RecoveryKey, Signature, SignedCheckpoint, Skipped, SpaceId};
use rusqlite::{Connection, params};

/// What the log is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Whose log it is.
    pub space: SpaceId,
    /// The genesis, where an invitation named it or it has come.
    pub genesis: Option<EnvId>,
    /// The relay's epoch; on clients zeros until a checkpoint was stored.
    pub epoch: Epoch,
    /// Where in the epoch before this one began.
    pub base: Option<Cursor>,
    /// The highest number held.
    pub head: u64,
    /// On the relay: the chain at the head.
    pub chain: [u8; 32],
    /// The newest control entry that has a place, zeros for none.
    pub control_head: EnvId,
    /// The recovery key that the genesis names.
    pub recovery: Option<RecoveryKey>,
    /// On clients: where the next pull goes on.
    pub cursor: Option<Cursor>,
}

/// Begins the log of a school, once; `genesis` is what its first entry must be, where that is known.
pub fn begin(conn: &Connection, space: SpaceId, genesis: Option<EnvId>) -> Result<(), LedgerError> {
    let genesis = genesis.map(EnvId::to_bytes);
    sql::run(
        conn,
        "INSERT INTO log_state (one, space, genesis, epoch, head, chain) VALUES (1, ?1, ?2, ?3, 0, ?4)",
        params![space.as_bytes(), genesis, [0u8; 16], [0u8; 32]],
    )?;
    Ok(())
}

/// Begins a new life of the relay's log; `base` is the place of the life before where it begins.
pub fn begin_epoch(conn: &Connection, epoch: Epoch, base: Option<Cursor>) -> Result<(), LedgerError> {
    let base = base.map(Cursor::to_bytes);
    sql::run(conn, "UPDATE log_state SET epoch = ?1, base = ?2", params![epoch.as_bytes(), base])?;
    Ok(())
}

/// Reads what the log is now.
pub fn state(conn: &Connection) -> Result<State, LedgerError> {
    let control_head = control_head(conn, UNSENT)?;
    sql::one(
        conn,
        "SELECT space, genesis, epoch, base, head, chain, recovery, cursor FROM log_state",
        [],
        |row| {
            Ok(State {
                space: SpaceId::from_bytes(row.get(0)?),
                genesis: row.get::<_, Option<_>>(1)?.map(EnvId::from_bytes),
                epoch: Epoch::from_bytes(row.get(2)?),
                base: row.get::<_, Option<_>>(3)?.map(|bytes| Cursor::from_bytes(&bytes)),
                head: row.get::<_, i64>(4)? as u64,
                chain: row.get(5)?,
                control_head,
                recovery: row.get::<_, Option<_>>(6)?.map(RecoveryKey::from_bytes),
                cursor: row.get::<_, Option<_>>(7)?.map(|bytes| Cursor::from_bytes(&bytes)),
            })
        },
    )?
    .ok_or(LedgerError::NotBegun)
}

pub(crate) fn control_head(conn: &Connection, before: i64) -> Result<EnvId, LedgerError> {
    let head = sql::one(
        conn,
        "SELECT env_id FROM log_envelope WHERE kind = 3 AND status = 0 AND at < ?1 ORDER BY at DESC LIMIT 1",
        [before],
        |row| row.get(0),
    )?;
    Ok(head.map_or(EnvId::ZERO, EnvId::from_bytes))
}

/// Keeps the place where the next pull goes on; belongs into the transaction of the page.
pub fn set_cursor(conn: &Connection, cursor: &Cursor) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "UPDATE log_state SET cursor = ?1, epoch = ?2",
        params![cursor.to_bytes(), cursor.epoch.as_bytes()],
    )?;
    Ok(())
}

/// Keeps the newest checkpoint of the relay, which proves deliveries (protocol section 16).
pub fn store_checkpoint(conn: &Connection, checkpoint: &SignedCheckpoint) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "UPDATE log_state SET checkpoint = ?1, checkpoint_sig = ?2",
        params![checkpoint.bytes, checkpoint.sig.0],
    )?;
    Ok(())
}

/// Reads the newest checkpoint that was kept.
pub fn checkpoint(conn: &Connection) -> Result<Option<SignedCheckpoint>, LedgerError> {
    let row = sql::one(conn, "SELECT checkpoint, checkpoint_sig FROM log_state", [], |row| {
        Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, Option<[u8; 64]>>(1)?))
    })?;
    Ok(row.and_then(|(bytes, sig)| Some(SignedCheckpoint { bytes: bytes?, sig: Signature(sig?) })))
}

/// On the relay: gives the first bytes of the chain at a place; at 0 the chain is zeros.
pub fn chain_at(conn: &Connection, seq: u64) -> Result<Option<[u8; 8]>, LedgerError> {
    if seq == 0 {
        return Ok(Some([0; 8]));
    }
    let chain = sql::one(conn, "SELECT chain FROM log_envelope WHERE at = ?1", [seq as i64], |row| {
        row.get::<_, Option<[u8; 8]>>(0)
    })?;
    Ok(chain.flatten())
}

/// Keeps which numbers of an author this device may not read: they count as held (protocol section 11).
pub fn note_skipped(conn: &Connection, skipped: &[Skipped]) -> Result<(), LedgerError> {
    for one in skipped {
        sql::run(
            conn,
            "INSERT INTO log_skipped (author, first, last) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            params![one.author.as_bytes(), one.from as i64, one.to as i64],
        )?;
    }
    Ok(())
}
