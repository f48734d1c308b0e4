//! Sends what waits, in the order of the author's chain, and believes only what the relay answers.

use protocol::{Prepared, PushAnswer, PushStatus};

use super::rounds::{SyncError, token};
use crate::error;
use crate::session::{Session, Work};

/// Envelopes in one push (protocol, section 18).
const BATCH: usize = 256;
/// Bytes in one push.
const BATCH_BYTES: usize = 4 << 20;
/// How often one outbox is offered without getting any shorter, before it stops.
const FRUITLESS: u32 = 3;

/// Sends until nothing waits; returns how many the relay took.
pub async fn send(session: &Session) -> Result<u32, SyncError> {
    let _one_at_a_time = session.exchange.sending.lock().await;
    let (mut sent, mut fruitless) = (0, 0);
    loop {
        let batch = session.read(|work| next_batch(work))?;
        if batch.is_empty() {
            return Ok(sent);
        }
        let token = token(session).await?;
        let answer = session.exchange.client().push(session.space, Some(&token), &batch).await?;
        let settled = session.commit(|work| settle(work, &batch, &answer.answers))?;
        sent += settled.placed;
        if settled.placed == 0 {
            fruitless += 1;
            if fruitless == FRUITLESS {
                return Err(SyncError::Stuck(settled.word.unwrap_or(protocol::Code::Malformed)));
            }
        }
        if settled.needs_pull {
            super::intake::pull(session, 0).await?;
        }
    }
}

#[derive(Default)]
struct Settled {
    placed: u32,
    needs_pull: bool,
    word: Option<protocol::Code>,
}

fn next_batch(work: &Work<'_>) -> Result<Vec<Prepared>, api::Error> {
    let stored = ledger::unsent(work.connection(), BATCH).map_err(error::from_ledger)?;
    let mut bytes = 0;
    let mut batch = Vec::with_capacity(stored.len());
    for one in stored {
        let envelope = one.to_envelope().map_err(error::from_ledger)?;
        bytes += envelope.to_wire().len();
        if bytes > BATCH_BYTES && !batch.is_empty() {
            break;
        }
        batch.push(Prepared::new(envelope));
    }
    Ok(batch)
}

fn settle(work: &mut Work<'_>, batch: &[Prepared], answers: &[PushAnswer]) -> Result<Settled, api::Error> {
    let mut settled = Settled::default();
    for (prepared, answer) in batch.iter().zip(answers) {
        match (answer.status, answer.seq) {
            (PushStatus::Admitted, Some(_)) => {
                place(work, prepared, answer)?;
                settled.placed += 1;
            }
            (PushStatus::Void, Some(_)) => {
                place(work, prepared, answer)?;
                refuse(work, prepared, answer)?;
                crate::apply::rebuild_later(work, prepared.header().doc)?;
                settled.placed += 1;
            }
            // An earlier answer was lost: what became of it comes with the next page.
            (PushStatus::Duplicate, _) => settled.needs_pull = true,
            (PushStatus::Need, _) => {
                settled.needs_pull = true;
                settled.word = answer.code;
                break;
            }
            (PushStatus::Refused, _) if answer.code.is_some_and(protocol::Code::retryable) => {
                settled.word = answer.code;
                break;
            }
            _ => {
                refuse(work, prepared, answer)?;
                let from = prepared.header().aseq;
                for taken_back in
                    ledger::withdraw_unsent(work.connection(), from).map_err(error::from_ledger)?
                {
                    crate::apply::rebuild_later(work, taken_back.header.doc)?;
                }
                settled.placed += 1;
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
    ledger::confirm(work.connection(), prepared.id(), answer).map_err(error::from_ledger)?;
    crate::apply::delivery_moved(work, prepared.header().doc);
    Ok(())
}

fn refuse(work: &mut Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<(), api::Error> {
    let word = answer.code.map_or("refused", protocol::Code::as_str);
    tracing::warn!(envelope = %prepared.id(), code = word, "the relay refused an envelope");
    let refused = store::refused::Refused {
        env: prepared.id(),
        doc: prepared.header().doc,
        code: word.to_owned(),
        at: work.session.now(),
        wire: Some(prepared.envelope().to_wire()),
    };
    store::refused::note(work.connection(), &refused).map_err(error::from_store)
}
