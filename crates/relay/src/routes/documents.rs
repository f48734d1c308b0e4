//! `GET S/docs`: which documents the member may read now, to be fetched after a role was granted.

use crate::answer::{RelayError, cbor};
use crate::session::ActiveDevice;
use axum::response::Response;

pub(crate) async fn documents(device: ActiveDevice) -> Result<Response, RelayError> {
    let member = device.member;
    let lines = device.school.look(move |school| Ok(school.storage.documents(member)?)).await?;
    Ok(cbor(lines.iter().flat_map(protocol::DocumentLine::to_bytes).collect()))
}
