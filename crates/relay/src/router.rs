//! Every route on one screen (protocol section 10).

use crate::metrics::count;
use crate::relay::Relay;
use crate::routes::{
    ack, application, blob, bundle, chunk, documents, entrance, found, have, health, hello, joins, keys,
    metrics, open_session, pack, pull, push, quarantine, receipts, trust,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post, put};
use protocol::limits;
use std::sync::Arc;

/// A request for anything but envelopes and chunks is small.
const SMALL: usize = 256 * 1024;
/// One larger item than a push: a snapshot with its header.
const LARGEST: usize = limits::SNAPSHOT as usize + 64 * 1024;

pub(crate) fn router(relay: Arc<Relay>) -> Router {
    let school = Router::new()
        .route("/push", post(push::push).layer(DefaultBodyLimit::max(LARGEST)))
        .route("/pull", get(pull::pull))
        .route("/docs", get(documents::documents))
        .route("/docs/{doc}", get(pull::document))
        .route("/control", get(pull::control))
        .route("/pack", get(pack::pack))
        .route("/have", post(have::have))
        .route("/ack", post(ack::ack))
        .route("/join", post(joins::ask).delete(joins::leave))
        .route("/joins", get(joins::waiting))
        .route("/quarantine", get(quarantine::quarantine))
        .route("/receipts", get(receipts::receipts))
        .route("/bundle", post(bundle::bundle).get(bundle::give).layer(DefaultBodyLimit::disable()))
        .route("/b/check", post(chunk::check))
        .route(
            "/b/c/{hash}",
            put(chunk::put).get(chunk::get).layer(DefaultBodyLimit::max(limits::CHUNK as usize)),
        )
        .route("/b/{blob}", put(blob::commit).get(blob::get));
    Router::new()
        .route("/v1/hello", get(hello::hello))
        .route("/v1/keys", get(keys::keys))
        .route("/v1/entrance", get(entrance::entrance))
        .route("/v1/session", post(open_session::open_session))
        .route("/v1/found", post(found::found))
        .nest("/v1/s/{space}", school)
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(metrics::metrics))
        .merge(trust::routes())
        .fallback(application::application)
        .layer(DefaultBodyLimit::max(SMALL))
        .layer(middleware::from_fn_with_state(Arc::clone(&relay), count))
        .with_state(relay)
}
