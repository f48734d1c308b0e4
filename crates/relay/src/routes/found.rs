//! `POST /v1/found`: a new school by its genesis, or one that lost its relay, by its founder's word.

use crate::answer::{RelayError, cbor};
use crate::relay::Relay;
use crate::routes::within;
use crate::storage::StorageError;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use protocol::{Admission, Code, EnvId, Envelope, Prepared, PushAnswer, PushResponse, Takeover};
use std::sync::Arc;

pub(crate) async fn found(
    State(relay): State<Arc<Relay>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let body = within(body)?;
    let (envelope, used) = Envelope::from_wire(&body)?;
    let takeover = match &body[used..] {
        [] => None,
        behind => Some(Takeover::from_bytes(behind).map_err(|_| Code::Malformed)?),
    };
    relay.disk.require_room()?;
    let founding = tokio::task::spawn_blocking(move || {
        let genesis = Prepared::new(envelope);
        let (admission, school) = relay.found(&genesis, takeover.as_ref())?;
        let checkpoint = school.map(|school| school.checkpoint(&relay.key)).transpose()?;
        Ok::<_, StorageError>((admission, checkpoint))
    });
    let (admission, checkpoint) = founding.await.unwrap_or(Err(StorageError::Stopped))?;
    if let Admission::Refuse(code) = admission {
        return Err(code.into());
    }
    let seq = (admission == Admission::Admitted).then_some(1);
    let answers = vec![PushAnswer::of(&admission, seq, EnvId::ZERO)];
    Ok(cbor(PushResponse { answers, checkpoint }.to_bytes()))
}
