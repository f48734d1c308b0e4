//! Every path that is no endpoint: the application for browsers.

use crate::answer::RelayError;
use crate::relay::Relay;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Code;
use std::sync::Arc;

pub(crate) async fn application(
    State(relay): State<Arc<Relay>>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let path = uri.path().trim_start_matches('/');
    if matches!(path.split('/').next(), Some("v1" | "healthz" | "metrics")) {
        // An endpoint of a later version, perhaps: a client must not take a page for its answer.
        return RelayError::from(Code::UnknownDoc).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    relay.application.answer(path, &headers)
}
