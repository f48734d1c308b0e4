//! `GET S/quarantine`: headers of what revoked devices sent past their cut, for registrars.

use crate::answer::{RelayError, cbor};
use crate::session::ActiveDevice;
use axum::response::Response;
use protocol::{Code, WireQuarantined, write_quarantine};

/// More than this is shown once some of it was taken back or has grown too old.
const MOST: usize = 4_096;

pub(crate) async fn quarantine(device: ActiveDevice) -> Result<Response, RelayError> {
    let member = device.member;
    let kept = device
        .school
        .look(move |school| {
            if !school.storage.registers(member)? {
                return Err(Code::ForbiddenKind.into());
            }
            Ok(school.storage.quarantined(MOST)?)
        })
        .await?;
    let lines = kept.into_iter().map(|one| WireQuarantined {
        received: one.received,
        header: one.header,
        sig: one.sig,
    });
    Ok(cbor(write_quarantine(lines)))
}
