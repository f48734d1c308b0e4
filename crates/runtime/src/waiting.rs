//! Sổ đang chờ: a machine whose keys are made and that a registrar has not let in yet.
//!
//! It is a profile already, with the keys in it, and a file beside the book that says what it waits
//! for: until that goes it is not shown among the profiles. So nothing is lost by a restart, and a
//! browser keeps it as it keeps books.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{Code, Error, WaitingView};
use domain::date::Moment;
use protocol::{
    BoxKey, DeviceKey, EnvId, InviteKey, JoinCode, JoinRequest, JoinState, RelayKey, Signature, SpaceId,
};
use serde::{Deserialize, Serialize};

use crate::found::{Place, finish_profile};
use crate::join::Joining;
use crate::keys::{self, DeviceKeys, kept};
use crate::lock::Entry;
use crate::session::Session;
use crate::sync::SyncError;
use crate::sync::relay::RelayClient;
use crate::{disk, error, forget, host, join, profile};

/// The file that says what a profile waits for.
const FILE: &str = "waiting.json";

/// What is remembered while it waits; nothing of it is secret.
#[derive(Deserialize, Serialize)]
struct Note {
    space: String,
    genesis: String,
    relay: String,
    addresses: Vec<String>,
    invite: String,
    device: String,
    box_key: String,
    proof: String,
    code: String,
    since: i64,
    needs_pin: bool,
}

/// What a machine asks with, and whom.
pub struct Asked {
    /// The school.
    pub space: SpaceId,
    /// The first entry of its log.
    pub genesis: EnvId,
    /// The relay's key.
    pub relay: RelayKey,
    /// Where it answers, best first.
    pub addresses: Vec<String>,
    /// The request.
    pub request: JoinRequest,
}

/// Says whether a folder of a profile waits.
pub fn is_waiting(folder: &Path) -> bool {
    disk::exists(&folder.join(FILE))
}

/// Lists what waits on this machine.
pub fn list(home: &Path) -> Vec<WaitingView> {
    let folder = profile::folder(home);
    let names = disk::list(&folder).unwrap_or_default();
    let visible = names.into_iter().filter(|name| !name.starts_with('.'));
    visible.filter_map(|id| Some(view(&id, &read(&folder.join(&id))?))).collect()
}

/// What waits already with an invitation.
pub fn with_invitation(place: &Place, invite: InviteKey) -> Option<String> {
    let invite = invite.to_string();
    let folder = profile::folder(&place.home);
    let names = disk::list(&folder).unwrap_or_default();
    let mut visible = names.into_iter().filter(|name| !name.starts_with('.'));
    visible.find(|name| read(&folder.join(name)).is_some_and(|note| note.invite == invite))
}

/// Begins to wait: keys and request are on the disk before anybody is asked.
///
/// # Errors
/// What the relay says; nothing is left then.
pub async fn begin(
    place: &Place,
    client: &RelayClient,
    asked: &Asked,
    keys: &DeviceKeys,
    needs_pin: bool,
) -> Result<WaitingView, Error> {
    let id = prepare(place, asked, keys, needs_pin)?;
    let state = match client.ask_to_join(asked.space, &asked.request).await {
        Ok(state) => state,
        Err(failure) => {
            remove(place, &id, asked.request.device).await?;
            return Err(join::closed_or(failure));
        }
    };
    match (state, read(&find(place, &id)?)) {
        (JoinState::Waits, Some(note)) => Ok(view(&id, &note)),
        // Nobody can have let in what was never seen before.
        _ => Err(Error::new(Code::NotOurRelay)),
    }
}

fn prepare(place: &Place, asked: &Asked, keys: &DeviceKeys, needs_pin: bool) -> Result<String, Error> {
    let request = &asked.request;
    let code = JoinCode::of(asked.genesis, request.device, request.box_key);
    let note = Note {
        space: asked.space.to_string(),
        genesis: asked.genesis.to_string(),
        relay: asked.relay.to_string(),
        addresses: asked.addresses.clone(),
        invite: request.invite.to_string(),
        device: request.device.to_string(),
        box_key: request.box_key.to_string(),
        proof: kept::hex(request.proof.as_ref()),
        code: code.to_string(),
        since: host::now().millis(),
        needs_pin,
    };
    let folder = join::prepare(place, asked, keys)?;
    let file = folder.join(FILE);
    let bytes = serde_json::to_vec(&note).map_err(|failure| error::internal(&failure))?;
    disk::write_durably(&file, &bytes).map_err(|failure| error::from_io(&failure, &file))?;
    finish_profile(place, &folder)
}

/// Asks whether the machine was let in, and reads the school if so.
///
/// # Errors
/// `not_found` for what does not wait here, `invitation_closed` where it will not be let in: nothing of
/// it is left then; `pin_needed` where it was let in and its keys are sealed; what keeps it from the
/// relay.
pub async fn ask(place: &Place, id: &str, entry: Entry<'_>) -> Result<Joining, Error> {
    let folder = find(place, id)?;
    let note = read(&folder).ok_or_else(|| Error::new(Code::NotFound))?;
    let asked = note.asked().ok_or_else(|| Error::new(Code::DamagedProfile).with("profile", id))?;
    let (client, _) = join::reach(place, &asked.relay, &asked.addresses).await?;
    match client.ask_to_join(asked.space, &asked.request).await {
        Ok(JoinState::Waits) => Ok(Joining::Waits(view(id, &note))),
        Ok(JoinState::Admitted) => enter(place, id, &folder, entry).await.map(Joining::Joined),
        Err(failure) => {
            let failure = join::closed_or(failure);
            if failure.code == Code::InvitationClosed {
                remove(place, id, asked.request.device).await?;
            }
            Err(failure)
        }
    }
}

async fn enter(place: &Place, id: &str, folder: &Path, entry: Entry<'_>) -> Result<Arc<Session>, Error> {
    join::learn_member(place, folder, entry).await.map_err(|failure| match failure.code {
        Code::Locked => Error::new(Code::PinNeeded),
        _ => failure,
    })?;
    let file = folder.join(FILE);
    disk::remove_file(&file).map_err(|failure| error::from_io(&failure, &file))?;
    join::open(place, id, entry).await
}

/// Gives up: the relay is told where it answers, and nothing is left here.
///
/// # Errors
/// `not_found` for what does not wait here.
pub async fn give_up(place: &Place, id: &str) -> Result<(), Error> {
    let folder = find(place, id)?;
    let note = read(&folder).ok_or_else(|| Error::new(Code::NotFound))?;
    if let Some(asked) = note.asked() {
        let told = async {
            let (client, _) = join::reach(place, &asked.relay, &asked.addresses).await?;
            let left = client.ask_no_more(asked.space, &asked.request).await;
            left.map_err(|failure| SyncError::from(failure).into_error())
        };
        // Who is not told sees it wait until its invitation ends.
        if let Err(failure) = told.await {
            tracing::info!(%failure, "the relay does not know that this machine asks no more");
        }
    }
    match note.device.parse() {
        Ok(device) => remove(place, id, device).await,
        Err(_) => forget::erase(place, id, &folder),
    }
}

async fn remove(place: &Place, id: &str, device: DeviceKey) -> Result<(), Error> {
    keys::forget(device).await;
    forget::erase(place, id, &find(place, id)?)
}

fn find(place: &Place, id: &str) -> Result<PathBuf, Error> {
    let folder = profile::folder(&place.home).join(id);
    if id.is_empty() || id.starts_with('.') || id.contains(['/', '\\']) || !is_waiting(&folder) {
        return Err(Error::new(Code::NotFound).with("profile", id));
    }
    Ok(folder)
}

fn read(folder: &Path) -> Option<Note> {
    serde_json::from_slice(&disk::read(folder.join(FILE)).ok()?).ok()
}

fn view(id: &str, note: &Note) -> WaitingView {
    WaitingView {
        id: id.to_owned(),
        code: note.code.clone(),
        since: Moment::from_millis(note.since),
        needs_pin: note.needs_pin,
    }
}

impl Note {
    fn asked(&self) -> Option<Asked> {
        let proof: [u8; 64] = kept::unhex(&self.proof)?.try_into().ok()?;
        let (invite, device): (InviteKey, DeviceKey) = (self.invite.parse().ok()?, self.device.parse().ok()?);
        let box_key: BoxKey = self.box_key.parse().ok()?;
        Some(Asked {
            space: self.space.parse().ok()?,
            genesis: self.genesis.parse().ok()?,
            relay: self.relay.parse().ok()?,
            addresses: self.addresses.clone(),
            request: JoinRequest { invite, device, box_key, proof: Signature(proof) },
        })
    }
}
