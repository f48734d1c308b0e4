//! Another life of the relay's log: what this machine shows, keeps, and brings back (protocol section
//! 11, ADR 0021).

use std::cmp::Ordering;

use api::{Error, Topic};
use protocol::{
    Checkpoint, Code, ControlBody, Epoch, HaveAnswer, HaveRequest, HaveStage, LogView, Parsed, Prepared,
    PushStatus, RelayKey, Role, Signature, SignedCheckpoint, Takeover, Value,
};
use store::setting::{self, Key};

use super::relay::RelayError;
use super::rounds::{SyncError, token};
use crate::session::{Session, Work};
use crate::{apply, error};

/// Finds what the relay said of its log when it refused a cursor or a checkpoint of another life.
pub fn told_by(failure: &SyncError) -> Option<SignedCheckpoint> {
    match failure {
        SyncError::AnotherLife(told) => Some((**told).clone()),
        SyncError::Relay(RelayError::Refused { code: Code::EpochChanged | Code::LogRewound, details }) => {
            read(details)
        }
        _ => None,
    }
}

fn read(details: &Value) -> Option<SignedCheckpoint> {
    let [bytes, sig] = details.as_array()? else { return None };
    let sig = Signature(sig.as_bytes()?.try_into().ok()?);
    Some(SignedCheckpoint { bytes: bytes.as_bytes()?.to_vec(), sig })
}

/// Goes on in another life of the log, after the relay was shown what it had signed in the one before:
/// it may not know yet that it lost something.
pub async fn follow(session: &Session, told: SignedCheckpoint) -> Result<(), SyncError> {
    let told = match have(session, HaveStage::Asks).await {
        Ok(_) => told,
        Err(conceded) => told_by(&conceded).ok_or(conceded)?,
    };
    let checkpoint = open(session, &told)?;
    if checkpoint.epoch == epoch(session)? {
        return Err(SyncError::Stuck(Code::LogRewound));
    }
    tracing::warn!(seq = checkpoint.seq, "the relay's log has another life");
    session.commit(|work| begin(work, &checkpoint, &told))?;
    Ok(())
}

fn open(session: &Session, told: &SignedCheckpoint) -> Result<Checkpoint, SyncError> {
    let not_ours = |reason: &str| SyncError::from(RelayError::NotARelay(reason.to_owned()));
    let key = session.exchange.key().ok_or_else(|| not_ours("no key is known"))?;
    let checkpoint = told.open(&key).map_err(|_| not_ours("a checkpoint of another key"))?;
    if checkpoint.space == session.space { Ok(checkpoint) } else { Err(not_ours("another school's log")) }
}

fn epoch(session: &Session) -> Result<Epoch, Error> {
    session.read(|work| Ok(ledger::state(work.connection()).map_err(error::from_ledger)?.epoch))
}

/// Everything later than what both lives have in common waits again; receipts and files fall back to
/// what is known to be true now.
fn begin(work: &mut Work<'_>, checkpoint: &Checkpoint, told: &SignedCheckpoint) -> Result<(), Error> {
    let connection = work.connection();
    let forgotten = ledger::begin_life(connection, checkpoint).map_err(error::from_ledger)?;
    ledger::store_checkpoint(connection, told).map_err(error::from_ledger)?;
    store::receipt::cap(connection, forgotten.kept).map_err(error::from_store)?;
    store::blob::announce_again(connection).map_err(error::from_store)?;
    setting::set(connection, Key::Restoring, &checkpoint.epoch.to_string()).map_err(error::from_store)?;
    for doc in forgotten.documents {
        apply::delivery_moved(work, doc);
    }
    work.emit(Topic::Delivery);
    work.sends();
    Ok(())
}

/// Whether this machine has to bring back what the relay lost.
pub fn is_on(work: &Work<'_>) -> Result<bool, Error> {
    Ok(setting::get(work.connection(), Key::Restoring).map_err(error::from_store)?.is_some())
}

/// Tells the relay what is here, so that it asks for what it lacks; tells whether it has lost something.
pub async fn ask(session: &Session) -> Result<bool, SyncError> {
    if !session.read(|work| is_on(work))? {
        return Ok(false);
    }
    match have(session, HaveStage::Asks).await {
        Ok(_) => Ok(true),
        // The next pull follows it.
        Err(moved) if told_by(&moved).is_some() => Ok(false),
        Err(other) => Err(other),
    }
}

/// Tells the relay that this machine has sent what it could; tells whether the relay is whole.
pub async fn report(session: &Session) -> Result<bool, SyncError> {
    let whole = match have(session, HaveStage::Sent).await {
        Ok(answer) => !answer.recovering,
        Err(moved) if told_by(&moved).is_some() => false,
        Err(other) => return Err(other),
    };
    if whole {
        session
            .commit(|work| setting::remove(work.connection(), Key::Restoring).map_err(error::from_store))?;
    }
    Ok(whole)
}

/// Shows what this machine holds, and what the relay signed last.
async fn have(session: &Session, stage: HaveStage) -> Result<HaveAnswer, SyncError> {
    let request = session.read(|work| {
        let (held, skipped) = ledger::holdings(work.connection()).map_err(error::from_ledger)?;
        let checkpoint = ledger::checkpoint(work.connection()).map_err(error::from_ledger)?;
        Ok(HaveRequest { held, skipped, checkpoint, stage })
    })?;
    let token = token(session).await?;
    Ok(session.exchange.client().have(session.space, &token, &request).await?)
}

/// Opens a checkpoint that is kept here: the relay signed it, or the one before it.
pub fn read_kept(work: &Work<'_>, kept: &SignedCheckpoint) -> Result<Option<Checkpoint>, Error> {
    let named = ledger::relays(work.connection()).map_err(error::from_ledger)?;
    let keys = work.session.exchange.key().into_iter().chain(named);
    Ok(keys.into_iter().find_map(|key| kept.open(&key).ok()))
}

/// How a checkpoint that the relay signs now agrees with the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Agreement {
    /// It goes on from it.
    GoesOn,
    /// It says less: an answer overtook another one, or the log went back.
    SaysLess,
    /// Both cannot be true.
    Contradicts,
}

/// Compares what the relay signs with what it signed before, and lets it explain a difference: one that
/// was restored begins another life, one that lies does not.
pub async fn compare(session: &Session, new: &SignedCheckpoint) -> Result<(), SyncError> {
    let agreement = session.read(|work| agreement(work, new))?;
    if agreement == Agreement::GoesOn {
        return Ok(());
    }
    have(session, HaveStage::Asks).await?;
    if agreement == Agreement::Contradicts { Err(SyncError::Contradicts) } else { Ok(()) }
}

fn agreement(work: &Work<'_>, new: &SignedCheckpoint) -> Result<Agreement, Error> {
    let before = ledger::checkpoint(work.connection()).map_err(error::from_ledger)?;
    let new = work.session.exchange.key().and_then(|key| new.open(&key).ok());
    let before = before.map(|before| read_kept(work, &before)).transpose()?.flatten();
    Ok(before.zip(new).map_or(Agreement::GoesOn, |(before, new)| Agreement::of(&before, &new)))
}

impl Agreement {
    fn of(before: &Checkpoint, new: &Checkpoint) -> Self {
        match new.seq.cmp(&before.seq) {
            _ if new.epoch != before.epoch => Self::GoesOn,
            Ordering::Less => Self::SaysLess,
            Ordering::Equal if new.chain != before.chain => Self::Contradicts,
            Ordering::Equal | Ordering::Greater => Self::GoesOn,
        }
    }
}

/// Where the relay has nothing new, but signed before for more than was taken: it may have lost what this
/// machine sent it last, and is shown its own word.
pub async fn bear_out(session: &Session) -> Result<(), SyncError> {
    let owes = session.read(|work| {
        let state = ledger::state(work.connection()).map_err(error::from_ledger)?;
        let kept = ledger::checkpoint(work.connection()).map_err(error::from_ledger)?;
        let kept = kept.map(|kept| read_kept(work, &kept)).transpose()?.flatten();
        Ok(state.cursor.zip(kept).is_some_and(|(at, kept)| kept.epoch == at.epoch && kept.seq > at.seq))
    })?;
    if owes {
        have(session, HaveStage::Asks).await?;
    }
    Ok(())
}

/// The relay gave a place away twice: it has lost what it signed for, and is shown that; one that says
/// nothing to it lies.
pub async fn given_twice(session: &Session) -> SyncError {
    match have(session, HaveStage::Asks).await {
        Ok(_) => SyncError::Contradicts,
        Err(told) => told,
    }
}

/// Keeps what the relay signed last: it proves deliveries, and what the relay must not have lost. What
/// says less came late.
pub fn keep(work: &Work<'_>, new: &SignedCheckpoint) -> Result<(), Error> {
    if agreement(work, new)? == Agreement::GoesOn {
        ledger::store_checkpoint(work.connection(), new).map_err(error::from_ledger)?;
    }
    Ok(())
}

/// Whether an answer to a push speaks of the log that this machine follows: places of another life
/// mean nothing here.
pub fn is_of_this_life(session: &Session, told: Option<&SignedCheckpoint>) -> Result<bool, Error> {
    let (Some(told), Some(key)) = (told, session.exchange.key()) else { return Ok(true) };
    let here = epoch(session)?;
    Ok(here == Epoch::from_bytes([0; 16]) || told.open(&key).is_ok_and(|told| told.epoch == here))
}

/// Founds the school again at its own relay, which knows nothing of it any more: a registrar's machine
/// holds the genesis. At a relay that the genesis does not name, a founder's machine signs for that.
/// Tells whether it did.
pub async fn found_again(session: &Session, relay: RelayKey) -> Result<bool, SyncError> {
    let genesis = session.read(|work| {
        let grants = ledger::grants(work.connection()).map_err(error::from_ledger)?;
        let member = session.member;
        if !grants.iter().any(|grant| grant.member == member && grant.role == Role::Registrar) {
            return Ok(None);
        }
        let state = ledger::state(work.connection()).map_err(error::from_ledger)?;
        let Some(id) = state.genesis else { return Ok(None) };
        ledger::envelope(work.connection(), id).map_err(error::from_ledger)
    })?;
    let Some(genesis) = genesis else { return Ok(false) };
    let genesis = Prepared::new(genesis.to_envelope().map_err(error::from_ledger)?);
    let Parsed::Control(ControlBody::Genesis(body)) = genesis.parsed() else { return Ok(false) };
    let (client, own) = (session.exchange.client(), session.signer.device_key());
    if body.relay == relay {
        client.found(genesis.envelope()).await?;
    } else if body.registrars.iter().any(|founder| founder.device == own) {
        let sig = session.signer.sign(&Takeover::message(relay, genesis.id())).await?;
        client.found_again(genesis.envelope(), &Takeover { device: own, sig }).await?;
    } else {
        return Ok(false);
    }
    tracing::warn!("the relay lost everything: the school was founded again");
    Ok(true)
}

/// Shows the relay this machine's own joining once more, which a restored relay may have lost and
/// nobody else hold; tells whether the relay took it.
pub async fn join_again(session: &Session) -> Result<bool, SyncError> {
    let own = session.signer.device_key();
    let joining = session.read(|work| {
        let log = ledger::Ledger::with_unsent(work.connection());
        let Some(first) = log.chain_entry(own, 1).map_err(error::from_ledger)? else { return Ok(None) };
        ledger::envelope(work.connection(), first).map_err(error::from_ledger)
    })?;
    let Some(joining) = joining else { return Ok(false) };
    let joining = Prepared::new(joining.to_envelope().map_err(error::from_ledger)?);
    if !matches!(joining.parsed(), Parsed::Control(ControlBody::Join { .. })) {
        return Ok(false);
    }
    let answer = session.exchange.client().push(session.space, None, &[joining]).await?;
    let taken = answer.answers.first().is_some_and(|answer| answer.status == PushStatus::Admitted);
    if taken {
        tracing::warn!("the relay had lost that this machine joined");
    }
    Ok(taken)
}

/// Whether this machine belongs to the school by the log that it has itself.
pub fn was_in(session: &Session) -> Result<bool, SyncError> {
    let own = session.signer.device_key();
    Ok(session.read(|work| {
        let device = ledger::Ledger::placed(work.connection()).device(own).map_err(error::from_ledger)?;
        Ok(device.is_some_and(|device| device.cut.is_none()))
    })?)
}

#[cfg(test)]
mod tests;
