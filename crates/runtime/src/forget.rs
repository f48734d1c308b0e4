//! Quên thiết bị này: a profile leaves this machine with everything of it, once its owner was told
//! what is nowhere else.
//!
//! The school's log goes on naming the device: it may not end itself there (protocol, section 7), and
//! need not, because its key is gone.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use api::{Code, Error, ForgetDevice, ForgettingView, Losses, RelayState, Topic};
use protocol::DeviceKey;
use store::setting::{self, Key};

use crate::application::Application;
use crate::found::Place;
use crate::session::Session;
use crate::{disk, error, host, keys, profile, vault, waiting};

/// The mark of a profile that is being removed: what a killed program leaves is removed by the next.
const MARK: &str = "forgotten";
/// How long calls and loops that still use the book may take to end.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// Tells what would be lost. Of a book that is not open only counts are told.
pub fn weigh(application: &Application, id: &str) -> Result<ForgettingView, Error> {
    let place = application.place();
    profile::find(place, id)?;
    let open = application.session().ok().filter(|session| session.profile == id);
    let known = profile::list(&place.home, open.as_ref().map(|session| session.profile.as_str()));
    let unknown = || Error::new(Code::UnknownProfile).with("profile", id);
    let profile = known.into_iter().find(|profile| profile.id == id).ok_or_else(unknown)?;
    let Some(session) = open else {
        let loses = closed(place, id, count)?.unwrap_or(UNKNOWN);
        return Ok(ForgettingView { profile, loses, drafts: Vec::new(), relay_answers: false });
    };
    let (loses, drafts) = session.read(|work| {
        let drafts = store::draft::all(work.connection()).map_err(error::from_store)?;
        let titles = drafts.into_iter().map(|doc| session.cards.title(doc)).collect();
        Ok((count(work.connection())?, titles))
    })?;
    let relay_answers = session.exchange.relay().0 == RelayState::Connected;
    Ok(ForgettingView { profile, loses, drafts, relay_answers })
}

/// Forgets a profile; what its owner agreed to lose must be what would be lost.
pub async fn forget(application: &Application, request: ForgetDevice) -> Result<(), Error> {
    let (place, id) = (application.place(), request.profile.as_str());
    if weigh(application, id)?.loses != request.loses {
        return Err(Error::new(Code::LossChanged));
    }
    let open = application.current();
    let concerns = match &open {
        Ok(session) => session.profile == id,
        Err(why) => why.details.get("profile").is_some_and(|locked| locked == id),
    };
    if concerns {
        application.switch_to(Err(Error::new(Code::NoProfile)));
        if let Ok(session) = open {
            release(session).await?;
        }
    }
    let removed = remove(place, id).await;
    // Whoever looked when the book was closed has seen it listed still. Nobody listening is no failure.
    let _ = place.changed.send(Topic::Profiles);
    removed
}

/// Waits until nobody uses the book any more, and closes it.
async fn release(mut session: Arc<Session>) -> Result<(), Error> {
    let begun = host::uptime();
    loop {
        session = match Arc::try_unwrap(session) {
            Ok(last) => {
                drop(last);
                return Ok(());
            }
            Err(shared) => shared,
        };
        if host::uptime().saturating_sub(begun) > PATIENCE {
            return Err(Error::new(Code::ProfileInUse));
        }
        host::sleep(LOOK).await;
    }
}

/// Removes a book that nobody has open: its key first, then everything that it could be read from.
async fn remove(place: &Place, id: &str) -> Result<(), Error> {
    let folder = profile::find(place, id)?;
    let device = closed(place, id, |connection| {
        let device = setting::get(connection, Key::DeviceKey).map_err(error::from_store)?;
        Ok(device.and_then(|hex| hex.parse::<DeviceKey>().ok()))
    })?;
    if let Some(device) = device.flatten() {
        keys::forget(device).await;
    }
    erase(place, id, &folder)?;
    profile::forget_last(&place.home, id);
    if profile::list(&place.home, None).is_empty() && waiting::list(&place.home).is_empty() {
        keys::forget_all().await?;
    }
    Ok(())
}

/// Removes a folder of a profile with everything in it; what a killed program leaves is removed later.
pub fn erase(place: &Place, id: &str, folder: &Path) -> Result<(), Error> {
    let failed = |failure: std::io::Error| error::from_io(&failure, folder);
    disk::write_durably(&folder.join(MARK), &[]).map_err(failed)?;
    vault::forget(place, folder);
    let hidden = profile::folder(&place.home).join(format!(".{id}"));
    disk::rename(folder, &hidden).map_err(failed)?;
    disk::erase(&hidden, &profile::file(&hidden)).map_err(failed)
}

/// Removes what a program that was killed meanwhile has left.
pub fn finish(place: &Place) {
    let profiles = profile::folder(&place.home);
    for name in disk::list(&profiles).unwrap_or_default().iter().filter(|name| name.starts_with('.')) {
        let hidden = profiles.join(name);
        if disk::exists(&hidden.join(MARK)) {
            vault::forget(place, &hidden);
            // What cannot be removed now is tried again by the next start.
            let _ = disk::erase(&hidden, &profile::file(&hidden));
        }
    }
}

/// Of a book that nobody can read now.
const UNKNOWN: Losses = Losses { envelopes: 0, files: 0, drafts: 0, unknown: true };

/// Reads a book that is not open; nothing where it is sealed.
fn closed<T>(
    place: &Place,
    id: &str,
    read: impl FnOnce(&store::Connection) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let Some(store) = vault::peek(place, &profile::find(place, id)?)? else { return Ok(None) };
    let mut answer = None;
    store
        .read(|connection| -> Result<(), store::StoreError> {
            answer = Some(read(connection));
            Ok(())
        })
        .map_err(error::from_store)?;
    answer.unwrap_or_else(|| Err(Error::new(Code::Internal))).map(Some)
}

fn count(connection: &store::Connection) -> Result<Losses, Error> {
    let envelopes = ledger::unsent_count(connection).map_err(error::from_ledger)?;
    let drafts = store::draft::all(connection).map_err(error::from_store)?.len();
    let files = store::blob::only_here(connection).map_err(error::from_store)?;
    Ok(Losses {
        envelopes: u32::try_from(envelopes).unwrap_or(u32::MAX),
        files,
        drafts: u32::try_from(drafts).unwrap_or(u32::MAX),
        unknown: false,
    })
}

#[cfg(test)]
mod tests;
