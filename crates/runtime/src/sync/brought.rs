//! Envelopes of others that were brought in a bundle: sent with the own ones, settled unlike them.
//!
//! Nothing of theirs is written again here: their author's machine does that.

use api::Error;
use ledger::Stored;
use protocol::{BlobId, Code, ItemStatus, Kind, Parsed, Prepared, PushAnswer, PushStatus, Value};
use store::blob::Outward;

use crate::again::{self, Rest};
use crate::session::Work;
use crate::{apply, error};

/// Whether this device wrote an envelope.
pub fn is_own(work: &Work<'_>, prepared: &Prepared) -> bool {
    prepared.header().author == work.session.signer.device_key()
}

/// Whether an envelope of another device waits here for its place.
pub fn is_here(work: &Work<'_>) -> Result<bool, Error> {
    let own = work.session.signer.device_key();
    ledger::holds_brought(work.connection(), own).map_err(error::from_ledger)
}

/// Takes away what was brought and does not fit what the relay placed.
pub fn give_way(work: &mut Work<'_>, placed: &Prepared) -> Result<(), Error> {
    let own = work.session.signer.device_key();
    let gone = ledger::give_way(work.connection(), placed, own).map_err(error::from_ledger)?;
    gone.iter().try_for_each(|one| is_gone(work, one))
}

/// What was brought is not kept: its document is built again without it, and a file that it alone
/// announced is not this machine's to send, unless a draft has it too.
fn is_gone(work: &mut Work<'_>, one: &Stored) -> Result<(), Error> {
    let prepared = Prepared::new(one.to_envelope().map_err(error::from_ledger)?);
    if let Parsed::Blob(manifest) = prepared.parsed()
        && ledger::named_in(work.connection(), manifest.blob).map_err(error::from_ledger)?.is_empty()
    {
        let outward = if is_in_a_draft(work, manifest.blob)? { Outward::Local } else { Outward::Committed };
        store::blob::set_outward(work.connection(), manifest.blob, outward, 0).map_err(error::from_store)?;
        work.emit(api::Topic::Delivery);
    }
    apply::rebuild_later(work, one.header.doc)
}

fn is_in_a_draft(work: &Work<'_>, blob: BlobId) -> Result<bool, Error> {
    for doc in store::blob_use::documents_of(work.connection(), blob).map_err(error::from_store)? {
        if store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes own work back that stands where this device's key signed something else, which has a place.
///
/// Behind what this device made online, and whose answer was lost, it is answered, to be signed anew.
/// Behind all else the book was put back from a copy, or the machine was cloned: it is kept, and written
/// again behind what the relay has.
pub fn own_gives_way(work: &mut Work<'_>, placed: &Prepared) -> Result<Vec<Stored>, Error> {
    if !is_own(work, placed) {
        return Ok(Vec::new());
    }
    let first = ledger::does_not_fit(work.connection(), placed).map_err(error::from_ledger)?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let taken = again::withdraw(work, first)?;
    if matches!(placed.header().kind, Kind::Control | Kind::Readmit) {
        return Ok(taken);
    }
    again::settle(work, &taken, Code::AuthorFork.as_str(), Rest::Kept)?;
    Ok(Vec::new())
}

/// Keeps what this device made online at its place in the log, before what it has written meanwhile.
pub fn place(work: &mut Work<'_>, placed: &Prepared, seq: u64, status: ItemStatus) -> Result<(), Error> {
    let behind = own_gives_way(work, placed)?;
    ledger::place_at(work.connection(), placed, seq, status).map_err(error::from_ledger)?;
    apply::note(work, placed, status)?;
    again::settle(work, &behind, Code::AuthorFork.as_str(), Rest::SignedAnew)
}

/// What becomes of a brought envelope after the relay's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// It has its place.
    Placed,
    /// It comes with the next page.
    Pulled,
    /// Its author's envelopes wait for another round.
    Waits,
    /// It is no longer here.
    Gone,
}

/// Settles an envelope of another device.
pub fn settle(work: &mut Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<Settling, Error> {
    match (answer.status, answer.seq) {
        (PushStatus::Admitted, Some(_)) => {
            apply::confirm(work, prepared, answer)?;
            Ok(Settling::Placed)
        }
        (PushStatus::Void, Some(_)) => {
            apply::confirm(work, prepared, answer)?;
            apply::rebuild_later(work, prepared.header().doc)?;
            Ok(Settling::Placed)
        }
        (PushStatus::Duplicate, Some(seq)) if was_pulled_past(work, seq)? => {
            // The relay has it, and does not let this member read it.
            take_away(work, prepared)
        }
        (PushStatus::Duplicate, _) => Ok(Settling::Pulled),
        (PushStatus::Need, _) => Ok(Settling::Waits),
        (PushStatus::Refused, _) if is_late(work, prepared, answer)? => take_away(work, prepared),
        (PushStatus::Refused, _) if answer.code.is_some_and(Code::retryable) => Ok(Settling::Waits),
        _ => take_away(work, prepared),
    }
}

/// Whether a control entry can have no place any more: the one that it extends has one, and another one
/// behind it (protocol, section 7). Whoever signed it decides anew.
pub fn is_late(work: &Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<bool, Error> {
    if answer.code != Some(Code::ControlConflict) {
        return Ok(false);
    }
    let before = ledger::envelope(work.connection(), prepared.header().control);
    Ok(before.map_err(error::from_ledger)?.is_none_or(|before| before.seq.is_some()))
}

fn take_away(work: &mut Work<'_>, prepared: &Prepared) -> Result<Settling, Error> {
    let header = prepared.header();
    let gone = ledger::withdraw_unsent(work.connection(), header.author, header.aseq);
    for one in gone.map_err(error::from_ledger)? {
        tracing::info!(envelope = %one.env_id, "a brought envelope is not kept");
        is_gone(work, &one)?;
    }
    Ok(Settling::Gone)
}

fn was_pulled_past(work: &Work<'_>, seq: u64) -> Result<bool, Error> {
    let state = ledger::state(work.connection()).map_err(error::from_ledger)?;
    Ok(state.cursor.is_some_and(|cursor| cursor.seq >= seq))
}

/// Where the least firm of what an answer misses lies.
pub fn ground(work: &Work<'_>, answer: &PushAnswer) -> Result<ledger::Ground, Error> {
    let missing = match (answer.code, &answer.details) {
        (Some(Code::MissingDeps), Value::Array(hashes)) => hashes.as_slice(),
        (Some(Code::MissingDoc | Code::UnknownControl), doc) => std::slice::from_ref(doc),
        _ => return Ok(ledger::Ground::Firm),
    };
    let own = work.session.signer.device_key();
    let mut least = ledger::Ground::Firm;
    for id in missing.iter().filter_map(Value::as_bytes) {
        least = least.max(ledger::ground(work.connection(), id, own).map_err(error::from_ledger)?);
    }
    Ok(least)
}
