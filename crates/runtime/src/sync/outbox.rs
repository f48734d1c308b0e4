//! Sends what waits, in the order of the author's chain, and believes only what the relay answers.

use std::collections::BTreeSet;

use ledger::Ground;
use protocol::{Code, DeviceKey, Prepared, PushAnswer, PushStatus};

use super::brought::{self, Settling};
use super::restore;
use super::rounds::{SyncError, token};
use crate::again::{self, Rest};
use crate::session::{Session, Work};
use crate::{apply, error, signing};

/// Envelopes in one push (protocol, section 18).
const BATCH: usize = 256;
/// Bytes in one push.
const BATCH_BYTES: usize = 4 << 20;
/// How often one outbox is offered without getting any shorter, before it stops.
const FRUITLESS: u32 = 3;

/// Sends until nothing waits; returns how many the relay took.
///
/// What a relay that is being restored takes only later goes on waiting, which is no failure.
pub async fn send(session: &Session) -> Result<u32, SyncError> {
    let _one_at_a_time = session.exchange.sending.lock().await;
    let brings_back = restore::ask(session).await?;
    let (mut sent, mut later) = send_waiting(session).await?;
    if brings_back && restore::report(session).await? && later {
        let (rest, still) = send_waiting(session).await?;
        sent += rest;
        later = still;
    }
    if session.exchange.note_restored_first(later) {
        session.emit(api::Topic::Delivery);
    }
    Ok(sent)
}

/// Returns how many were taken, and whether a relay that is being restored takes some only later.
async fn send_waiting(session: &Session) -> Result<(u32, bool), SyncError> {
    let (mut sent, mut fruitless) = (0, 0);
    let mut held = BTreeSet::new();
    let mut later = false;
    if session.read(|work| brought::is_here(work))? {
        // Most of what was brought has its place already: a page says so with fewer bytes.
        super::intake::pull(session, 0).await?;
    }
    loop {
        signing::sign_waiting(session).await?;
        let batch = session.read(|work| next_batch(work, &held))?;
        if batch.is_empty() {
            return Ok((sent, later));
        }
        let token = token(session).await?;
        let answer = session.exchange.client().push(session.space, Some(&token), &batch).await?;
        if !restore::is_of_this_life(session, answer.checkpoint.as_ref())? {
            // Its places mean nothing here before that life is followed.
            super::intake::pull(session, 0).await?;
            fruitless += 1;
            if fruitless == FRUITLESS {
                return Err(SyncError::Stuck(Code::EpochChanged));
            }
            continue;
        }
        let mut settled = session.commit(|work| {
            if let Some(told) = &answer.checkpoint {
                restore::keep(work, told)?;
            }
            settle(work, &batch, &answer.answers)
        })?;
        later |= settled.later;
        sent += settled.placed;
        if settled.lost {
            // At once, or the next change would rest on what has no effect.
            apply::settle(session)?;
        }
        let holds_back = !settled.held.is_empty();
        held.append(&mut settled.held);
        if settled.placed == 0 && !holds_back {
            fruitless += 1;
            if fruitless == FRUITLESS {
                return Err(SyncError::Stuck(settled.word.unwrap_or(Code::Malformed)));
            }
        }
        if settled.needs_pull {
            super::intake::pull(session, 0).await?;
        }
    }
}

/// What the relay's answers to one push made of it.
#[derive(Debug, Default)]
pub struct Settled {
    placed: u32,
    lost: bool,
    needs_pull: bool,
    later: bool,
    held: BTreeSet<DeviceKey>,
    word: Option<Code>,
}

impl Settled {
    fn note(&mut self, prepared: &Prepared, settling: Settling) {
        match settling {
            Settling::Placed => self.placed += 1,
            Settling::Pulled => self.needs_pull = true,
            Settling::Waits => drop(self.held.insert(prepared.header().author)),
            Settling::Gone => {
                self.placed += 1;
                self.lost = true;
            }
        }
    }
}

fn next_batch(work: &Work<'_>, held: &BTreeSet<DeviceKey>) -> Result<Vec<Prepared>, api::Error> {
    let stored = ledger::unsent_except(work.connection(), held, BATCH).map_err(error::from_ledger)?;
    let mut bytes = 0;
    let mut batch = Vec::with_capacity(stored.len());
    for one in stored {
        let envelope = one.to_envelope().map_err(error::from_ledger)?;
        if !envelope.is_signed() {
            break;
        }
        bytes += envelope.to_wire().len();
        if bytes > BATCH_BYTES && !batch.is_empty() {
            break;
        }
        batch.push(Prepared::new(envelope));
    }
    Ok(batch)
}

/// Takes the relay's answers to a push.
pub fn settle(
    work: &mut Work<'_>,
    batch: &[Prepared],
    answers: &[PushAnswer],
) -> Result<Settled, api::Error> {
    let mut settled = Settled::default();
    for (prepared, answer) in batch.iter().zip(answers) {
        settled.later |= answer.code == Some(Code::Recovering);
        if !brought::is_own(work, prepared) {
            settled.note(prepared, brought::settle(work, prepared, answer)?);
            continue;
        }
        if settled.held.contains(&prepared.header().author) {
            continue;
        }
        match (answer.status, answer.seq) {
            (PushStatus::Admitted, Some(_)) => {
                place(work, prepared, answer)?;
                settled.placed += 1;
            }
            (PushStatus::Void, Some(_)) => {
                place(work, prepared, answer)?;
                again::keep(work, prepared, word(answer))?;
                settled.placed += 1;
                settled.lost = true;
            }
            // An earlier answer was lost: what became of it comes with the next page.
            (PushStatus::Duplicate, _) => settled.needs_pull = true,
            (PushStatus::Need, _) if brought::ground(work, answer)? == Ground::Brought => {
                // It rests on a colleague's work that is here and not at the relay: they go together.
                settled.held.insert(prepared.header().author);
                break;
            }
            (PushStatus::Need, _) if !is_groundless(work, prepared, answer)? => {
                settled.needs_pull = true;
                settled.word = answer.code;
                break;
            }
            (PushStatus::Refused, _) if answer.code == Some(Code::Recovering) => {
                settled.held.insert(prepared.header().author);
            }
            (PushStatus::Refused, _) if brought::is_late(work, prepared, answer)? => {
                again::take_back(work, prepared, word(answer), Rest::SignedAnew)?;
                settled.placed += 1;
                settled.lost = true;
                break;
            }
            (PushStatus::Refused, _) if answer.code == Some(Code::AuthorFork) && is_behind(work)? => {
                // What stands there may be what this device made online, and whose answer was lost.
                settled.needs_pull = true;
                settled.word = answer.code;
                break;
            }
            (PushStatus::Refused, _) if answer.code.is_some_and(Code::retryable) => {
                settled.word = answer.code;
                break;
            }
            (status, _) => {
                let rest = if status == PushStatus::Need { Rest::SignedAnew } else { Rest::Kept };
                again::take_back(work, prepared, word(answer), rest)?;
                settled.placed += 1;
                settled.lost = true;
                settled.word = answer.code;
                break;
            }
        }
    }
    if settled.placed > 0 {
        work.emit(api::Topic::Delivery);
    }
    Ok(settled)
}

fn place(work: &mut Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<(), api::Error> {
    if answer.status == PushStatus::Admitted && restore::is_on(work)? {
        // In the life before it may have had no effect.
        apply::rebuild_later(work, prepared.header().doc)?;
    }
    apply::confirm(work, prepared, answer)
}

/// Whether the relay's log goes further than this machine has read.
fn is_behind(work: &Work<'_>) -> Result<bool, api::Error> {
    let read = ledger::state(work.connection()).map_err(error::from_ledger)?.cursor;
    let told = ledger::checkpoint(work.connection()).map_err(error::from_ledger)?;
    let told = told.map(|told| restore::read_kept(work, &told)).transpose()?.flatten();
    Ok(told.is_some_and(|told| told.seq > read.map_or(0, |cursor| cursor.seq)))
}

/// Whether an envelope rests on what is nowhere, such as a document whose own opening has no effect or
/// brought work that nobody takes: it would wait for ever.
fn is_groundless(work: &Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<bool, api::Error> {
    match answer.code {
        Some(Code::MissingDoc) => Ok(apply::class_of(work, prepared.header().doc)?.is_none()),
        Some(Code::MissingDeps | Code::UnknownControl) => {
            Ok(brought::ground(work, answer)? == Ground::Nowhere)
        }
        _ => Ok(false),
    }
}

fn word(answer: &PushAnswer) -> &'static str {
    answer.code.map_or(again::REFUSED, Code::as_str)
}
