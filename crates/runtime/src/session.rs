//! One open profile: who is working, their keys, their file, and what others must be told.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::Duration;

use api::{Error, Topic};
use domain::date::Moment;
use domain::movement::Movement;
use engine::Document;
use protocol::{DocId, MemberId, SpaceId};
use store::Store;
use store::setting::{self, Key};
use tokio::sync::{Notify, broadcast};

use crate::bundle::Bundling;
use crate::card::Cards;
use crate::clock::{self, Skew};
use crate::keys::{Kept, Signer};
use crate::lock::{self, Entry, Pin};
use crate::sync::Exchange;
use crate::vault::Vault;
use crate::{book, error, host};

/// Which fields a document of a class has.
pub fn shape_of(class: protocol::Class) -> engine::Shape {
    if class == protocol::Class::People { engine::Shape::People } else { engine::Shape::Initiative }
}

/// Documents kept loaded between calls; the rest is loaded when needed.
const DOCUMENTS_AT_HAND: usize = 256;

/// Sổ đang mở: one person's book in one school on this machine.
pub struct Session {
    /// The profile's folder name.
    pub profile: String,
    /// Where its file and evidence lie.
    pub folder: PathBuf,
    /// The school.
    pub space: SpaceId,
    /// Who is working.
    pub member: MemberId,
    /// This device's signature.
    pub signer: Signer,
    /// Opens what is sealed to this device; nothing when its keys are gone.
    pub box_secret: Option<[u8; 32]>,
    /// The movement's rules as adopted.
    pub movement: RwLock<Arc<Movement>>,
    /// What lists, queue and overview are made of.
    pub cards: Cards,
    /// The exchange with the relay.
    pub exchange: Exchange,
    /// Something waits to be sent.
    pub outgoing: Notify,
    /// Something waits to be signed.
    pub unsigned: Notify,
    rest: RwLock<Option<Duration>>,
    /// The bundle that is being made or read.
    pub bundling: Bundling,
    changed: broadcast::Sender<Topic>,
    skew: Mutex<Option<Skew>>,
    store: Store,
    // Behind the file, which is closed before its key is forgotten.
    vault: Vault,
    turn: Mutex<()>,
    at_hand: Mutex<HashMap<DocId, Document>>,
}

/// One transaction: what is changed here becomes durable together, and topics go out afterwards.
pub struct Work<'a> {
    /// The session.
    pub session: &'a Session,
    connection: &'a store::Connection,
    documents: HashMap<DocId, Document>,
    stale: BTreeSet<DocId>,
    topics: Vec<Topic>,
    sends: bool,
    awaits_signature: bool,
}

/// What a finished piece of work leaves to do.
struct Done {
    documents: HashMap<DocId, Document>,
    topics: Vec<Topic>,
    sends: bool,
    awaits_signature: bool,
}

/// Why a transaction was given up: by the work, or by the file.
enum Failure {
    Ours(Error),
    File(store::StoreError),
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Self::File(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Ours(error) => error,
            Failure::File(error) => error::from_store(error),
        }
    }
}

/// What a session is opened with.
pub struct Opening {
    /// The profile's folder name.
    pub profile: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The school.
    pub space: SpaceId,
    /// The member.
    pub member: MemberId,
    /// The device's keys.
    pub keys: Kept,
    /// The rules.
    pub movement: Movement,
    /// The loaded read model.
    pub cards: Cards,
    /// The relay as far as it is known.
    pub exchange: Exchange,
    /// How far this machine's clock stood from the relay's.
    pub skew: Option<Skew>,
    /// The profile's file.
    pub store: Store,
    /// What keeps it.
    pub vault: Vault,
    /// Where topics go.
    pub changed: broadcast::Sender<Topic>,
}

impl Session {
    /// Opens a session.
    pub fn open(opening: Opening) -> Self {
        Self {
            profile: opening.profile,
            folder: opening.folder,
            space: opening.space,
            member: opening.member,
            signer: opening.keys.signer,
            box_secret: opening.keys.box_secret,
            unsigned: Notify::new(),
            rest: RwLock::new(None),
            movement: RwLock::new(Arc::new(opening.movement)),
            cards: opening.cards,
            exchange: opening.exchange,
            outgoing: Notify::new(),
            bundling: Bundling::default(),
            changed: opening.changed,
            skew: Mutex::new(opening.skew),
            store: opening.store,
            vault: opening.vault,
            turn: Mutex::new(()),
            at_hand: Mutex::new(HashMap::new()),
        }
    }

    /// The rules in force.
    pub fn movement(&self) -> Arc<Movement> {
        self.movement.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The machine's clock, set right by the relay's.
    pub fn now(&self) -> Moment {
        clock::right(host::now(), self.skew())
    }

    /// How far the machine's clock is ahead of the relay's, in milliseconds; nothing where they agree.
    pub fn clock_ahead(&self) -> Option<i64> {
        self.skew().and_then(|skew| skew.ahead(host::now()))
    }

    /// Takes the relay's clock, for later too; a process that lives at another time on purpose stays there.
    pub fn note_clock(&self, relay: Moment) -> Result<(), Error> {
        if host::is_clock_set() {
            return Ok(());
        }
        let (before, found) = (self.skew(), Skew::between(host::now(), relay));
        let same = match (before, found) {
            (Some(before), Some(found)) => before.is_like(found),
            (before, found) => before == found,
        };
        if same {
            return Ok(());
        }
        *self.skew.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = found;
        self.commit(|work| {
            let kept = match found {
                Some(skew) => setting::set(work.connection(), Key::ClockSkew, &skew.to_string()),
                None => setting::remove(work.connection(), Key::ClockSkew),
            };
            work.emit(Topic::Delivery);
            work.emit(Topic::Movement);
            kept.map_err(error::from_store)
        })
    }

    fn skew(&self) -> Option<Skew> {
        *self.skew.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Does one piece of work in one transaction; nothing of it stays when it fails.
    pub fn commit<T>(&self, work: impl FnOnce(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let turn = self.take_turn();
        let finished = self.store.transaction(|connection| {
            let mut doing = Work::new(self, connection);
            let answer = work(&mut doing).map_err(Failure::Ours)?;
            book::refresh_stale(&mut doing).map_err(Failure::Ours)?;
            Ok::<_, Failure>((answer, doing.done()))
        });
        let (answer, done) = match finished {
            Ok(finished) => finished,
            Err(failure) => {
                self.cards.discard();
                return Err(failure.into());
            }
        };
        self.cards.publish();
        self.keep_at_hand(done.documents);
        drop(turn);
        for topic in done.topics {
            self.emit(topic);
        }
        if done.awaits_signature {
            self.unsigned.notify_one();
        }
        if done.sends {
            self.outgoing.notify_one();
        }
        Ok(answer)
    }

    /// Reads without writing.
    pub fn read<T>(&self, work: impl FnOnce(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let _turn = self.take_turn();
        let (answer, done) = self.store.read(|connection| {
            let mut doing = Work::new(self, connection);
            let answer = work(&mut doing).map_err(Failure::Ours)?;
            Ok::<_, Failure>((answer, doing.done()))
        })?;
        self.keep_at_hand(done.documents);
        Ok(answer)
    }

    /// After how long a rest this book is locked; never without a PIN.
    pub fn rest(&self) -> Option<Duration> {
        *self.rest.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Reads again after how long a rest this book is locked.
    pub fn read_rest(&self) -> Result<(), Error> {
        let rest =
            self.store.read(|connection| lock::rest(&self.vault, connection)).map_err(error::from_store)?;
        *self.rest.write().unwrap_or_else(std::sync::PoisonError::into_inner) = rest;
        Ok(())
    }

    /// What keeps the book on this machine.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Sets, changes or takes away the PIN, for somebody who is in and shows the old one once more.
    pub fn set_pin(&self, entry: Entry<'_>, next: Option<&Pin>) -> Result<(), Error> {
        let _turn = self.take_turn();
        self.vault.set_pin(&self.store, entry, next)
    }

    /// Tells everybody who listens that something became stale.
    pub fn emit(&self, topic: Topic) {
        // Nobody listening is no failure: a terminal has no screen to refresh.
        let _ = self.changed.send(topic);
    }

    /// The folder of the application, in which the profiles lie.
    pub fn home(&self) -> &std::path::Path {
        self.folder.ancestors().nth(2).unwrap_or(&self.folder)
    }

    /// Where a file of evidence lies on this machine.
    pub fn file_path(&self, blob: protocol::BlobId) -> PathBuf {
        let name = blob.to_string();
        self.folder.join("files").join(&name[..2]).join(name)
    }

    // Documents at hand must be those of the file: one reads or writes at a time.
    fn take_turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn keep_at_hand(&self, documents: HashMap<DocId, Document>) {
        let mut at_hand = self.at_hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if at_hand.len() + documents.len() > DOCUMENTS_AT_HAND {
            at_hand.clear();
        }
        at_hand.extend(documents.into_iter().take(DOCUMENTS_AT_HAND));
    }

    fn take(&self, doc: DocId) -> Option<Document> {
        self.at_hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&doc)
    }
}

impl<'a> Work<'a> {
    fn new(session: &'a Session, connection: &'a store::Connection) -> Self {
        Self {
            session,
            connection,
            documents: HashMap::new(),
            stale: BTreeSet::new(),
            topics: Vec::new(),
            sends: false,
            awaits_signature: false,
        }
    }

    /// The profile's file, inside this transaction.
    pub fn connection(&self) -> &'a store::Connection {
        self.connection
    }

    /// The document, loaded if need be; none if this machine does not have it.
    pub fn document(&mut self, doc: DocId) -> Result<Option<&mut Document>, Error> {
        if !self.documents.contains_key(&doc) {
            let loaded = match self.session.take(doc) {
                Some(document) => Some(document),
                None => self.load(doc)?,
            };
            match loaded {
                Some(document) => self.documents.insert(doc, document),
                None => return Ok(None),
            };
        }
        Ok(self.documents.get_mut(&doc))
    }

    /// Takes a document out, to be put back; none if this machine does not have it.
    pub fn take_document(&mut self, doc: DocId) -> Result<Option<Document>, Error> {
        self.document(doc)?;
        Ok(self.documents.remove(&doc))
    }

    /// Puts a document that was made or rebuilt in this transaction in its place.
    pub fn put_document(&mut self, doc: DocId, document: Document) {
        self.session.take(doc);
        self.documents.insert(doc, document);
    }

    /// Forgets a document that is no longer here.
    pub fn drop_document(&mut self, doc: DocId) {
        self.session.take(doc);
        self.documents.remove(&doc);
    }

    /// Says that what is read from an initiative is to be made anew before this work ends: once,
    /// however often it was changed.
    pub fn changed(&mut self, doc: DocId) {
        self.stale.insert(doc);
    }

    /// Takes one of the initiatives that changed.
    pub fn next_stale(&mut self) -> Option<DocId> {
        self.stale.pop_first()
    }

    /// Tells whether an initiative changed, and leaves making it anew to whoever asks.
    pub fn take_stale(&mut self, doc: DocId) -> bool {
        self.stale.remove(&doc)
    }

    /// Says that a topic will be stale once this work is durable.
    pub fn emit(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Says that something will wait to be sent.
    pub fn sends(&mut self) {
        self.sends = true;
        self.emit(Topic::Delivery);
    }

    /// Says that something waits for the device's signature, and will be sent then.
    pub fn awaits_signature(&mut self) {
        self.awaits_signature = true;
        self.sends();
    }

    fn done(self) -> Done {
        Done {
            documents: self.documents,
            topics: self.topics,
            sends: self.sends,
            awaits_signature: self.awaits_signature,
        }
    }

    fn load(&self, doc: DocId) -> Result<Option<Document>, Error> {
        let Some(row) = store::document::load(self.connection, doc).map_err(error::from_store)? else {
            return Ok(None);
        };
        let actor = row.actor.unwrap_or_else(|| self.new_actor());
        Document::load(&row.bytes, actor, shape_of(row.class))
            .map(Some)
            .map_err(|failure| error::broken(doc, &failure))
    }

    /// Makes an actor for this device's changes of one document (protocol, section 3).
    pub fn new_actor(&self) -> protocol::ActorId {
        protocol::actor_id(self.session.signer.device_key(), host::random())
    }
}
