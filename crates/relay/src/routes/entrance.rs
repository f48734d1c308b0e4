//! `GET /v1/entrance`: where browsers enter, signed by the relay.

use crate::answer::cbor;
use crate::relay::Relay;
use axum::extract::State;
use axum::response::Response;
use protocol::Entrance;
use std::sync::Arc;

pub(crate) async fn entrance(State(relay): State<Arc<Relay>>) -> Response {
    let entrance = Entrance {
        address: relay.identity.open_address(),
        tls: relay.identity.key_hash(),
        authority: relay.identity.trust().map(|trust| trust.fingerprint),
    };
    cbor(entrance.seal(&relay.key))
}
