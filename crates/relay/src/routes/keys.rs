//! `GET /v1/keys`: which key this relay has, and which one it will have (ADR 0030).

use crate::answer::cbor;
use crate::relay::Relay;
use axum::extract::State;
use axum::response::Response;
use protocol::RelayKeys;
use std::sync::Arc;

pub(crate) async fn keys(State(relay): State<Arc<Relay>>) -> Response {
    let next = relay.next_key().map(|key| crate::key::public(&key));
    cbor(RelayKeys { present: relay.public(), next }.to_bytes())
}
