//! One file for each resource: checked arguments in, one question asked, one answer out.

pub(crate) mod ack;
pub(crate) mod application;
pub(crate) mod blob;
pub(crate) mod bundle;
pub(crate) mod chunk;
pub(crate) mod documents;
pub(crate) mod entrance;
pub(crate) mod found;
pub(crate) mod have;
pub(crate) mod health;
pub(crate) mod hello;
pub(crate) mod joins;
pub(crate) mod keys;
pub(crate) mod metrics;
pub(crate) mod open_session;
pub(crate) mod pack;
pub(crate) mod pull;
pub(crate) mod push;
pub(crate) mod quarantine;
pub(crate) mod receipts;
pub(crate) mod trust;

pub(crate) use push::{charge, erases, place, remove_erased};

use crate::answer::RelayError;
use crate::doors::Peer;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use protocol::{Code, Value};

/// Headers by which a proxy says that it asks for somebody else.
const OF_PROXIES: [&str; 3] = ["forwarded", "x-forwarded-for", "via"];

/// Says whether this machine itself asks, not somebody beyond a proxy that stands on it.
fn is_local(Peer(peer): Peer, headers: &HeaderMap) -> bool {
    peer.ip().to_canonical().is_loopback() && OF_PROXIES.iter().all(|name| !headers.contains_key(*name))
}

/// Unwraps a body that was read within its limit.
pub(crate) fn within(body: Result<Bytes, BytesRejection>) -> Result<Bytes, RelayError> {
    body.map_err(|rejection| match rejection.status().as_u16() {
        413 => RelayError::with(Code::TooLarge, Value::Null),
        _ => Code::Malformed.into(),
    })
}
