//! A session at the school's relay, and which relay that is.

use domain::date::Moment;
use protocol::{Code, RelayKey};

use super::relay::{Opener, RelayError};
use super::rounds::SyncError;
use super::{reaching, restore, successor};
use crate::session::Session;

/// The session's token, opened anew when there is none.
pub(super) async fn token(session: &Session) -> Result<Vec<u8>, SyncError> {
    if let Some(token) = session.exchange.token() {
        return Ok(token);
    }
    let Some(relay) = session.exchange.key().filter(|_| !session.exchange.address().is_empty()) else {
        return Err(RelayError::Unreachable("no relay is known".to_owned()).into());
    };
    let (token, now) = match open(session, relay).await {
        Err(failure) if failure.is_of_another_relay() => {
            let Some(other) = successor::find(session, relay).await? else { return Err(failure) };
            session.exchange.reach_anew();
            // Only one that has shown this key is followed.
            let opened = open(session, other).await.inspect_err(|_| session.exchange.reach_anew())?;
            successor::follow(session, other)?;
            opened
        }
        opened => opened?,
    };
    if let Err(failure) = session.note_clock(now) {
        // A full disk keeps nobody from talking; the next meeting notes it.
        tracing::warn!(%failure, "the relay's clock is not noted");
    }
    session.exchange.set_token(Some(token.clone()));
    Ok(token)
}

/// Opens a session at the relay that has this key.
async fn open(session: &Session, relay: RelayKey) -> Result<(Vec<u8>, Moment), SyncError> {
    let opener = Opener { space: session.space, signer: &session.signer, relay };
    let client = reaching::reach(session, &relay).await?;
    match client.open_session(&opener).await {
        // It has shown its key: this is the school's relay, and it has lost the school.
        Err(SyncError::Relay(RelayError::Refused { code: Code::UnknownSpace, details })) => {
            if !restore::found_again(session, relay).await? {
                return Err(RelayError::Refused { code: Code::Recovering, details }.into());
            }
            client.open_session(&opener).await
        }
        Err(SyncError::Relay(RelayError::Refused { code: Code::NotMember, details })) => {
            if !restore::join_again(session).await? {
                // A machine that a registrar let in comes back with the registrar's machine.
                let lost = restore::was_in(session)?;
                let code = if lost { Code::Recovering } else { Code::NotMember };
                return Err(RelayError::Refused { code, details }.into());
            }
            client.open_session(&opener).await
        }
        opened => opened,
    }
}
