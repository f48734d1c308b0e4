//! One school: its database, its log, its receipts, its files.

use super::report::{Place, Verification};
use super::{evidence, older};
use crate::backup::{DATABASE, open_still};
use crate::blobs::Blobs;
use ledger::{Audited, LedgerError, State};
use protocol::{Epoch, RelayKey, SpaceId};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// What helps where the log itself is damaged.
const OTHER_BACKUP: &str = "Use another backup of this relay: what it lacks comes back from the members' \
     machines when the relay starts on it.";

/// Checks a school's folder and tells what was found.
pub(super) fn check(space: SpaceId, folder: &Path, keys: &[RelayKey], report: &mut Verification) {
    report.begin();
    let place = Place::School(space);
    let path = folder.join(DATABASE);
    let checked = open(&path).and_then(|conn| {
        let pages = integrity(&conn)?;
        for line in &pages {
            report.fault(&place, &format!("the database is damaged: {line}"), OTHER_BACKUP);
        }
        if !pages.is_empty() {
            return Ok(());
        }
        log(space, folder, &older::at_present(conn, &path)?.conn, keys, report)
    });
    match checked {
        Ok(()) => {}
        Err(LedgerError::TooNew { found, known }) => report.fault(
            &place,
            &format!("the data has format {found}, and this program knows formats up to {known}"),
            "Check it with a newer version of the relay.",
        ),
        Err(error) => report.fault(&place, &format!("the database cannot be read: {error}"), OTHER_BACKUP),
    }
}

/// Opens a database to be read. Where a relay that was killed left work in its write-ahead log, that is
/// read as well, for which SQLite may write its index file beside it.
fn open(path: &Path) -> Result<Connection, LedgerError> {
    let left = path.with_extension("db-wal");
    if std::fs::metadata(left).is_ok_and(|file| file.len() > 0) {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        return Ok(Connection::open_with_flags(path, flags)?);
    }
    Ok(open_still(path)?)
}

/// Has SQLite check its pages and indexes; nothing where all is well.
fn integrity(conn: &Connection) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare("PRAGMA integrity_check(10)")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn log(
    space: SpaceId,
    folder: &Path,
    conn: &Connection,
    keys: &[RelayKey],
    report: &mut Verification,
) -> Result<(), LedgerError> {
    let place = Place::School(space);
    let state = ledger::state(conn)?;
    if state.space != space {
        let what = format!("the folder holds another school, {}", state.space);
        report.fault(&place, &what, "Give the folder the name of its school.");
        return Ok(());
    }
    let known = ledger::relay_keys(conn)?.map(|row| row.relay);
    if !keys.is_empty() && known.is_none_or(|known| !keys.contains(&known)) {
        report.fault(
            &place,
            "relay.key is not the key that this school knows",
            "Take relay.key from the backup that this school's folder comes from.",
        );
    }
    let audited = audit(space, conn, report)?;
    report.line(&place, &said(&audited));
    receipts(&state, conn, report)?;
    fence(folder, &state, report);
    evidence::check(space, &Blobs::open(folder), conn, report)
}

fn audit(space: SpaceId, conn: &Connection, report: &mut Verification) -> Result<Audited, LedgerError> {
    // A database of its own that SQLite keeps in a temporary file, gone when it is closed.
    let scratch = Connection::open("")?;
    ledger::audit(conn, &scratch, &mut |finding| {
        let place = finding.at.map_or(Place::School(space), |at| Place::Entry(space, at));
        report.fault(&place, &finding.what.to_string(), OTHER_BACKUP);
    })
}

fn said(audited: &Audited) -> String {
    let Audited { entries, void, without_payload, quarantined } = audited;
    format!(
        "entries {entries}: signature, place and right judged again ({void} without effect, {without_payload} \
         whose text is no longer kept, {quarantined} in quarantine)"
    )
}

/// Checks that devices signed what is kept of how far they are, and that it is of this log.
fn receipts(state: &State, conn: &Connection, report: &mut Verification) -> Result<(), LedgerError> {
    for receipt in ledger::acks(conn)? {
        let cursor = receipt.ack.cursor;
        let of_this_log = cursor.epoch != state.epoch
            || (cursor.seq <= state.head && ledger::chain_at(conn, cursor.seq)? == Some(cursor.chain));
        if !receipt.ack.fits(receipt.device, state.space) || !of_this_log {
            let device = &receipt.device.to_string()[..12];
            let what = format!("the receipt of device {device} is not its own, or of another log");
            report.fault(&Place::School(state.space), &what, OTHER_BACKUP);
        }
    }
    Ok(())
}

fn fence(folder: &Path, state: &State, report: &mut Verification) {
    let place = Place::School(state.space);
    let Some((epoch, seq)) = read_fence(folder) else {
        report.note(
            &place,
            "no fence, as in every backup: a relay that starts here begins a new epoch and asks the members' \
             machines for what came later",
        );
        return;
    };
    if epoch != state.epoch || seq > state.head {
        let what = format!(
            "the log ends at entry {}, and the fence was at {seq}: a relay that starts here begins a new epoch \
             and asks the members' machines for the rest",
            state.head
        );
        report.note(&place, &what);
    }
}

/// Reads epoch and number of a fence, without judging what it lies beside.
fn read_fence(folder: &Path) -> Option<(Epoch, u64)> {
    let text = std::fs::read_to_string(folder.join("fence")).ok()?;
    let mut parts = text.split_whitespace();
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
