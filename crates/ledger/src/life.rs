//! A new life of the relay's log: what a client keeps of the one before (protocol section 11).

use crate::effect;
use crate::sql::{self, UNSENT};
use crate::stored::{self, Stored, StoredStatus};
use crate::{LedgerError, state};
use protocol::{Checkpoint, Cursor, DocId, Kind, Prepared, Skipped};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// What lost its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// The last place that is as it was.
    pub kept: u64,
    /// Documents of which an envelope lost its place.
    pub documents: BTreeSet<DocId>,
}

/// On a client: begins another life of the relay's log.
///
/// What lies up to its base keeps its place where this log is known to be the same up to there. All
/// later envelopes that are whole here wait in their old order, before what waited already; of the
/// others only the numbers are remembered. Belongs into one transaction with what follows from it.
pub fn begin_life(conn: &Connection, checkpoint: &Checkpoint) -> Result<Forgotten, LedgerError> {
    let before = state::state(conn)?.cursor;
    let (kept, cursor) = before.map_or((0, None), |cursor| common(cursor, checkpoint));
    let forgotten = forget_after(conn, kept)?;
    sql::run(
        conn,
        "UPDATE log_state SET epoch = ?1, cursor = ?2, checkpoint = NULL, checkpoint_sig = NULL,
             head = (SELECT ifnull(max(at), 0) FROM log_envelope WHERE at < ?3)",
        params![checkpoint.epoch.as_bytes(), cursor.map(Cursor::to_bytes), UNSENT],
    )?;
    Ok(forgotten)
}

/// The last place that both lives have in common, and the cursor from which to go on in the new one.
fn common(cursor: Cursor, checkpoint: &Checkpoint) -> (u64, Option<Cursor>) {
    let moved = |place: Cursor| Some(Cursor { epoch: checkpoint.epoch, ..place });
    match checkpoint.base.filter(|base| base.epoch == cursor.epoch) {
        Some(base) if cursor.seq < base.seq => (base.seq, moved(cursor)),
        Some(base) if cursor.seq > base.seq || cursor.chain == base.chain => (base.seq, moved(base)),
        // Nobody knows where the two began to differ.
        _ => (0, None),
    }
}

fn forget_after(conn: &Connection, kept: u64) -> Result<Forgotten, LedgerError> {
    let after = i64::try_from(kept).unwrap_or(i64::MAX);
    let places = sql::all(conn, "SELECT at FROM log_envelope WHERE at > ?1 ORDER BY at", [after], |row| {
        row.get::<_, i64>(0)
    })?;
    for at in places.iter().rev() {
        effect::undo(conn, &one_at(conn, *at)?.header, *at)?;
    }
    sql::run(conn, "UPDATE log_vouched SET at = ?1 WHERE at > ?1", [after])?;
    let mut forgotten = Forgotten { kept, ..Forgotten::default() };
    let mut next = places.last().copied().unwrap_or(0).max(UNSENT - 1) + 1;
    for at in places {
        let stored = one_at(conn, at)?;
        let had_a_place = stored.seq.is_some();
        // What only a snapshot tells of is signed all the same: a relay that lost it takes its header.
        let told_of = stored.status == StoredStatus::Compacted && stored.header.kind == Kind::Change;
        if had_a_place && stored.payload.is_none() && !told_of {
            remember_number(conn, &stored)?;
            continue;
        }
        if had_a_place {
            forgotten.documents.insert(stored.header.doc);
            forgotten.documents.extend(stored.header.about);
        }
        wait_again(conn, &stored, at, next)?;
        next += 1;
    }
    Ok(forgotten)
}

fn one_at(conn: &Connection, at: i64) -> Result<Stored, LedgerError> {
    let found = stored::select(conn, "WHERE at = ?1", [at])?.pop();
    found.ok_or(LedgerError::Corrupt("an entry vanished while it was read"))
}

/// Somebody else holds it whole, and the relay hands its header out again.
fn remember_number(conn: &Connection, stored: &Stored) -> Result<(), LedgerError> {
    let (author, aseq) = (stored.header.author, stored.header.aseq);
    sql::run(conn, "DELETE FROM log_envelope WHERE env_id = ?1", [stored.env_id.as_bytes()])?;
    state::note_skipped(conn, &[Skipped { author, from: aseq, to: aseq }])
}

fn wait_again(conn: &Connection, stored: &Stored, at: i64, next: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "UPDATE log_envelope SET at = ?2, code = NULL, former = ifnull(former, ?3) WHERE at = ?1",
        params![at, next, sql::seq_of(at).map(|seq| seq as i64)],
    )?;
    if stored.status == StoredStatus::Void {
        return effect::apply_void(conn, &stored.header, next);
    }
    // An own one may still wait for its signature.
    effect::apply(conn, &Prepared::own(stored.to_envelope()?), next)
}
