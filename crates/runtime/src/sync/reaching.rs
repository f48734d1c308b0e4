//! The relay where it is now: at its address, at one that it had before, or where the network finds it.

use protocol::RelayKey;

use super::relay::RelayClient;
#[cfg(not(target_arch = "wasm32"))]
use super::relay::RelayError;
use super::rounds::SyncError;
use crate::session::Session;

/// Reaches the school's relay; an address at which it was found anew is kept.
///
/// # Errors
/// Why it was not reached at its address, where it is nowhere else either.
#[cfg(not(target_arch = "wasm32"))]
pub async fn reach(session: &Session, relay: &RelayKey) -> Result<RelayClient, SyncError> {
    let failure = match session.exchange.reach(relay).await {
        Ok(client) => return Ok(client),
        Err(failure) => failure,
    };
    if !matches!(failure, RelayError::Unreachable(_) | RelayError::NotARelay(_)) {
        return Err(failure.into());
    }
    let known = crate::delivery::known_addresses(session)?;
    for address in known.into_iter().skip(1).chain(super::finder::find(relay).await) {
        if session.exchange.is_reached_at(&address, relay).await {
            tracing::info!(address, "the relay was found at another address");
            crate::delivery::keep_address(session, &address)?;
            return Ok(session.exchange.reach(relay).await?);
        }
    }
    Err(failure.into())
}

/// A browser speaks with where its page came from.
#[cfg(target_arch = "wasm32")]
pub async fn reach(session: &Session, relay: &RelayKey) -> Result<RelayClient, SyncError> {
    Ok(session.exchange.reach(relay).await?)
}
