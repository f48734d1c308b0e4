//! Envelopes of others that were brought in a bundle: sent with the own ones, settled unlike them.
//!
//! Nothing of theirs is written again here: their author's machine does that.

use api::Error;
use protocol::{Code, Prepared, PushAnswer, PushStatus, Value};

use crate::session::Work;
use crate::{again, apply, error};

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
    gone.into_iter().try_for_each(|one| apply::rebuild_later(work, one.header.doc))
}

/// Takes own work back that stands where the relay has other work of this device: the book was put back
/// from a copy, or the machine was cloned. It is kept, and written again behind what the relay has.
pub fn own_gives_way(work: &mut Work<'_>, placed: &Prepared) -> Result<(), Error> {
    if !is_own(work, placed) {
        return Ok(());
    }
    let first = ledger::does_not_fit(work.connection(), placed).map_err(error::from_ledger)?;
    match first {
        Some(first) => again::take_back_from(work, first, Code::AuthorFork.as_str(), again::Rest::Kept),
        None => Ok(()),
    }
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
            confirm(work, prepared, answer)?;
            Ok(Settling::Placed)
        }
        (PushStatus::Void, Some(_)) => {
            confirm(work, prepared, answer)?;
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

fn confirm(work: &mut Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<(), Error> {
    ledger::confirm(work.connection(), prepared.id(), answer).map_err(error::from_ledger)?;
    apply::delivery_moved(work, prepared.header().doc);
    Ok(())
}

fn take_away(work: &mut Work<'_>, prepared: &Prepared) -> Result<Settling, Error> {
    let header = prepared.header();
    let gone = ledger::withdraw_unsent(work.connection(), header.author, header.aseq);
    for one in gone.map_err(error::from_ledger)? {
        tracing::info!(envelope = %one.env_id, "a brought envelope is not kept");
        apply::rebuild_later(work, one.header.doc)?;
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
