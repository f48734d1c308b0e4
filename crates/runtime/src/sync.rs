//! The exchange with the relay: push what waits, pull what is new, carry files, keep receipts.
//!
//! Two loops run beside each other while a host is open: one sends whenever something waits, one
//! holds a long poll. Both back off with jitter while nothing answers; neither is busy. A terminal
//! runs [`once`] instead.

#[cfg(not(target_arch = "wasm32"))]
mod address;
mod backoff;
mod brought;
mod elsewhere;
mod files;
#[cfg(not(target_arch = "wasm32"))]
pub mod finder;
mod held;
mod history;
mod intake;
mod opening;
pub mod outbox;
mod part;
mod reaching;
mod receipts;
pub mod relay;
mod restore;
mod rounds;
mod state;
mod successor;
#[cfg(not(target_arch = "wasm32"))]
mod tls;

pub use brought::place;
pub use elsewhere::trouble as key_elsewhere;
pub use files::{fetch, finish, read_chunk};
pub use rounds::{SyncError, meet, once, run};
pub use state::Exchange;
pub use successor::{follow, named};

use futures_util::Stream;
use protocol::{BundleAnswer, Entrance, Prepared, PushResponse, Vector, WaitingJoin, WireQuarantined};

use crate::session::Session;

/// Brings both sides to the same point, without files and receipts.
pub async fn level(session: &Session) -> Result<(), SyncError> {
    outbox::send(session).await?;
    intake::pull(session, 0).await?;
    Ok(())
}

/// Brings both sides to the same point, with the history behind snapshots: every number is known then.
pub async fn whole(session: &Session) -> Result<(), SyncError> {
    level(session).await?;
    history::fetch(session).await
}

/// Asks the relay where browsers enter; nothing from a relay that does not know.
pub async fn entrance(session: &Session) -> Result<Option<Entrance>, SyncError> {
    let Some(relay) = session.exchange.key() else { return Ok(None) };
    Ok(session.exchange.client().entrance(&relay).await?)
}

/// Pushes envelopes that are not in the outbox: control entries.
pub async fn push_alone(session: &Session, chain: &[Prepared]) -> Result<PushResponse, SyncError> {
    let _one_at_a_time = session.exchange.sending.lock().await;
    let token = rounds::token(session).await?;
    let answer = session.exchange.client().push(session.space, Some(&token), chain).await?;
    if restore::is_of_this_life(session, answer.checkpoint.as_ref())? {
        if let Some(told) = &answer.checkpoint {
            session.commit(|work| restore::keep(work, told))?;
        }
        Ok(answer)
    } else {
        // Where they are now comes with the next pull.
        Err(SyncError::Stuck(protocol::Code::EpochChanged))
    }
}

/// Lists what revoked devices sent past their cut.
pub async fn quarantine(session: &Session) -> Result<Vec<WireQuarantined>, SyncError> {
    let token = rounds::token(session).await?;
    Ok(session.exchange.client().quarantine(session.space, &token).await?)
}

/// Lists the machines that wait to be let in.
pub async fn joins(session: &Session) -> Result<Vec<WaitingJoin>, SyncError> {
    let token = rounds::token(session).await?;
    Ok(session.exchange.client().joins(session.space, &token).await?)
}

/// Asks the relay for a file of what this member may read and a machine of theirs lacks.
pub async fn give_bundle(
    session: &Session,
    have: &Vector,
) -> Result<impl Stream<Item = Result<Vec<u8>, relay::RelayError>> + use<>, SyncError> {
    let token = rounds::token(session).await?;
    let asked = session.exchange.client().give_bundle(session.space, &token, have).await;
    match asked.map_err(SyncError::from) {
        Err(stale) if stale.needs_session() => {
            session.exchange.set_token(None);
            let token = rounds::token(session).await?;
            Ok(session.exchange.client().give_bundle(session.space, &token, have).await?)
        }
        asked => asked,
    }
}

/// Hands the relay a bundle that is sealed to it.
pub async fn hand_over(session: &Session, bundle: Vec<u8>) -> Result<BundleAnswer, SyncError> {
    let token = rounds::token(session).await?;
    Ok(session.exchange.client().bundle(session.space, &token, bundle).await?)
}
