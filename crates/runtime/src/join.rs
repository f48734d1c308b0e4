//! Joining a school: the device makes its own keys, proves the invitation, and signs itself in, or waits
//! until a registrar lets it in.

use std::sync::Arc;
use std::time::Duration;

use api::{Code, Error, JoinSchool, WaitingView};
use protocol::{
    ControlBody, Draft, DraftContent, EnvId, InviteKey, JoinRequest, JoinTicket, MemberId, Next, Prepared,
    PushStatus, RelayKey, SigningKey, SpaceId, join_proof,
};
use store::setting::{self, Key};

use crate::envelopes::refusal;
use crate::found::{Place, Seed, finish_profile, prepare_profile};
use crate::keys::DeviceKeys;
use crate::lock::{Entry, Pin};
use crate::session::Session;
use crate::sync::SyncError;
use crate::sync::relay::{RelayClient, RelayError};
use crate::waiting::{self, Asked};
use crate::{error, host, profile};

/// How often the join is signed again because the control log moved meanwhile.
const ATTEMPTS: u32 = 8;

/// Whose device it is stands in the invitation, which only the log knows; it is read there.
const UNKNOWN: MemberId = MemberId::from_bytes([0; 16]);

/// What became of joining.
pub enum Joining {
    /// The new profile is open, and the school is read.
    Joined(Arc<Session>),
    /// A registrar must let the machine in first.
    Waits(WaitingView),
}

/// Joins with a ticket, or begins to wait until a registrar lets this machine in; `rested` is how long
/// ago somebody was wrong about a PIN.
pub async fn join(place: &Place, request: JoinSchool, rested: Duration) -> Result<Joining, Error> {
    let ticket: JoinTicket = request.ticket.trim().parse().map_err(|failure: protocol::TicketError| {
        Error::new(Code::BadInvitation).with("reason", failure.to_string())
    })?;
    let invite = ticket.token.key(ticket.space);
    if let Some(id) = waiting::with_invitation(place, InviteKey::from_bytes(invite.public())) {
        let pin = request.pin.as_deref().map(Pin::tried);
        let entry = pin.as_ref().map_or(Entry::Plain, |pin| Entry::Pin(pin, rested));
        return waiting::ask(place, &id, entry).await;
    }
    let (client, address) = reach(place, &ticket.relay, &ticket.addresses).await?;
    let pin = request.pin.as_deref().map(Pin::new).transpose()?;
    let keys = DeviceKeys::make(pin.as_ref()).await?;
    let others = ticket.addresses.iter().filter(|other| **other != address).cloned();
    let asked = Asked {
        space: ticket.space,
        genesis: ticket.genesis,
        relay: ticket.relay,
        addresses: std::iter::once(address.clone()).chain(others).collect(),
        request: asking(&invite, ticket.space, &keys),
    };
    match sign_in(&client, &asked, &keys).await {
        Ok(SignedIn::Admitted) => {}
        Ok(SignedIn::NeedsRegistrar) => {
            return waiting::begin(place, &client, &asked, &keys, pin.is_some()).await.map(Joining::Waits);
        }
        Err(failure) => {
            keys.discard().await;
            return Err(failure);
        }
    }
    let entry = pin.as_ref().map_or(Entry::Plain, |pin| Entry::Pin(pin, Duration::MAX));
    let folder = prepare(place, &asked, &keys)?;
    learn_member(place, &folder, entry).await?;
    let id = finish_profile(place, &folder)?;
    open(place, &id, entry).await.map(Joining::Joined)
}

/// Makes a profile that does not count yet, with an empty log of the school.
pub fn prepare(place: &Place, asked: &Asked, keys: &DeviceKeys) -> Result<std::path::PathBuf, Error> {
    let seed =
        Seed { keys, space: asked.space, member: UNKNOWN, relay: asked.relay, addresses: &asked.addresses };
    prepare_profile(place, &seed, |connection| begin_log(connection, asked.space, asked.genesis))
}

/// Begins the log of a school that is known by its genesis.
fn begin_log(
    connection: &store::Connection,
    space: SpaceId,
    genesis: EnvId,
) -> Result<(), store::StoreError> {
    ledger::begin(connection, space, Some(genesis))?;
    setting::set(connection, Key::Genesis, &genesis.to_string())
}

/// Opens the book of a machine that has just been let in.
pub async fn open(place: &Place, id: &str, entry: Entry<'_>) -> Result<Arc<Session>, Error> {
    let session = profile::open(place, id, entry).await?;
    // The school's records are here; files that do not come now come with the next round.
    if let Err(failure) = crate::sync::meet(&session).await {
        tracing::warn!(%failure, "joined; the rest follows with the next round");
    }
    profile::label(&session)?;
    Ok(session)
}

fn asking(invite: &SigningKey, space: SpaceId, keys: &DeviceKeys) -> JoinRequest {
    let (device, box_key) = (keys.signer.device_key(), keys.box_key());
    let proof = join_proof(invite, space, device, box_key);
    JoinRequest { invite: InviteKey::from_bytes(invite.public()), device, box_key, proof }
}

/// The first address at which a relay answers, the one that this page came from before all.
pub async fn reach(
    place: &Place,
    relay: &RelayKey,
    addresses: &[String],
) -> Result<(RelayClient, String), Error> {
    // A browser may speak with where the page came from, and often with nobody else.
    let told: Vec<String> = host::origin().into_iter().chain(addresses.iter().cloned()).collect();
    let last = match try_all(place, relay, told).await {
        Ok(reached) => return Ok(reached),
        Err(last) => last,
    };
    #[cfg(not(target_arch = "wasm32"))]
    if last.code == Code::RelayUnreachable {
        // The slip may be older than the relay's address.
        let found = crate::sync::finder::find(relay).await;
        return try_all(place, relay, found).await.map_err(|_| last);
    }
    Err(last)
}

/// The first address at which the relay answers; otherwise why not.
async fn try_all(
    place: &Place,
    relay: &RelayKey,
    addresses: Vec<String>,
) -> Result<(RelayClient, String), Error> {
    let mut last = Error::new(Code::RelayUnreachable);
    for address in addresses {
        let found = async {
            let client = RelayClient::reach(place.http.clone(), &address, relay).await?;
            Ok::<_, RelayError>((client.hello().await?, client))
        };
        match found.await {
            Ok((hello, client)) if hello.relay == *relay => return Ok((client, address)),
            Ok(_) => last = Error::new(Code::NotOurRelay).with("address", address),
            // A relay that answers and is another one says more than one that does not answer.
            Err(_) if last.code == Code::NotOurRelay => {}
            Err(failure) => last = SyncError::from(failure).into_error().with("address", address),
        }
    }
    Err(last)
}

/// What the relay says to a `join`.
enum SignedIn {
    /// The machine is in the log.
    Admitted,
    /// The invitation is good, and a registrar must add the machine.
    NeedsRegistrar,
}

/// Pushes the `join`; its control head is learned from the conflict that the first try meets.
async fn sign_in(client: &RelayClient, asked: &Asked, keys: &DeviceKeys) -> Result<SignedIn, Error> {
    let JoinRequest { invite, proof, box_key, .. } = asked.request;
    let mut control = asked.genesis;
    for _ in 0..ATTEMPTS {
        let draft = Draft {
            space: asked.space,
            doc: asked.space.into(),
            about: None,
            next: Next::first(control),
            ts: host::now().millis(),
            content: DraftContent::Control(ControlBody::Join { invite, proof, box_key }),
        };
        let prepared = Prepared::new(keys.signer.seal(draft).await?);
        let answer = client
            .push(asked.space, None, std::slice::from_ref(&prepared))
            .await
            .map_err(|failure| SyncError::from(failure).into_error())?;
        let Some(answer) = answer.answers.first() else {
            return Err(Error::new(Code::NotOurRelay));
        };
        match (answer.status, answer.code) {
            (PushStatus::Admitted | PushStatus::Duplicate, _) => return Ok(SignedIn::Admitted),
            (_, Some(protocol::Code::ForbiddenKind)) => return Ok(SignedIn::NeedsRegistrar),
            (_, Some(protocol::Code::ControlConflict)) => {
                control =
                    RelayError::control_head(&answer.details).ok_or_else(|| Error::new(Code::NotOurRelay))?;
            }
            (_, Some(code)) => return Err(closed(code)),
            (_, None) => return Err(Error::new(Code::NotOurRelay)),
        }
    }
    Err(Error::new(Code::ControlConflict))
}

/// What the relay says to somebody who asks to be let in.
pub fn closed_or(failure: RelayError) -> Error {
    match failure.code() {
        Some(
            code @ (protocol::Code::InviteClosed | protocol::Code::BadSignature | protocol::Code::Revoked),
        ) => Error::new(Code::InvitationClosed).with("code", code.as_str()),
        _ => SyncError::from(failure).into_error(),
    }
}

fn closed(code: protocol::Code) -> Error {
    match code {
        protocol::Code::NotMember
        | protocol::Code::ForbiddenKind
        | protocol::Code::ForbiddenDoc
        | protocol::Code::InviteClosed
        | protocol::Code::BadPayload => Error::new(Code::InvitationClosed).with("code", code.as_str()),
        other => refusal(other),
    }
}

/// Reads the log into the prepared profile, and takes from it whose device this is.
pub async fn learn_member(place: &Place, folder: &std::path::Path, entry: Entry<'_>) -> Result<(), Error> {
    let session = profile::open_folder(place, folder.to_owned(), "", entry).await?;
    crate::sync::level(&session).await.map_err(SyncError::into_error)?;
    session.commit(|work| {
        let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
        let ours = devices.into_iter().find(|row| row.device == session.signer.device_key());
        let ours = ours.ok_or_else(|| Error::new(Code::InvitationClosed))?;
        setting::set(work.connection(), Key::Member, &ours.member.to_string()).map_err(error::from_store)?;
        crate::school::name_profile(work, ours.member)
    })
}
