//! Signatures that come after the work: a browser's key signs only later than it is asked.
//!
//! An own envelope is in the outbox with its last header, and so with its id, as soon as the call
//! that made it is answered; only its signature is missing. It is added as soon as the key gives it,
//! after a crash at the next start, and before anything is sent or taken out. Nothing unsigned leaves.

use crate::error;
use crate::session::Session;

/// Envelopes that are signed in one transaction.
const BATCH: usize = 64;

/// Signs everything that waits for a signature.
///
/// # Errors
/// `key_gone`; what was signed before stays signed.
pub async fn sign_waiting(session: &Session) -> Result<(), api::Error> {
    loop {
        let waiting =
            session.read(|work| ledger::unsigned(work.connection(), BATCH).map_err(error::from_ledger))?;
        if waiting.is_empty() {
            return Ok(());
        }
        let mut signed = Vec::with_capacity(waiting.len());
        for stored in waiting {
            let envelope = stored.to_envelope().map_err(error::from_ledger)?;
            signed.push((envelope.id(), session.signer.sign(&envelope.message()).await?));
        }
        session.commit(|work| {
            signed.iter().try_for_each(|(id, sig)| {
                ledger::add_signature(work.connection(), *id, *sig).map_err(error::from_ledger)
            })
        })?;
    }
}

/// Signs whatever comes, as long as the session is open.
pub async fn keep_signing(session: &Session) {
    loop {
        if let Err(failure) = sign_waiting(session).await {
            // What waits stays; sending and taking out say why.
            tracing::warn!(%failure, "own envelopes wait for their signature");
        }
        session.unsigned.notified().await;
    }
}

#[cfg(test)]
mod tests;
