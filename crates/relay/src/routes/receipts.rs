//! `GET S/receipts`: the acks that moved, to devices that wait for one (protocol section 16).

use crate::answer::{RelayError, cbor, nothing};
use crate::relay::Relay;
use crate::session::ActiveDevice;
use axum::extract::{Query, State};
use axum::response::Response;
use protocol::{Code, WireReceipt, limits};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

pub(crate) async fn receipts(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, RelayError> {
    let number = |name: &str| query.get(name).map_or(Ok(0), |text| text.parse::<u64>());
    let (Ok(since), Ok(wait)) = (number("since"), number("wait")) else {
        return Err(Code::Malformed.into());
    };
    let deadline = Instant::now() + Duration::from_secs(wait.min(limits::WAIT_SECONDS));
    let mut commits = device.school.commits.clone();
    let mut stopping = relay.stopping.clone();
    loop {
        commits.borrow_and_update();
        let (moved, count) = device.school.look(move |school| Ok(school.storage.receipts(since)?)).await?;
        if !moved.is_empty() {
            return Ok(cbor(WireReceipt::write_all(&moved, count)));
        }
        if Instant::now() >= deadline || *stopping.borrow() {
            return Ok(nothing());
        }
        tokio::select! {
            _ = commits.changed() => {}
            _ = stopping.changed() => {}
            () = tokio::time::sleep_until(deadline) => {}
        }
    }
}
