//! Profiles: every person's book in a folder of its own, on the same machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{Code, Error, Language, ProfileView, SessionView, Settings, Theme, Topic};
use domain::movement::Movement;
use domain::role::Role;
use serde::{Deserialize, Serialize};
use store::Store;
use store::setting::{self, Key};

use crate::card::Cards;
use crate::found::Place;
use crate::lock::Entry;
use crate::session::{Opening, Session, Work};
use crate::sync::Exchange;
use crate::vault::{self, Entered};
use crate::{disk, error, keys, lock, people, waiting};

/// Whose book it is, readable without opening it.
#[derive(Default, Deserialize, Serialize)]
struct Label {
    person: String,
    school: String,
}

/// The file of a profile.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("book.db")
}

/// The folder of all profiles of a machine.
pub fn folder(home: &Path) -> PathBuf {
    home.join("profiles")
}

/// Lists everybody with a book on this machine, by name.
pub fn list(home: &Path, open: Option<&str>) -> Vec<ProfileView> {
    let folder = folder(home);
    let Ok(names) = disk::list(&folder) else { return Vec::new() };
    let mut profiles: Vec<ProfileView> = names
        .into_iter()
        // A folder that begins with a dot is a founding or joining that has not ended.
        .filter(|id| !id.starts_with('.') && is_whole(&folder.join(id)))
        .map(|id| {
            let label = read_label(&folder.join(&id));
            let open = open == Some(id.as_str());
            ProfileView { id, person: label.person, school: label.school, open }
        })
        .collect();
    profiles.sort_by_cached_key(|profile| domain::text::name_sort_key(&profile.person));
    profiles
}

/// Whether a folder holds a book, and does not wait until a registrar lets its machine in.
fn is_whole(folder: &Path) -> bool {
    disk::exists(&file(folder)) && !waiting::is_waiting(folder)
}

fn read_label(folder: &Path) -> Label {
    let text = disk::read(folder.join("profile.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Writes whose book it is beside the book.
pub fn label(session: &Session) -> Result<(), Error> {
    let (person, school) = session.read(|work| Ok((text(work, Key::Person)?, text(work, Key::School)?)))?;
    let path = session.folder.join("profile.json");
    let bytes = serde_json::to_vec(&Label { person, school }).map_err(|failure| error::internal(&failure))?;
    disk::write_durably(&path, &bytes).map_err(|failure| error::from_io(&failure, &path))
}

/// The profile that was open last.
pub fn last(home: &Path) -> Option<String> {
    let id = disk::read_to_string(home.join("last-profile")).ok()?;
    let id = id.trim().to_owned();
    disk::exists(&file(&folder(home).join(&id))).then_some(id)
}

/// Remembers the open profile for the next start.
pub fn remember(home: &Path, id: &str) {
    // Only a convenience: without it the next start asks who is working.
    let _ = disk::write_durably(&home.join("last-profile"), id.as_bytes());
}

/// Forgets that this profile was open last.
pub fn forget_last(home: &Path, id: &str) {
    let remembered = home.join("last-profile");
    if disk::read_to_string(&remembered).is_ok_and(|last| last.trim() == id) {
        // What is left names a profile that is not there, and is passed over.
        let _ = disk::remove_file(&remembered);
    }
}

/// Opens a profile; a locked one only for whoever has its PIN.
pub async fn open(place: &Place, id: &str, entry: Entry<'_>) -> Result<Arc<Session>, Error> {
    let folder = find(place, id)?;
    open_folder(place, folder, id, entry).await.map_err(|failure| match failure.code {
        Code::Locked => lock::locked(id),
        _ => failure.with("profile", id),
    })
}

/// The folder of a profile that is there.
pub fn find(place: &Place, id: &str) -> Result<PathBuf, Error> {
    let folder = folder(&place.home).join(id);
    if id.is_empty() || id.starts_with('.') || id.contains(['/', '\\']) || !is_whole(&folder) {
        return Err(Error::new(Code::UnknownProfile).with("profile", id));
    }
    Ok(folder)
}

/// Where damaged profiles are kept.
pub fn aside(home: &Path) -> PathBuf {
    home.join("aside")
}

/// Keeps a profile that nobody has open under another name.
pub fn set_aside(home: &Path, id: &str) -> Result<(), Error> {
    let (from, to) = (folder(home).join(id), aside(home).join(id));
    disk::create_dir_all(aside(home)).map_err(|failure| error::from_io(&failure, &to))?;
    disk::rename(&from, &to).map_err(|failure| error::from_io(&failure, &from))
}

/// Opens the file of a profile, or makes it, as everybody can read it.
pub fn open_store(folder: &Path) -> Result<Store, Error> {
    let path = file(folder);
    let database = disk::database(&path).map_err(|failure| error::from_io(&failure, &path))?;
    Store::open(&database)
        .map_err(|failure| error::from_store(failure).with("path", path.display().to_string()))
}

/// Opens the profile in a folder, wherever it lies.
pub async fn open_folder(
    place: &Place,
    folder: PathBuf,
    id: &str,
    entry: Entry<'_>,
) -> Result<Arc<Session>, Error> {
    let Entered { store, secret, vault } = vault::enter(place, &folder, entry)?;
    let keys = keys::move_into_browser(&store, keys::load(&store, secret.as_deref()).await?).await?;
    let opening = store
        .read(|connection| -> Result<_, store::StoreError> {
            let get = |key| setting::get(connection, key);
            Ok((
                get(Key::Space)?,
                get(Key::Member)?,
                get(Key::RelayKey)?,
                get(Key::RelayAddresses)?,
                get(Key::Movement)?,
                get(Key::ClockSkew)?,
                Cards::load(connection)?,
            ))
        })
        .map_err(error::from_store)?;
    let (space, member, relay_key, addresses, movement, skew, cards) = opening;
    let damaged = || Error::new(Code::DamagedProfile).with("path", folder.display().to_string());
    let addresses: Vec<String> =
        addresses.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    let address = addresses.into_iter().next().unwrap_or_default();
    let session = Session::open(Opening {
        profile: id.to_owned(),
        space: space.and_then(|hex| hex.parse().ok()).ok_or_else(damaged)?,
        member: member.and_then(|hex| hex.parse().ok()).ok_or_else(damaged)?,
        keys,
        movement: movement.as_deref().and_then(|json| Movement::parse(json).ok()).map_or_else(builtin, Ok)?,
        cards,
        skew: skew.and_then(|text| text.parse().ok()),
        exchange: Exchange::new(
            place.http.clone(),
            address,
            relay_key.and_then(|hex| hex.parse().ok()),
            None,
        ),
        store,
        vault,
        changed: place.changed.clone(),
        folder,
    });
    session.read_rest()?;
    crate::apply::settle(&session)?;
    crate::card::complete(&session)?;
    Ok(Arc::new(session))
}

/// Until the school's own rules have arrived, the first template that comes with the application.
fn builtin() -> Result<Movement, Error> {
    let (_, json) = domain::movement::builtin()[0];
    Movement::parse(json).map_err(|failure| error::internal(&failure))
}

/// Who is working, and what they may do.
pub fn view(session: &Session) -> Result<SessionView, Error> {
    session.read(|work| {
        let held = people::roles(work)?.remove(&session.member).unwrap_or_default();
        let department = held.iter().find_map(|(_, department)| *department);
        let departments = store::department::all(work.connection()).map_err(error::from_store)?;
        let roles: Vec<Role> = held.into_iter().map(|(role, _)| role).collect();
        let any = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
        Ok(SessionView {
            profile: session.profile.clone(),
            member: crate::ids::Same::same(&session.member),
            person: text(work, Key::Person)?,
            school: text(work, Key::School)?,
            department: departments
                .into_iter()
                .find(|one| Some(one.id) == department)
                .map(|one| one.name)
                .unwrap_or_default(),
            can_review: any(&REVIEWERS),
            can_overview: any(&OVERSEERS),
            can_register: any(&[Role::Registrar]),
            settings: settings(work)?,
            lock: lock::view(session, work.connection())?,
            roles,
        })
    })
}

const REVIEWERS: [Role; 6] = [
    Role::DepartmentHead,
    Role::DeputyHead,
    Role::UnionOfficer,
    Role::Leadership,
    Role::CouncilChair,
    Role::CouncilViceChair,
];

const OVERSEERS: [Role; 9] = [
    Role::DepartmentHead,
    Role::DeputyHead,
    Role::UnionOfficer,
    Role::Leadership,
    Role::CouncilChair,
    Role::CouncilViceChair,
    Role::CouncilSecretary,
    Role::CouncilMember,
    Role::Clerk,
];

fn settings(work: &Work<'_>) -> Result<Settings, Error> {
    let language = match text(work, Key::Language)?.as_str() {
        "en" => Language::En,
        _ => Language::Vi,
    };
    let theme = match text(work, Key::Theme)?.as_str() {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::System,
    };
    Ok(Settings { language, theme })
}

/// Keeps language and appearance.
pub fn set_settings(session: &Session, settings: &Settings) -> Result<SessionView, Error> {
    let language = match settings.language {
        Language::Vi => "vi",
        Language::En => "en",
    };
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    session.commit(|work| {
        setting::set(work.connection(), Key::Language, language).map_err(error::from_store)?;
        setting::set(work.connection(), Key::Theme, theme).map_err(error::from_store)?;
        work.emit(Topic::Profiles);
        Ok(())
    })?;
    view(session)
}

fn text(work: &Work<'_>, key: Key) -> Result<String, Error> {
    Ok(setting::get(work.connection(), key).map_err(error::from_store)?.unwrap_or_default())
}
