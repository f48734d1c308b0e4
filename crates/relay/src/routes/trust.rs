//! `/trust`: the page that leads a device to https, and what it hands out.
//!
//! All of it works over plain http, because that is where a device comes from.

use crate::relay::Relay;
use crate::tls::{Trust, grouped};
use crate::trust;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use std::sync::Arc;

/// Asked for again each time: it may be another relay tomorrow.
const FRESH: (&str, &str) = ("cache-control", "no-cache");
const NOSNIFF: (&str, &str) = ("x-content-type-options", "nosniff");

pub(crate) fn routes() -> Router<Arc<Relay>> {
    Router::new()
        .route("/trust", get(page))
        .route("/trust/works", get(works))
        .route("/trust/facts", get(facts))
        .route("/trust/qr.svg", get(qr))
        .route("/trust/authority.crt", get(certificate))
        .route("/trust/authority.pem", get(text))
        .route("/trust/authority.mobileconfig", get(profile))
}

async fn page(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    let mut page = relay.application.trust_page(&headers);
    if let Ok(policy) = HeaderValue::from_str(&policy(&headers)) {
        page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    page
}

/// What the page may do: show itself, and ask whether https works at the same host and port.
fn policy(asked: &HeaderMap) -> String {
    let host = asked.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host));
    let probe = host.map(|host| format!(" https://{host}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
         connect-src 'self'{probe}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Whether a text can only be a host with a port: nothing in it ends a directive of a policy.
fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']'))
}

/// Answers over https to a page that came over http: so it learns that this device trusts the relay.
async fn works() -> Response {
    (
        StatusCode::NO_CONTENT,
        [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "no-store")],
    )
        .into_response()
}

async fn facts(State(relay): State<Arc<Relay>>) -> Response {
    let identity = &relay.identity;
    let facts = json!({
        "authority": identity.trust().map(|trust| grouped(&trust.fingerprint)),
        "secure": identity.secure_address(),
        "open": identity.open_address(),
    });
    ([("content-type", "application/json"), FRESH, NOSNIFF], facts.to_string()).into_response()
}

async fn qr(State(relay): State<Arc<Relay>>) -> Response {
    match trust::qr_svg(&relay.identity.open_address()) {
        Some(svg) => ([("content-type", "image/svg+xml"), FRESH, NOSNIFF], svg).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn certificate(State(relay): State<Arc<Relay>>) -> Response {
    let file = ("application/x-x509-ca-cert", "so-sang-kien.crt");
    hand_out(&relay, file, |trust| trust.certificate.to_vec())
}

async fn text(State(relay): State<Arc<Relay>>) -> Response {
    let file = ("application/x-pem-file", "so-sang-kien.pem");
    hand_out(&relay, file, |trust| trust::text(&trust.certificate).into_bytes())
}

async fn profile(State(relay): State<Arc<Relay>>) -> Response {
    let file = ("application/x-apple-aspen-config", "so-sang-kien.mobileconfig");
    hand_out(&relay, file, |trust| trust::profile(&trust.certificate, &trust.fingerprint).into_bytes())
}

/// Hands the authority out in one form; there is none where the school has its own certificate.
fn hand_out(relay: &Relay, (kind, name): (&'static str, &str), form: impl Fn(&Trust) -> Vec<u8>) -> Response {
    let Some(trust) = relay.identity.trust() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    let named = [(header::CONTENT_DISPOSITION, disposition)];
    ([("content-type", kind), FRESH, NOSNIFF], named, form(&trust)).into_response()
}
