//! `POST S/ack`: a device says how far its disk holds the log (protocol section 16).

use crate::answer::{RelayError, nothing};
use crate::routes::within;
use crate::session::ActiveDevice;
use crate::storage::Write;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use protocol::{Ack, Code};

pub(crate) async fn ack(
    device: ActiveDevice,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let ack = Ack::from_bytes(&within(body)?).map_err(|_| Code::Malformed)?;
    let (school, key) = (&device.school, device.device);
    if !ack.fits(key, school.space) {
        return Err(Code::BadSignature.into());
    }
    let cursor = ack.cursor;
    school
        .look(move |school| {
            let state = school.storage.state()?;
            if cursor.epoch != state.epoch {
                return Err(Code::EpochChanged.into());
            }
            let chain = if cursor.seq > state.head { None } else { school.storage.chain_at(cursor.seq)? };
            if chain == Some(cursor.chain) { Ok(()) } else { Err(Code::LogRewound.into()) }
        })
        .await?;
    school.writer.write(Write::Ack { device: key, ack }).await?;
    Ok(nothing())
}
