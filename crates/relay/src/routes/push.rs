//! `POST S/push`: places envelopes and answers for each one.

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::doors::Peer;
use crate::relay::Relay;
use crate::routes::within;
use crate::school::School;
use crate::session::{ActiveDevice, Visitor};
use crate::storage::{StorageError, Write, Written};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use protocol::{
    Code, ControlBody, Envelope, InviteKey, Kind, Parsed, Prepared, PushAnswer, PushResponse, PushStatus,
    Value, Verb, limits, read_push,
};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// So many failed proofs lock an invitation.
pub(crate) const LOCK: u64 = 20;

pub(crate) async fn push(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    visitor: Visitor,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let body = within(body)?;
    let items = read_push(&body);
    if items.len() > limits::PUSH_ITEMS || (items.len() > 1 && body.len() > limits::PUSH_BYTES) {
        return Err(RelayError::with(Code::TooLarge, Value::Uint(limits::PUSH_ITEMS as u64)));
    }
    drop(body);
    let response = match visitor.device {
        Some(device) => from_device(&relay, &device, items).await?,
        None => from_stranger(&relay, &visitor.school, peer.ip(), items).await?,
    };
    Ok(cbor(response.to_bytes()))
}

async fn from_device(
    relay: &Arc<Relay>,
    device: &ActiveDevice,
    items: Vec<Result<Envelope, Code>>,
) -> Result<PushResponse, RelayError> {
    charge(relay, device, items.iter().filter(|item| !was_asked_for(device, item)).count())?;
    let mut items = prepare(items).await?;
    relay.disk.require_room_for(&items)?;
    hold_back(device, &mut items);
    refuse_headers_alone(device, &mut items).await?;
    let erases = items.iter().flatten().any(erases);
    let answers = place(&device.school, items).await?;
    if erases {
        remove_erased(&device.school).await?;
    }
    let key = relay.key.clone();
    let checkpoint = device.school.look(move |school| Ok(school.checkpoint(&key)?)).await?;
    Ok(PushResponse { answers, checkpoint: Some(checkpoint) })
}

/// Lets a device send so many envelopes, or tells it how long to wait.
pub(crate) fn charge(relay: &Relay, device: &ActiveDevice, envelopes: usize) -> Result<(), RelayError> {
    relay.buckets.take(device.device, envelopes, Instant::now()).map_err(|wait| {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        RelayError::with(Code::SlowDown, Value::Uint(wait))
    })
}

/// Says whether a relay that is being restored asked the device for this: it may send all of that at once.
fn was_asked_for(device: &ActiveDevice, item: &Result<Envelope, Code>) -> bool {
    let school = &device.school;
    let wanted = |header: &protocol::Header| school.recovery.wants(device.device, header.author, header.aseq);
    school.is_recovering() && item.as_ref().is_ok_and(|envelope| wanted(envelope.header()))
}

/// Holds back what a relay that is being restored has not asked for. New control entries too: those that
/// come back fit only the head that they were made on.
fn hold_back(device: &ActiveDevice, items: &mut [Result<Prepared, Code>]) {
    let school = &device.school;
    if !school.is_recovering() {
        return;
    }
    for item in items {
        let Ok(prepared) = item else { continue };
        let header = prepared.header();
        if !school.recovery.wants(device.device, header.author, header.aseq) {
            *item = Err(Code::Recovering);
        }
    }
}

/// Refuses a header without its payload: it would be placed as void, and nobody but a registrar may say
/// that of a colleague's work.
async fn refuse_headers_alone(
    device: &ActiveDevice,
    items: &mut [Result<Prepared, Code>],
) -> Result<(), RelayError> {
    let is_alone =
        |item: &Result<Prepared, Code>| item.as_ref().is_ok_and(|one| one.envelope().payload().is_none());
    if !items.iter().any(is_alone) {
        return Ok(());
    }
    let key = device.device;
    if device.school.look(move |school| Ok(school.storage.is_registrars(key)?)).await? {
        return Ok(());
    }
    // Of what a restored relay has asked for, only a snapshot may still tell.
    let told_of = |item: &Result<Prepared, Code>| {
        device.school.is_recovering() && item.as_ref().is_ok_and(|one| one.header().kind == Kind::Change)
    };
    for item in items.iter_mut().filter(|item| is_alone(item) && !told_of(item)) {
        *item = Err(Code::BadPayload);
    }
    Ok(())
}

/// A device without a session may push one thing: its own `join`.
async fn from_stranger(
    relay: &Arc<Relay>,
    school: &Arc<School>,
    address: IpAddr,
    items: Vec<Result<Envelope, Code>>,
) -> Result<PushResponse, RelayError> {
    if items.len() != 1 {
        return Err(Code::SessionRequired.into());
    }
    if school.is_recovering() {
        return Err(Code::Recovering.into());
    }
    if let Some(wait) = relay.attempts.must_wait(address, Instant::now()) {
        return Err(RelayError::with(Code::SlowDown, Value::Uint(wait.as_millis() as u64)));
    }
    let items = prepare(items).await?;
    let Some(invite) = items.first().and_then(|item| joins(item.as_ref().ok()?)) else {
        return Err(Code::SessionRequired.into());
    };
    let open = school.look(move |school| Ok(school.storage.invite(invite)?)).await?;
    let usable = open.is_some_and(|(open, failures)| open.expires > clock::now() && failures < LOCK);
    let answers = if usable {
        place(school, items).await?
    } else {
        vec![PushAnswer::refused(Code::InviteClosed, Value::Null)]
    };
    let is = |code| answers.iter().any(|answer| answer.code == Some(code));
    if is(Code::BadSignature) || is(Code::InviteClosed) {
        relay.attempts.failed(address, Instant::now());
    }
    // Only a wrong proof locks, and only what there is: a clock that is wrong for a day must not close
    // an invitation for good, and what is guessed must not fill the disk.
    if usable && is(Code::BadSignature) {
        school.writer.write(Write::InviteFailure { invite }).await?;
    }
    if answers.iter().any(|answer| answer.status == PushStatus::Admitted) {
        tracing::info!("a device joined");
    }
    Ok(PushResponse { answers, checkpoint: None })
}

fn joins(prepared: &Prepared) -> Option<InviteKey> {
    match prepared.parsed() {
        Parsed::Control(ControlBody::Join { invite, .. }) => Some(*invite),
        _ => None,
    }
}

/// Says whether an envelope takes a file away.
pub(crate) fn erases(prepared: &Prepared) -> bool {
    prepared.header().verb == Verb::EraseAttachment.code() && matches!(prepared.parsed(), Parsed::Record(_))
}

/// Checks signatures and payloads before the write lock is taken.
///
/// One thread a push: pushes of several devices share the cores, and many threads cost memory.
async fn prepare(items: Vec<Result<Envelope, Code>>) -> Result<Vec<Result<Prepared, Code>>, RelayError> {
    let prepared = move || items.into_iter().map(|item| item.map(Prepared::new)).collect();
    Ok(tokio::task::spawn_blocking(prepared).await.map_err(|_| StorageError::Stopped)?)
}

/// Writes envelopes durably, and answers for each.
pub(crate) async fn place(
    school: &Arc<School>,
    items: Vec<Result<Prepared, Code>>,
) -> Result<Vec<PushAnswer>, RelayError> {
    match school.writer.write(Write::Push { items, now: clock::now() }).await? {
        Written::Pushed(answers) => {
            school.count_pushed(&answers);
            Ok(answers)
        }
        Written::Done | Written::Full => Err(StorageError::Stopped.into()),
    }
}

/// Deletes chunks of files that no document names any longer, at once.
pub(crate) async fn remove_erased(school: &Arc<School>) -> Result<(), RelayError> {
    school
        .look(|school| {
            for chunk in school.storage.erased_chunks()? {
                school.blobs.remove(chunk)?;
            }
            Ok(())
        })
        .await
}
