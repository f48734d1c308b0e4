//! `GET /v1/hello`: which protocols, whose key, and a nonce for a session.

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::relay::Relay;
use axum::extract::State;
use axum::response::Response;
use protocol::HelloAnswer;
use std::sync::Arc;

pub(crate) async fn hello(State(relay): State<Arc<Relay>>) -> Result<Response, RelayError> {
    let schools = relay.schools();
    let epoch = match schools.as_slice() {
        [only] => Some(only.look(|school| Ok(school.storage.state()?.epoch)).await?),
        _ => None,
    };
    let now = clock::now();
    let hello =
        HelloAnswer { min: 1, max: 1, relay: relay.public(), epoch, now, nonce: relay.nonces.give(now) };
    Ok(cbor(hello.to_bytes()))
}
