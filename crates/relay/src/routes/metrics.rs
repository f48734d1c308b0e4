//! `GET /metrics`, for this machine only: what is counted, for Prometheus.

use crate::answer::RelayError;
use crate::doors::Peer;
use crate::metrics;
use crate::relay::Relay;
use crate::routes::is_local;
use crate::storage::StorageError;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub(crate) async fn metrics(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
) -> Result<Response, RelayError> {
    if !is_local(peer, &headers) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let text = tokio::task::spawn_blocking(move || metrics::write(&relay)).await;
    let text = text.unwrap_or(Err(StorageError::Stopped))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
