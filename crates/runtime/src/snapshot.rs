//! Documents saved whole for whoever comes later: when they are made, and how they are taken (protocol,
//! section 17; ADR 0028).

use api::Error;
use engine::{Document, Numbered, Snapshot};
use ledger::{Ledger, Stored, Uncovered, Vouched};
use protocol::{DocId, DraftContent, Header, limits};

use crate::session::{Session, Work};
use crate::{apply, error};

/// So many changes, or bytes of them, are worth a snapshot once their document rests.
const WORTH_IT: (u64, u64) = (8, 16 * 1024);

/// So many are worth one at once.
const OVERDUE: (u64, u64) = (64, 64 * 1024);

/// A document rests when nobody has changed it for so long, in milliseconds.
const REST: i64 = 60 * 60 * 1000;

/// Another member's device waits for so long before it vouches too, and for up to a week more, so that
/// not all do at once; in milliseconds.
const SECOND: i64 = 2 * DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Makes the snapshots that are this device's to make: of documents whose newest change it signed, and
/// of those for which only one other member vouches.
///
/// # Errors
/// Those of reading the profile's file; a document that cannot be saved whole is left for later.
pub fn make_due(session: &Session) -> Result<(), Error> {
    let author = session.signer.device_key();
    let written =
        session.read(|work| ledger::written_by(work.connection(), author).map_err(error::from_ledger))?;
    for doc in written {
        if session.read(|work| is_due(work, doc))? {
            attempt(session, doc);
        }
    }
    let alone =
        |work: &mut Work<'_>| ledger::alone(work.connection(), session.member).map_err(error::from_ledger);
    let now = session.now().millis();
    for (doc, made_at) in session.read(alone)? {
        if now.saturating_sub(made_at) >= SECOND + turn(session, doc) * DAY {
            attempt(session, doc);
        }
    }
    Ok(())
}

/// On which day of a week this device has its turn with a document.
fn turn(session: &Session, doc: DocId) -> i64 {
    i64::from((doc.as_bytes()[0] ^ session.signer.device_key().as_bytes()[0]) % 7)
}

fn attempt(session: &Session, doc: DocId) {
    if let Err(failure) = session.commit(|work| make(work, doc)) {
        tracing::warn!(%doc, %failure, "no snapshot was made");
    }
}

fn is_due(work: &mut Work<'_>, doc: DocId) -> Result<bool, Error> {
    let Some(open) = ledger::uncovered(work.connection(), doc).map_err(error::from_ledger)? else {
        return Ok(false);
    };
    let rests = work.session.now().millis().saturating_sub(open.ts) >= REST;
    let at_least =
        |(envelopes, bytes): (u64, u64), open: &Uncovered| open.envelopes >= envelopes || open.bytes >= bytes;
    let due = at_least(OVERDUE, &open) || (rests && at_least(WORTH_IT, &open));
    Ok(due && open.author == work.session.signer.device_key())
}

fn make(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    let connection = work.connection();
    let whole = ledger::is_whole(connection, doc).map_err(error::from_ledger)?
        && !ledger::holds_unsent(connection, doc).map_err(error::from_ledger)?;
    let log = Ledger::with_unsent(connection);
    // Who only reads it may not vouch for it.
    let may = protocol::may_snapshot(work.session.member, doc, &log).map_err(error::from_ledger)?;
    if !whole || !may || apply::class_of(work, doc)?.is_none() {
        return Ok(());
    }
    let state = ledger::state(work.connection()).map_err(error::from_ledger)?;
    let (Some(cursor), Some(document)) = (state.cursor, work.document(doc)?) else { return Ok(()) };
    let made = document.snapshot().map_err(|failure| error::broken(doc, &failure))?;
    if made.bytes.len() as u64 > limits::SNAPSHOT || made.heads.len() > limits::HEADS {
        return Ok(());
    }
    let content = DraftContent::Snapshot {
        bytes: made.bytes,
        heads: made.heads,
        covered_seq: cursor.seq,
        n_changes: made.n_changes,
    };
    work.sign(doc, None, content).map(|_| ())
}

/// Reads a snapshot from its envelope.
pub fn read(header: Header, bytes: Vec<u8>) -> Option<(Header, Snapshot)> {
    let n_changes = header.ext.n_changes?;
    let snapshot = Snapshot { bytes, heads: header.heads.clone(), n_changes };
    Some((header, snapshot))
}

/// Takes a snapshot into a document that is built again, where it stands for what is not here; one that
/// cannot be taken is given up, and the document fetched from its beginning.
pub fn take(work: &mut Work<'_>, document: &mut Document, stored: &Stored) -> Result<(), Error> {
    let (connection, doc) = (work.connection(), stored.header.doc);
    let whole = ledger::is_whole(connection, doc).map_err(error::from_ledger)?;
    if whole && ledger::holds_changes(connection, doc, &stored.header.heads).map_err(error::from_ledger)? {
        return Ok(());
    }
    let payload = stored.payload.clone();
    let Some((header, snapshot)) = payload.and_then(|payload| read(stored.header.clone(), payload)) else {
        return Ok(());
    };
    match document.absorb(&snapshot) {
        Ok(changes) => vouch(work, &header, &changes),
        Err(failure) => {
            tracing::warn!(envelope = %stored.env_id, %failure, "a snapshot that cannot be taken is given up");
            ledger::give_up(connection, doc).map_err(error::from_ledger)
        }
    }
}

/// Takes a snapshot's word for the changes whose envelopes are not here.
pub fn vouch(work: &Work<'_>, header: &Header, changes: &[Numbered]) -> Result<(), Error> {
    let changes: Vec<Vouched> = changes
        .iter()
        .map(|change| Vouched { hash: change.hash, actor: change.actor, seq: change.seq })
        .collect();
    ledger::vouch(work.connection(), header, &changes).map_err(error::from_ledger)
}

#[cfg(test)]
mod tests;
