//! Entries of the control log: made online, pushed alone, tried again when somebody was faster
//! (protocol, section 7).

use api::{Code, Error, Topic};
use protocol::{
    ControlBody, DocId, Draft, DraftContent, EnvId, Envelope, ItemStatus, Prepared, PushStatus, SigningKey,
};

use crate::envelopes::refusal;
use crate::error;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};

/// How often a membership change is tried when others change membership at the same time.
const ATTEMPTS: u32 = 5;
/// Entries in one push.
pub const BATCH: usize = 200;

/// Enters the bodies into the control log, in order.
///
/// # Errors
/// `relay_unreachable` offline, `not_allowed` without the right, `control_conflict` when others were
/// faster five times; entries before a refused one stay.
pub async fn enter(session: &Session, bodies: Vec<ControlBody>) -> Result<(), Error> {
    enter_with(session, bodies, None).await
}

/// Enters the bodies as [`enter`] does, with a second signature under those that need one: it is made
/// anew for each head.
pub async fn enter_with(
    session: &Session,
    bodies: Vec<ControlBody>,
    cosigner: Option<&SigningKey>,
) -> Result<(), Error> {
    let mut left = bodies.as_slice();
    let mut attempts = 0;
    while !left.is_empty() {
        sync::level(session).await.map_err(SyncError::into_error)?;
        let batch = &left[..left.len().min(BATCH)];
        let chain = sign(session, session.read(|work| write(work, batch, cosigner))?).await?;
        let answer = sync::push_alone(session, &chain).await.map_err(SyncError::into_error)?;
        let entered = session.commit(|work| settle(work, &chain, &answer.answers))?;
        left = &left[entered.count..];
        match entered.refused {
            Some(protocol::Code::ControlConflict) if attempts < ATTEMPTS => attempts += 1,
            Some(code) => return Err(refusal(code)),
            None => {}
        }
    }
    session.emit(Topic::People);
    Ok(())
}

/// Enters one body on exactly one head, for which somebody else has signed it too.
///
/// # Errors
/// `stale_proposal` where the head is another one by now; as [`enter`].
pub async fn enter_on(session: &Session, body: ControlBody, head: EnvId) -> Result<(), Error> {
    let stale = || Error::new(Code::StaleProposal);
    sync::level(session).await.map_err(SyncError::into_error)?;
    let chain = session.read(|work| {
        let present = ledger::state(work.connection()).map_err(error::from_ledger)?.control_head;
        if present == head { write(work, &[body], None) } else { Err(stale()) }
    })?;
    let chain = sign(session, chain).await?;
    let answer = sync::push_alone(session, &chain).await.map_err(SyncError::into_error)?;
    let entered = session.commit(|work| settle(work, &chain, &answer.answers))?;
    session.emit(Topic::People);
    match entered.refused {
        Some(protocol::Code::ControlConflict) => Err(stale()),
        Some(code) => Err(refusal(code)),
        None => Ok(()),
    }
}

/// Pushes one envelope about a document that this member need not read, and keeps it at its place.
///
/// # Errors
/// As [`enter`].
pub async fn enter_about(session: &Session, doc: DocId, content: DraftContent) -> Result<(), Error> {
    sync::level(session).await.map_err(SyncError::into_error)?;
    let envelope = session.read(|work| {
        let author = session.signer.device_key();
        let next = ledger::next(work.connection(), author).map_err(error::from_ledger)?;
        let ts = session.now().millis();
        Ok(Draft { space: session.space, doc, about: None, next, ts, content }.write(author))
    })?;
    let chain = sign(session, vec![envelope]).await?;
    let answer = sync::push_alone(session, &chain).await.map_err(SyncError::into_error)?;
    let entered = session.commit(|work| settle(work, &chain, &answer.answers))?;
    entered.refused.map_or(Ok(()), |code| Err(refusal(code)))
}

struct Entered {
    count: usize,
    refused: Option<protocol::Code>,
}

async fn sign(session: &Session, chain: Vec<Envelope>) -> Result<Vec<Prepared>, Error> {
    let mut signed = Vec::with_capacity(chain.len());
    for envelope in chain {
        let sig = session.signer.sign(&envelope.message()).await?;
        signed.push(Prepared::new(envelope.signed(sig)));
    }
    Ok(signed)
}

/// Writes the entries one behind the other; a name needs no signature.
fn write(
    work: &Work<'_>,
    bodies: &[ControlBody],
    cosigner: Option<&SigningKey>,
) -> Result<Vec<Envelope>, Error> {
    let session = work.session;
    let mut next =
        ledger::next(work.connection(), session.signer.device_key()).map_err(error::from_ledger)?;
    next.control = ledger::state(work.connection()).map_err(error::from_ledger)?.control_head;
    let mut chain = Vec::with_capacity(bodies.len());
    for body in bodies {
        let body = match cosigner {
            Some(key) => body.clone().cosigned(key, next.control),
            None => body.clone(),
        };
        let draft = Draft {
            space: session.space,
            doc: session.space.into(),
            about: None,
            next,
            ts: session.now().millis(),
            content: DraftContent::Control(body),
        };
        let envelope = draft.write(session.signer.device_key());
        next.aseq += 1;
        next.aprev = envelope.id();
        next.control = envelope.id();
        chain.push(envelope);
    }
    Ok(chain)
}

fn settle(
    work: &mut Work<'_>,
    chain: &[Prepared],
    answers: &[protocol::PushAnswer],
) -> Result<Entered, Error> {
    for (count, (prepared, answer)) in chain.iter().zip(answers).enumerate() {
        match (answer.status, answer.seq) {
            (PushStatus::Admitted | PushStatus::Duplicate, Some(seq)) => {
                sync::place(work, prepared, seq, ItemStatus::Admitted)?;
            }
            (PushStatus::Void, Some(seq)) => {
                sync::place(work, prepared, seq, ItemStatus::Void)?;
                return Ok(Entered { count, refused: answer.code.or(Some(protocol::Code::ForbiddenKind)) });
            }
            _ => return Ok(Entered { count, refused: answer.code.or(Some(protocol::Code::Malformed)) }),
        }
    }
    if answers.len() < chain.len() {
        return Err(Error::new(Code::NotOurRelay).with("reason", "fewer answers than entries"));
    }
    Ok(Entered { count: chain.len(), refused: None })
}
