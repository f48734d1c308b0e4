//! Counts each request on its way through.

use super::Metrics;
use crate::relay::Relay;
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use protocol::Code;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// What is no route of the protocol is a file of the application.
const APPLICATION: &str = "application";

/// A request that runs; it is counted out when this is dropped, answered or broken off.
struct Running<'m>(&'m Metrics);

impl<'m> Running<'m> {
    fn begin(metrics: &'m Metrics) -> Self {
        metrics.running.fetch_add(1, Ordering::Relaxed);
        Self(metrics)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Counts a request and its answer; an answer that says the relay is at fault is in the log too.
pub(crate) async fn count(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = relay.metrics.route(path.as_deref().unwrap_or(APPLICATION));
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    route.received.fetch_add(length.unwrap_or(0), Ordering::Relaxed);
    let running = Running::begin(&relay.metrics);
    let begun = Instant::now();
    let response = next.run(request).await;
    drop(running);
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    route.answered(status, took);
    let code = response.extensions().get::<Code>().map_or("", |code| code.as_str());
    if !code.is_empty() {
        relay.metrics.refused(code);
    }
    tell(path.as_deref().unwrap_or(APPLICATION), status, code, took);
    if let Some(bytes) = response.body().size_hint().exact() {
        route.sent(bytes as usize);
        return response;
    }
    // Its length is known when it is over: each part is counted as it goes.
    response.map(|body| {
        let parts = body.into_data_stream().inspect(move |part| {
            if let Ok(part) = part {
                route.sent(part.len());
            }
        });
        Body::from_stream(parts)
    })
}

/// Says in the log what an operator has to know of a request: the route, never who asked for what.
fn tell(route: &str, status: u16, code: &str, took: Duration) {
    let milliseconds = took.as_millis() as u64;
    if status >= 500 {
        tracing::warn!(route, status, code, milliseconds, "a request could not be done");
    } else {
        tracing::debug!(route, status, code, milliseconds, "request");
    }
}
