//! Joining a school: the device makes its own keys, proves the invitation, and signs itself in.

use std::sync::Arc;
use std::time::Duration;

use api::{Code, Error, JoinSchool};
use protocol::{
    ControlBody, Draft, DraftContent, EnvId, InviteKey, JoinTicket, MemberId, Next, Prepared, PushStatus,
    join_proof,
};
use store::setting::{self, Key};

use crate::envelopes::refusal;
use crate::found::{Place, Seed, finish_profile, prepare_profile};
use crate::keys::DeviceKeys;
use crate::lock::{Entry, Pin};
use crate::session::Session;
use crate::sync::SyncError;
use crate::sync::relay::{RelayClient, RelayError};
use crate::{error, host, profile};

/// How often the join is signed again because the control log moved meanwhile.
const ATTEMPTS: u32 = 8;

/// Joins with a ticket; the new profile is open, and the school is read, when it answers.
pub async fn join(place: &Place, request: JoinSchool) -> Result<Arc<Session>, Error> {
    let ticket: JoinTicket = request.ticket.trim().parse().map_err(|failure: protocol::TicketError| {
        Error::new(Code::BadInvitation).with("reason", failure.to_string())
    })?;
    let (client, address) = reach(place, &ticket).await?;
    let pin = request.pin.as_deref().map(Pin::new).transpose()?;
    let keys = DeviceKeys::make(pin.as_ref()).await?;
    if let Err(failure) = sign_in(&client, &ticket, &keys).await {
        keys.discard().await;
        return Err(failure);
    }
    let entry = pin.as_ref().map_or(Entry::Plain, |pin| Entry::Pin(pin, Duration::MAX));
    // The member is told by the invitation, which only the log knows; it is read below.
    let unknown = MemberId::from_bytes([0; 16]);
    let others = ticket.addresses.iter().filter(|other| **other != address).cloned();
    let addresses: Vec<String> = std::iter::once(address.clone()).chain(others).collect();
    let seed = Seed {
        keys: &keys,
        space: ticket.space,
        member: unknown,
        relay: ticket.relay,
        addresses: &addresses,
    };
    let folder = prepare_profile(place, &seed, |connection| {
        ledger::begin(connection, ticket.space, Some(ticket.genesis))?;
        setting::set(connection, Key::Genesis, &ticket.genesis.to_string())
    })?;
    learn_member(place, &folder, &keys, entry).await?;
    let id = finish_profile(place, &folder)?;
    let session = profile::open(place, &id, entry).await?;
    // The school's records are here; files that do not come now come with the next round.
    if let Err(failure) = crate::sync::meet(&session).await {
        tracing::warn!(%failure, "joined; the rest follows with the next round");
    }
    profile::label(&session)?;
    Ok(session)
}

async fn reach(place: &Place, ticket: &JoinTicket) -> Result<(RelayClient, String), Error> {
    // A browser may speak with where the page came from, and often with nobody else.
    let told: Vec<String> = host::origin().into_iter().chain(ticket.addresses.iter().cloned()).collect();
    let last = match try_all(place, ticket, told).await {
        Ok(reached) => return Ok(reached),
        Err(last) => last,
    };
    #[cfg(not(target_arch = "wasm32"))]
    if last.code == Code::RelayUnreachable {
        // The slip may be older than the relay's address.
        let found = crate::sync::finder::find(&ticket.relay).await;
        return try_all(place, ticket, found).await.map_err(|_| last);
    }
    Err(last)
}

/// The first address at which the ticket's relay answers; otherwise why not.
async fn try_all(
    place: &Place,
    ticket: &JoinTicket,
    addresses: Vec<String>,
) -> Result<(RelayClient, String), Error> {
    let mut last = Error::new(Code::RelayUnreachable);
    for address in addresses {
        let found = async {
            let client = RelayClient::reach(place.http.clone(), &address, &ticket.relay).await?;
            Ok::<_, RelayError>((client.hello().await?, client))
        };
        match found.await {
            Ok((hello, client)) if hello.relay == ticket.relay => return Ok((client, address)),
            Ok(_) => last = Error::new(Code::NotOurRelay).with("address", address),
            // A relay that answers and is another one says more than one that does not answer.
            Err(_) if last.code == Code::NotOurRelay => {}
            Err(failure) => last = SyncError::from(failure).into_error().with("address", address),
        }
    }
    Err(last)
}

/// Pushes the `join`; its control head is learned from the conflict that the first try meets.
async fn sign_in(client: &RelayClient, ticket: &JoinTicket, keys: &DeviceKeys) -> Result<EnvId, Error> {
    let invite = ticket.token.key(ticket.space);
    let proof = join_proof(&invite, ticket.space, keys.signer.device_key(), keys.box_key());
    let mut control = ticket.genesis;
    for _ in 0..ATTEMPTS {
        let body = ControlBody::Join {
            invite: InviteKey::from_bytes(invite.public()),
            proof,
            box_key: keys.box_key(),
        };
        let draft = Draft {
            space: ticket.space,
            doc: ticket.space.into(),
            about: None,
            next: Next::first(control),
            ts: host::now().millis(),
            content: DraftContent::Control(body),
        };
        let prepared = Prepared::new(keys.signer.seal(draft).await?);
        let answer = client
            .push(ticket.space, None, std::slice::from_ref(&prepared))
            .await
            .map_err(|failure| SyncError::from(failure).into_error())?;
        let Some(answer) = answer.answers.first() else {
            return Err(Error::new(Code::NotOurRelay));
        };
        match (answer.status, answer.code) {
            (PushStatus::Admitted | PushStatus::Duplicate, _) => return Ok(prepared.id()),
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
async fn learn_member(
    place: &Place,
    folder: &std::path::Path,
    keys: &DeviceKeys,
    entry: Entry<'_>,
) -> Result<(), Error> {
    let session = profile::open_folder(place, folder.to_owned(), "", entry).await?;
    crate::sync::level(&session).await.map_err(SyncError::into_error)?;
    session.commit(|work| {
        let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
        let ours = devices.into_iter().find(|row| row.device == keys.signer.device_key());
        let ours = ours.ok_or_else(|| Error::new(Code::InvitationClosed))?;
        setting::set(work.connection(), Key::Member, &ours.member.to_string()).map_err(error::from_store)?;
        crate::school::name_profile(work, ours.member)
    })
}
