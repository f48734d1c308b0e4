//! Founding a school: keys, genesis, the relay's consent, and the school's first document.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use api::{Code, Error, FoundSchool, FoundedView, Topic};
use domain::movement::{self, Movement};
use domain::period::SchoolYear;
use domain::role::Role;
use domain::sheet::Value;
use domain::text;
use engine::{Document, Shape};
use protocol::{
    Audience, Capacity, Class, ControlBody, DeviceEntry, Draft, DraftContent, EnvId, Envelope, Genesis,
    HelloAnswer, ItemStatus, MemberId, Next, Open, Prepared, PushStatus, RecordPayload, RecoverySecret,
    RelayKey, SpaceId, Verb,
};
use store::person::Person;
use store::setting::{self, Key};
use tokio::sync::broadcast;

use crate::keys::DeviceKeys;
use crate::lock::{Entry, Pin};
use crate::session::{Session, Work};
use crate::sync::SyncError;
use crate::sync::relay::{RelayClient, RelayError};
use crate::vault::KeyStore;
use crate::{apply, disk, error, host, people, profile, school, vault};

/// Where a founding or a joining is done, and who listens.
pub struct Place {
    /// The folder of all profiles.
    pub home: PathBuf,
    /// The HTTP client of the application.
    pub http: reqwest::Client,
    /// Where topics go.
    pub changed: broadcast::Sender<Topic>,
    /// What the system keeps keys in, where the host has one.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "a tab has none"))]
    pub key_store: Option<Arc<dyn KeyStore>>,
}

/// Founds a school; the founder's profile is open when it answers.
pub async fn found(place: &Place, request: FoundSchool) -> Result<(Arc<Session>, FoundedView), Error> {
    let plan = Plan::read(&request)?;
    let met = meet(place, &plan.relay).await;
    let (client, hello) = met.map_err(|failure| SyncError::from(failure).into_error())?;
    let pin = request.pin.as_deref().map(Pin::new).transpose()?;
    let keys = DeviceKeys::make(pin.as_ref()).await?;
    let recovery = RecoverySecret::from_seed(host::random());
    let member = MemberId::from_bytes(host::random());
    let space = SpaceId::from_bytes(host::random());
    let genesis = genesis(&keys, &recovery, member, space, hello.relay).await?;
    let seq = match place_genesis(&client, &genesis).await {
        Ok(seq) => seq,
        Err(failure) => {
            keys.discard().await;
            return Err(failure);
        }
    };
    let prepared = Prepared::new(genesis);
    let addresses = [plan.relay.clone()];
    let seed = Seed { keys: &keys, space, member, relay: hello.relay, addresses: &addresses };
    let folder = prepare_profile(place, &seed, |connection| {
        ledger::begin(connection, space, Some(prepared.id()))?;
        ledger::place_at(connection, &prepared, seq, ItemStatus::Admitted)?;
        setting::set(connection, Key::Genesis, &prepared.id().to_string())?;
        setting::set(connection, Key::School, &plan.school)?;
        setting::set(connection, Key::Person, &plan.person)?;
        setting::set(connection, Key::Movement, &plan.rules)?;
        Ok(())
    })?;
    let id = finish_profile(place, &folder)?;
    let entry = pin.as_ref().map_or(Entry::Plain, |pin| Entry::Pin(pin, Duration::MAX));
    let session = profile::open(place, &id, entry).await?;
    begin_school(&session, &plan).await?;
    profile::label(&session)?;
    let view = FoundedView {
        session: profile::view(&session)?,
        recovery_key: recovery.to_string(),
        movement: (*session.movement()).clone(),
    };
    Ok((session, view))
}

/// Meets a relay for the first time: the key that it tells is the school's from now on.
async fn meet(place: &Place, address: &str) -> Result<(RelayClient, HelloAnswer), RelayError> {
    let told = RelayClient::stranger(place.http.clone(), address).hello().await?;
    let client = RelayClient::reach(place.http.clone(), address, &told.relay).await?;
    let hello = client.hello().await?;
    if hello.relay == told.relay {
        Ok((client, hello))
    } else {
        Err(RelayError::NotARelay("another relay's key".to_owned()))
    }
}

/// Lets the relay found the school, and gives the place of its genesis.
async fn place_genesis(client: &RelayClient, genesis: &Envelope) -> Result<u64, Error> {
    let answer = client.found(genesis).await.map_err(|failure| match failure.code() {
        Some(protocol::Code::ForbiddenKind) => Error::new(Code::RelayTaken),
        _ => SyncError::from(failure).into_error(),
    })?;
    let placed = answer.answers.first().filter(|one| matches!(one.status, PushStatus::Admitted));
    placed.and_then(|one| one.seq).ok_or_else(|| Error::new(Code::RelayTaken))
}

/// What a founding needs, checked.
struct Plan {
    school: String,
    year: SchoolYear,
    person: String,
    staff_code: Option<String>,
    roles: Vec<Role>,
    relay: String,
    rules: String,
}

impl Plan {
    fn read(request: &FoundSchool) -> Result<Self, Error> {
        let needed = |path: &str, value: &str| {
            let value = text::nfc(value.trim());
            if value.is_empty() {
                Err(Error::new(Code::BadValue).with("path", path).with("reason", "empty"))
            } else {
                Ok(value)
            }
        };
        let year: SchoolYear = request.school_year.parse().map_err(|_| {
            Error::new(Code::BadValue).with("path", "school_year").with("reason", "malformed")
        })?;
        let movement =
            template(request.template.as_deref(), request.template_json.as_deref())?.for_year(year);
        let unfit =
            |role: &&Role| role.is_of_a_department() || matches!(role, Role::Registrar | Role::Member);
        if let Some(role) = request.roles.iter().find(unfit) {
            return Err(Error::new(Code::BadValue)
                .with("path", role.name())
                .with("reason", "needs_department"));
        }
        Ok(Self {
            school: needed("school", &request.school)?,
            year,
            person: needed("person", &request.person)?,
            staff_code: request.staff_code.clone().filter(|code| !code.trim().is_empty()),
            roles: request.roles.clone(),
            relay: needed("relay", &request.relay)?,
            rules: serde_json::to_string(&movement).map_err(|failure| error::internal(&failure))?,
        })
    }
}

/// Reads a template: one that comes with the application, or a file's text.
pub fn template(id: Option<&str>, json: Option<&str>) -> Result<Movement, Error> {
    let bad = |reason: String| Error::new(Code::BadTemplate).with("reason", reason);
    let json = match (json, id) {
        (Some(json), _) => json,
        (None, Some(id)) => {
            let found = movement::builtin().iter().find(|(known, _)| *known == id);
            found.map(|(_, json)| *json).ok_or_else(|| bad(format!("unknown template {id}")))?
        }
        (None, None) => movement::builtin()[0].1,
    };
    Movement::parse(json).map_err(|failure| bad(failure.to_string()))
}

async fn genesis(
    keys: &DeviceKeys,
    recovery: &RecoverySecret,
    member: MemberId,
    space: SpaceId,
    relay: RelayKey,
) -> Result<Envelope, Error> {
    let body = ControlBody::Genesis(Genesis {
        registrars: vec![DeviceEntry { member, device: keys.signer.device_key(), box_key: keys.box_key() }],
        recovery: recovery.recovery_key(),
        relay,
        relay_box: relay.box_key(),
        tls: Vec::new(),
        policy: protocol::POLICY,
    });
    let draft = Draft {
        space,
        doc: space.into(),
        about: None,
        next: Next::first(EnvId::ZERO),
        ts: host::now().millis(),
        content: DraftContent::Control(body),
    };
    keys.signer.seal(draft).await
}

/// What every profile's file begins with.
pub struct Seed<'a> {
    /// The device's keys.
    pub keys: &'a DeviceKeys,
    /// The school.
    pub space: SpaceId,
    /// The member.
    pub member: MemberId,
    /// The relay's pinned key.
    pub relay: RelayKey,
    /// Its addresses, the one that answers first.
    pub addresses: &'a [String],
}

/// Makes a profile in a folder that does not count yet, so that a failure leaves no half profile.
pub fn prepare_profile(
    place: &Place,
    seed: &Seed<'_>,
    more: impl FnOnce(&store::Connection) -> Result<(), store::StoreError>,
) -> Result<PathBuf, Error> {
    let name = protocol::DocId::from_bytes(host::random()).to_string();
    let folder = profile::folder(&place.home).join(format!(".{}", &name[..12]));
    disk::create_dir_all(&folder).map_err(|failure| error::from_io(&failure, &folder))?;
    let store = vault::make(place, &folder, seed.keys.pin.as_ref())?;
    let addresses = serde_json::to_string(seed.addresses).map_err(|failure| error::internal(&failure))?;
    let written = store.transaction(|connection| -> Result<(), store::StoreError> {
        let set = |key, value: &str| setting::set(connection, key, value);
        set(Key::Space, &seed.space.to_string())?;
        set(Key::Member, &seed.member.to_string())?;
        seed.keys.settings.iter().try_for_each(|(key, value)| set(*key, value))?;
        set(Key::RelayKey, &seed.relay.to_string())?;
        set(Key::RelayAddresses, &addresses)?;
        more(connection)
    });
    written.and_then(|()| store.close()).map_err(error::from_store)?;
    Ok(folder)
}

/// Lets a prepared profile count.
pub fn finish_profile(place: &Place, folder: &std::path::Path) -> Result<String, Error> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let id = name.trim_start_matches('.').to_owned();
    let to = profile::folder(&place.home).join(&id);
    disk::rename(folder, &to).map_err(|failure| error::from_io(&failure, &to))?;
    Ok(id)
}

/// Opens the school's document, enters the founder into the staff list, and grants their roles.
async fn begin_school(session: &Session, plan: &Plan) -> Result<(), Error> {
    session.commit(|work| open_document(work, plan))?;
    let entry = Person {
        member: session.member,
        name: plan.person.clone(),
        staff_code: plan.staff_code.clone(),
        birth_date: None,
        position: String::new(),
        subjects: String::new(),
        qualification: String::new(),
        department: None,
    };
    let today = i64::from(people::days_since_1970(session));
    let grants = plan.roles.iter().map(|role| people::grant(session.member, *role, None, today)).collect();
    crate::control::enter(session, grants).await?;
    session.commit(|work| {
        let doc = school::document(work)?.ok_or_else(|| Error::new(Code::NotFound))?;
        school::write_staff_list(work, doc, &[entry])
    })?;
    crate::sync::once(session).await.map_err(SyncError::into_error)?;
    Ok(())
}

fn open_document(work: &mut Work<'_>, plan: &Plan) -> Result<(), Error> {
    let session = work.session;
    let nonce = host::random();
    let doc = protocol::document_id(session.member, nonce);
    let open =
        Open { class: Class::People, department: None, nonce, audience: Audience::School, writers: vec![] };
    let payload = RecordPayload { body: open.to_body(), ..RecordPayload::default() };
    let capacity = Capacity { role: protocol::Role::Registrar, scope: None };
    work.sign(
        doc,
        None,
        DraftContent::Record { verb: Verb::Open, capacity, stage: None, heads: vec![], payload },
    )?;
    let actor = work.new_actor();
    let (document, first) = Document::new(Shape::People, actor, session.now());
    work.put_document(doc, document);
    work.sign(doc, None, DraftContent::Changes { chunks: vec![first.chunk], hashes: vec![first.hash] })?;
    apply::keep(work, doc, Class::People)?;
    setting::set(work.connection(), Key::PeopleDocument, &doc.to_string()).map_err(error::from_store)?;
    let edits = [
        ("school".to_owned(), Value::Text(plan.school.clone())),
        ("school_year".to_owned(), Value::Text(plan.year.to_string())),
        ("rules".to_owned(), Value::Text(plan.rules.clone())),
    ];
    school::edit(work, doc, &edits)
}
