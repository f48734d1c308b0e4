//! `POST S/bundle`: what was carried here in a sealed file (protocol section 15).

use crate::answer::{RelayError, cbor};
use crate::import::Import;
use crate::relay::Relay;
use crate::session::ActiveDevice;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use futures_util::StreamExt;
use protocol::Code;
use std::sync::Arc;

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
