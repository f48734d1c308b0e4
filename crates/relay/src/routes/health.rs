//! `GET /healthz`, for this machine only: whether every school can be read.

use crate::answer::RelayError;
use crate::doors::Peer;
use crate::relay::Relay;
use crate::routes::is_local;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub(crate) async fn healthz(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
) -> Result<Response, RelayError> {
    if !is_local(peer, &headers) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    for school in relay.schools() {
        school.look(|school| Ok(school.storage.state()?)).await?;
    }
    Ok("ok\n".into_response())
}
