//! When to talk with the relay.

use std::pin::pin;
use std::sync::Arc;

use api::{Code, RelayState, SyncView, Topic};
use domain::date::Moment;
use futures_util::future::{Either, join3, select};
use protocol::{EnvId, SignedCheckpoint};

use super::backoff::Backoff;
pub(super) use super::opening::token;
use super::relay::{POLL_SECONDS, RelayError};
use super::{files, history, intake, outbox, receipts};
use crate::session::Session;
use crate::signing::keep_signing;
use crate::{bundle, entrance, error, host, joiners, snapshot};

/// How often receipts are asked for while somebody waits for one, in milliseconds.
const RECEIPTS_EVERY: i64 = 30_000;

/// Why a round of syncing ended early; what was done before stays done.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The relay did not answer, or refused.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// This machine's file refused.
    #[error("{0}")]
    Here(#[from] api::Error),
    /// The relay placed an envelope that admission here judges otherwise.
    #[error("the relay disagrees about {envelope}")]
    Disagrees {
        /// The envelope.
        envelope: EnvId,
    },
    /// The relay's log has another life than the one that is followed here.
    #[error("the relay's log has another life")]
    AnotherLife(Box<SignedCheckpoint>),
    /// The relay has signed two things about its log that cannot both be true.
    #[error("the relay contradicts itself")]
    Contradicts,
    /// Neither side gets on.
    #[error("no progress: {0}")]
    Stuck(protocol::Code),
}

impl SyncError {
    /// As the contract says it.
    pub fn into_error(self) -> api::Error {
        self.to_error()
    }

    pub(super) fn to_error(&self) -> api::Error {
        match self {
            Self::Relay(RelayError::Unreachable(reason)) => {
                api::Error::new(Code::RelayUnreachable).with("reason", reason.as_str())
            }
            Self::Relay(RelayError::NotARelay(reason)) => {
                api::Error::new(Code::NotOurRelay).with("reason", reason.as_str())
            }
            Self::Relay(RelayError::Refused { code, .. }) | Self::Stuck(code) => {
                crate::envelopes::refusal(*code).with("by", "relay")
            }
            Self::Disagrees { envelope } => api::Error::new(Code::RelayRefused)
                .with("code", protocol::Code::RelayDisagrees.as_str())
                .with("envelope", envelope.to_string()),
            Self::AnotherLife(_) => crate::envelopes::refusal(protocol::Code::EpochChanged),
            Self::Contradicts => api::Error::new(Code::RelayContradicts),
            Self::Here(error) => error.clone(),
        }
    }

    /// Whether the relay is being restored, and takes what waits here later.
    pub(super) fn is_recovering(&self) -> bool {
        matches!(self, Self::Relay(error) if error.code() == Some(protocol::Code::Recovering))
    }

    /// Whether somebody else answers, perhaps the school's relay with another key.
    pub(super) fn is_of_another_relay(&self) -> bool {
        matches!(self, Self::Relay(RelayError::NotARelay(_)))
    }

    pub(super) fn needs_session(&self) -> bool {
        use protocol::Code::{SessionExpired, SessionRequired, UnknownSpace};
        let code = if let Self::Relay(error) = self { error.code() } else { None };
        // Whether a relay that does not know the school is the school's shows when a session is opened.
        matches!(code, Some(SessionRequired | SessionExpired | UnknownSpace))
    }

    pub(super) fn state(&self) -> RelayState {
        match self {
            Self::Relay(RelayError::Unreachable(_)) => RelayState::Unreachable,
            Self::Relay(error) if error.code().is_some_and(protocol::Code::retryable) => {
                RelayState::Unreachable
            }
            _ => RelayState::Stopped,
        }
    }
}

/// Syncs once: everything out, everything in.
///
/// # Errors
/// What stopped it; what went before it stays done.
pub async fn once(session: &Session) -> Result<SyncView, SyncError> {
    let answer = meet(session).await?;
    history::fetch(session).await?;
    Ok(answer)
}

/// Syncs once, and leaves the history behind snapshots for later.
///
/// # Errors
/// What stopped it; what went before it stays done.
pub async fn meet(session: &Session) -> Result<SyncView, SyncError> {
    let answer = match round(session).await {
        Err(stale) if stale.needs_session() || stale.is_of_another_relay() => {
            session.exchange.set_token(None);
            round(session).await
        }
        other => other,
    };
    note(session, answer.as_ref().err(), None);
    answer
}

async fn round(session: &Session) -> Result<SyncView, SyncError> {
    bundle::carry(session).await?;
    let pushed = outbox::send(session).await?;
    let taken = intake::pull(session, 0).await?;
    snapshot::make_due(session)?;
    let pushed = pushed + outbox::send(session).await?;
    let files_sent = files::send(session).await?;
    let files_fetched = files::fetch_wanted(session).await?;
    receipts::acknowledge(session).await?;
    receipts::ask(session).await?;
    look_who_waits(session).await;
    let waiting = session.read(|work| {
        let envelopes = ledger::unsent_count(work.connection()).map_err(error::from_ledger)?;
        let files = store::blob::only_here(work.connection()).map_err(error::from_store)?;
        Ok(u32::try_from(envelopes).unwrap_or(u32::MAX).saturating_add(files))
    })?;
    Ok(SyncView { pushed, pulled: taken.envelopes, files_sent, files_fetched, waiting })
}

/// Keeps a session in sync until it is closed.
pub async fn run(session: Arc<Session>) {
    let closed = session.exchange.closed();
    let all = join3(keep_signing(&session), keep_sending(&session), keep_taking(&session));
    select(pin!(closed), pin!(all)).await;
}

async fn keep_sending(session: &Session) {
    let mut backoff = Backoff::default();
    loop {
        let outcome = async {
            bundle::carry(session).await?;
            outbox::send(session).await?;
            files::send(session).await?;
            files::fetch_wanted(session).await
        };
        match outcome.await {
            Ok(_) if session.exchange.is_restored_first() => rest(session, &mut backoff).await,
            Ok(_) => {
                backoff.reset();
                session.outgoing.notified().await;
            }
            Err(stale) if stale.needs_session() => session.exchange.set_token(None),
            Err(failure) => pause(session, &mut backoff, &failure).await,
        }
    }
}

async fn keep_taking(session: &Session) {
    let mut backoff = Backoff::default();
    let mut wait = 0;
    loop {
        match take_turn(session, wait).await {
            Ok(()) => {
                backoff.reset();
                wait = POLL_SECONDS;
                history(session).await;
                if note(session, None, None) {
                    session.outgoing.notify_one();
                    session.exchange.try_now();
                    // Nobody waits for it; the next meeting asks again.
                    if let Err(failure) = entrance::ask(session).await {
                        tracing::debug!(%failure, "where browsers enter was not learned");
                    }
                }
            }
            Err(stale) if stale.needs_session() => session.exchange.set_token(None),
            Err(failure) => {
                wait = 0;
                pause(session, &mut backoff, &failure).await;
            }
        }
    }
}

/// Fetches what snapshots stand for; nobody waits for it, and the next turn goes on.
async fn history(session: &Session) {
    if let Err(failure) = history::fetch(session).await {
        tracing::warn!(%failure, "the history behind snapshots was not fetched");
    }
}

async fn take_turn(session: &Session, wait: u64) -> Result<(), SyncError> {
    let taken = intake::pull(session, wait).await?;
    if session.exchange.turns_to_snapshots(session.now()) {
        snapshot::make_due(session)?;
    }
    if taken.moved {
        if session.exchange.over_quota().is_some() {
            // Somebody may have made room.
            session.outgoing.notify_one();
        }
        files::fetch_wanted(session).await?;
        receipts::acknowledge(session).await?;
    }
    let due =
        // A clock that was set back asks once too often, not never.
        session.exchange.receipts_at().is_none_or(|at| {
            !(0..=RECEIPTS_EVERY).contains(&(session.now().millis() - at.millis()))
        });
    if taken.moved || due {
        receipts::ask(session).await?;
    }
    look_who_waits(session).await;
    Ok(())
}

async fn look_who_waits(session: &Session) {
    // Nobody waits for it: an older relay knows of no such thing, and the next turn asks again.
    if let Err(failure) = joiners::look(session).await {
        tracing::debug!(%failure, "who waits to be let in was not learned");
    }
}

/// Waits until what the relay did not take yet is offered again.
async fn rest(session: &Session, backoff: &mut Backoff) {
    let wait = backoff.after_failure(u16::from_le_bytes(host::random()));
    let woken = session.exchange.retry.notified();
    select(pin!(host::sleep(wait)), pin!(woken)).await;
}

async fn pause(session: &Session, backoff: &mut Backoff, failure: &SyncError) {
    let wait = backoff.after_failure(u16::from_le_bytes(host::random()));
    let next = Moment::from_millis(session.now().millis() + i64::try_from(wait.as_millis()).unwrap_or(0));
    note(session, Some(failure), Some(next));
    tracing::debug!(%failure, seconds = wait.as_secs_f32(), "waiting before the next attempt");
    let woken = session.exchange.retry.notified();
    if let Either::Right(_) = select(pin!(host::sleep(wait)), pin!(woken)).await {
        backoff.reset();
    }
}

fn note(session: &Session, failure: Option<&SyncError>, next: Option<Moment>) -> bool {
    let news = match failure {
        None => session.exchange.met(session.now()),
        Some(failure) => session.exchange.missed(failure, next),
    };
    if news {
        session.emit(Topic::Delivery);
    }
    news
}
