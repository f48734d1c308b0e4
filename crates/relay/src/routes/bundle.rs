//! `POST S/bundle`: what was carried here in a sealed file; `GET S/bundle`: such a file for the machines
//! of whoever asks (protocol section 15).

use crate::answer::{RelayError, cbor};
use crate::giving;
use crate::import::Import;
use crate::relay::Relay;
use crate::routes::charge;
use crate::routes::pack::stream_out;
use crate::session::ActiveDevice;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures_util::StreamExt;
use protocol::{Code, Vector};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// So many envelopes is a file worth.
const COST: usize = 100;

pub(crate) async fn bundle(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    body: Body,
) -> Result<Response, RelayError> {
    if device.school.is_recovering() {
        // It is not known yet whom the revocations that come back concern.
        return Err(Code::Recovering.into());
    }
    let mut import = Import::new(relay, Arc::clone(&device.school), Some(device.device));
    let mut stream = body.into_data_stream();
    while let Some(bytes) = stream.next().await {
        // A cable that was cut ends the file as a stick that was pulled out does.
        let Ok(bytes) = bytes else { break };
        if !import.push(&bytes).await? {
            break;
        }
    }
    let answer = import.finish().await?.ok_or(Code::Malformed)?;
    Ok(cbor(answer.to_bytes()))
}

pub(crate) async fn give(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, RelayError> {
    if device.school.is_recovering() {
        // What the machines bring back would be missing in it.
        return Err(Code::Recovering.into());
    }
    charge(&relay, &device, COST)?;
    let have = match query.get("have") {
        Some(text) => vector(text).ok_or(Code::Malformed)?,
        None => Vector::default(),
    };
    let (making, who) = (Arc::clone(&relay), device.clone());
    let recipients = device.school.look(move |_| giving::recipients(&making, &who)).await?;
    let making = Arc::clone(&relay);
    let body = stream_out(&relay, move |mut sink| {
        giving::write(&making, &device, &have, &recipients, &mut sink)?;
        sink.flush()
    });
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], body.await?).into_response())
}

fn vector(text: &str) -> Option<Vector> {
    Vector::from_bytes(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
