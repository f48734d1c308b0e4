//! `GET /v1/hello`: which protocols, whose key, and a nonce for a session.

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::relay::Relay;
use axum::extract::State;
use axum::response::Response;
use protocol::HelloAnswer;
use std::sync::Arc;
use std::time::Instant;

pub(crate) async fn hello(State(relay): State<Arc<Relay>>) -> Result<Response, RelayError> {
    let schools = relay.schools();
    let epoch = match schools.as_slice() {
        [only] => Some(only.look(|school| Ok(school.storage.state()?.epoch)).await?),
        _ => None,
    };
    let nonce = relay.nonces.give(Instant::now());
    let hello = HelloAnswer { min: 1, max: 1, relay: relay.public(), epoch, now: clock::now(), nonce };
    Ok(cbor(hello.to_bytes()))
}
