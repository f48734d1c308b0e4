//! Khoá của trạm: a registrar looks whose key answers, and enters the one that is the school's from now
//! on (protocol, sections 7 and 13, ADR 0030).

use api::{
    ChangeRelay, Code, Error, LookAtRelay, Propose, RelayChangedView, RelayKeyView, RelayStanding,
    RelayState, SharedAct,
};
use protocol::{ControlBody, Cosign, LogView, RecoverySecret, RelayKey, Signature};

use crate::session::Session;
use crate::sync::{self, SyncError};
use crate::{control, delivery, error, people, proposals};

/// Stands where the second signature is still to be put.
const UNSIGNED: Cosign = Cosign { key: [0; 32], sig: Signature::MISSING };

/// Asks who answers at an address; nothing is believed.
///
/// # Errors
/// `bad_value` for what is no address; why nobody answered there.
pub async fn look(session: &Session, request: &LookAtRelay) -> Result<RelayKeyView, Error> {
    let address = address(session, &request.address)?;
    let told = session.exchange.ask_keys(&address).await.map_err(failed)?;
    let ours = session.exchange.key() == Some(told.present);
    let (key, standing) = match told.next {
        Some(next) if ours => (next, RelayStanding::Next),
        _ if ours => (told.present, RelayStanding::Ours),
        _ => (told.present, RelayStanding::Another),
    };
    Ok(RelayKeyView { address, key: key.to_string(), fingerprint: key.fingerprint(), standing })
}

/// Lets the relay that has this key be the school's from now on. One that has lost the school, or never
/// had it, is filled from this machine before the entry is made.
///
/// # Errors
/// `not_allowed` without being a registrar, `bad_recovery_key`, `not_our_relay` where another key
/// answers, `bad_value` for the key that the school has already; what keeps it from the relay.
pub async fn change(session: &Session, request: &ChangeRelay) -> Result<RelayChangedView, Error> {
    people::must_register(session)?;
    let key: RelayKey = request
        .key
        .parse()
        .map_err(|_| Error::new(Code::BadValue).with("path", "key").with("reason", "malformed"))?;
    let secret = request.recovery_key.as_deref().map(|text| recovery(session, text)).transpose()?;
    let address = address(session, &request.address)?;
    if session.read(|work| sync::named(work))? == Some(key) {
        return Err(Error::new(Code::BadValue).with("path", "key").with("reason", "same"));
    }
    let told = session.exchange.ask_keys(&address).await.map_err(failed)?;
    let ours = session.exchange.key();
    if told.present == key {
        if ours != Some(key) {
            take_over(session, &address, key).await?;
        }
    } else if ours != Some(told.present) || told.next != Some(key) {
        return Err(Error::new(Code::NotOurRelay).with("address", address));
    }
    let proposal = match secret {
        Some(secret) => {
            control::enter_with(session, vec![entry(key)], Some(&secret.key())).await?;
            None
        }
        None => Some(proposals::propose(session, &Propose { act: SharedAct::Relay(key.to_string()) }).await?),
    };
    Ok(RelayChangedView { proposal, delivery: delivery::view(session)? })
}

/// The entry, still without its second signature.
pub fn entry(relay: RelayKey) -> ControlBody {
    // What it shows over TLS it signs for itself (ADR 0024).
    ControlBody::RelayRotate { relay, relay_box: relay.box_key(), tls: Vec::new(), cosign: UNSIGNED }
}

/// Before a second registrar agrees: where the relay that is proposed answers already, this machine
/// goes on with it.
///
/// # Errors
/// What keeps this machine from it.
pub async fn go_along(session: &Session, relay: RelayKey) -> Result<(), Error> {
    if session.exchange.key() == Some(relay) {
        return Ok(());
    }
    let address = session.exchange.address();
    match session.exchange.ask_keys(&address).await {
        Ok(told) if told.present == relay => take_over(session, &address, relay).await,
        // The relay of now takes the entry.
        _ => Ok(()),
    }
}

/// Goes on with another relay, and fills it.
async fn take_over(session: &Session, address: &str, relay: RelayKey) -> Result<(), Error> {
    if session.exchange.relay().0 == RelayState::Connected {
        // What the relay of now has and this machine has not.
        if let Err(failure) = sync::once(session).await {
            tracing::info!(%failure, "the relay of before was not met once more");
        }
    }
    delivery::write_address(session, address)?;
    sync::follow(session, relay)?;
    sync::once(session).await.map_err(SyncError::into_error)?;
    Ok(())
}

fn recovery(session: &Session, text: &str) -> Result<RecoverySecret, Error> {
    let wrong = || Error::new(Code::BadRecoveryKey);
    let secret: RecoverySecret = text.trim().parse().map_err(|_| wrong())?;
    let known = session
        .read(|work| ledger::Ledger::placed(work.connection()).recovery_key().map_err(error::from_ledger))?;
    if known == Some(secret.recovery_key()) { Ok(secret) } else { Err(wrong()) }
}

/// The address that was typed, or the one of now.
fn address(session: &Session, typed: &str) -> Result<String, Error> {
    if typed.trim().is_empty() { Ok(session.exchange.address()) } else { delivery::sound_address(typed) }
}

fn failed(failure: sync::relay::RelayError) -> Error {
    SyncError::from(failure).into_error()
}
