//! `POST /v1/session`: a device proves its key and gets a token (protocol section 13).

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::relay::Relay;
use crate::routes::within;
use crate::school::School;
use crate::session::token_hash;
use crate::storage::Write;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use protocol::{Code, DeviceKey, SessionAnswer, SessionRequest, limits};
use std::sync::Arc;
use std::time::Instant;

pub(crate) async fn open_session(
    State(relay): State<Arc<Relay>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let request = SessionRequest::from_bytes(&within(body)?).map_err(|_| Code::Malformed)?;
    if !relay.nonces.is_fresh(&request.nonce, Instant::now()) {
        return Err(Code::SessionExpired.into());
    }
    // Browsers cannot see a TLS key; whoever saw one must have seen this relay's.
    let tls = relay.identity.key_hash();
    if !request.fits(relay.public(), None) && !request.fits(relay.public(), Some(tls)) {
        return Err(Code::BadSignature.into());
    }
    let school = relay.school(request.space)?;
    let device = request.device;
    school.look(move |school| may_enter(school, device)).await?;
    let token = clock::random();
    if !relay.nonces.use_up(request.nonce, Instant::now()) {
        return Err(Code::SessionExpired.into());
    }
    let now = clock::now();
    let until = now + limits::SESSION_MS;
    school.writer.write(Write::Session { token: token_hash(&token), device, until, now }).await?;
    let key = relay.key.clone();
    let checkpoint = school.look(move |school| Ok(school.checkpoint(&key)?)).await?;
    tracing::info!(device = &device.to_string()[..12], "session opened");
    Ok(cbor(SessionAnswer { token, checkpoint }.to_bytes()))
}

/// A device of a member enters. One that a relay which is being restored does not know may have joined
/// after the backup: it waits until the control log is back.
fn may_enter(school: &School, device: DeviceKey) -> Result<(), RelayError> {
    if school.storage.device(device)?.is_some() {
        return Ok(());
    }
    if school.storage.has_known(device)? {
        // Its person has a way on that a stranger has not.
        return Err(Code::Revoked.into());
    }
    Err(if school.is_recovering() { Code::Recovering } else { Code::NotMember }.into())
}
