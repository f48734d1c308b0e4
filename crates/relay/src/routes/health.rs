//! `GET /healthz`, for this machine only: whether every school can be read.

use crate::answer::RelayError;
use crate::doors::Peer;
use crate::relay::Relay;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub(crate) async fn healthz(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
) -> Result<Response, RelayError> {
    if !peer.ip().to_canonical().is_loopback() {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    for school in relay.schools() {
        school.look(|school| Ok(school.storage.state()?)).await?;
    }
    Ok("ok\n".into_response())
}
