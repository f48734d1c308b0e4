//! `POST S/join`: a machine asks to be let in, and how it stands; `DELETE S/join`: it asks no more;
//! `GET S/joins`: who waits, for registrars.

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::doors::Peer;
use crate::relay::Relay;
use crate::routes::push::LOCK;
use crate::routes::within;
use crate::school::School;
use crate::session::{ActiveDevice, Visitor};
use crate::storage::{Write, Written};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use protocol::{Code, JoinRequest, JoinState, Value, write_joins};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// How long to wait where too many wait already, in milliseconds: a registrar must make room.
const FULL: u64 = 60_000;

pub(crate) async fn ask(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    visitor: Visitor,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let school = visitor.school;
    let request = read(&relay, &school, peer.ip(), body).await?;
    if let Some(state) = standing(&relay, &school, peer.ip(), request).await? {
        return Ok(cbor(state.to_bytes()));
    }
    relay.disk.require_room()?;
    match school.writer.write(Write::Wait { request, now: clock::now() }).await? {
        Written::Full => Err(RelayError::with(Code::SlowDown, Value::Uint(FULL))),
        Written::Done | Written::Pushed(_) => {
            tracing::info!("a device waits to be let in");
            Ok(cbor(JoinState::Waits.to_bytes()))
        }
    }
}

pub(crate) async fn leave(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    visitor: Visitor,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let school = visitor.school;
    let request = read(&relay, &school, peer.ip(), body).await?;
    school.writer.write(Write::Leave { device: request.device }).await?;
    Ok(cbor(Vec::new()))
}

pub(crate) async fn waiting(device: ActiveDevice) -> Result<Response, RelayError> {
    let member = device.member;
    let waiting = device
        .school
        .look(move |school| {
            if !school.storage.registers(member)? {
                return Err(Code::ForbiddenKind.into());
            }
            Ok(school.storage.waiting_joins(clock::now())?)
        })
        .await?;
    Ok(cbor(write_joins(&waiting)))
}

/// Reads a request whose proof fits; a wrong one counts against its address and its invitation.
async fn read(
    relay: &Relay,
    school: &Arc<School>,
    address: IpAddr,
    body: Result<Bytes, BytesRejection>,
) -> Result<JoinRequest, RelayError> {
    let body = within(body)?;
    if let Some(wait) = relay.attempts.must_wait(address, Instant::now()) {
        return Err(RelayError::with(Code::SlowDown, Value::Uint(wait.as_millis() as u64)));
    }
    let request = JoinRequest::from_bytes(&body).map_err(|_| Code::Malformed)?;
    if request.fits(school.space) {
        return Ok(request);
    }
    relay.attempts.failed(address, Instant::now());
    let invite = request.invite;
    if school.look(move |school| Ok(school.storage.invite(invite)?)).await?.is_some() {
        school.writer.write(Write::InviteFailure { invite }).await?;
    }
    Err(Code::BadSignature.into())
}

/// How a request stands already; nothing where it is new and may wait.
async fn standing(
    relay: &Relay,
    school: &Arc<School>,
    address: IpAddr,
    request: JoinRequest,
) -> Result<Option<JoinState>, RelayError> {
    let (known, active, open, noted) = school
        .look(move |school| {
            let (storage, now) = (&school.storage, clock::now());
            let active = storage.device(request.device)?.is_some();
            let open = storage.invite(request.invite)?;
            Ok((storage.has_known(request.device)?, active, open, storage.is_noted(&request, now)?))
        })
        .await?;
    if active {
        return Ok(Some(JoinState::Admitted));
    }
    if known {
        return Err(Code::Revoked.into());
    }
    // A relay that was put back may lack the invitation, and the entry that lets the machine in.
    if school.is_recovering() {
        return Err(Code::Recovering.into());
    }
    let usable = open.is_some_and(|(open, failures)| {
        !open.closed && open.uses_left > 0 && open.expires > clock::now() && failures < LOCK
    });
    if !usable {
        relay.attempts.failed(address, Instant::now());
        return Err(Code::InviteClosed.into());
    }
    Ok(noted.then_some(JoinState::Waits))
}
