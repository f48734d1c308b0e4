use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use api::{Code, Error, Topic};
use tokio::sync::broadcast;

use crate::found::Place;
use crate::lock::{Entry, Watch};
use crate::session::Session;
use crate::vault::KeyStore;
use crate::{disk, error, forget, host, keys, lock, profile, sync};

/// Topics that a slow listener may fall behind by before it is told that it missed some.
const TOPICS: usize = 256;

/// Ứng dụng: one application on one folder of one machine, for one host.
///
/// ```no_run
/// # async fn example() -> Result<(), api::Error> {
/// let application = runtime::Application::open("/home/lan/so-sang-kien".into()).await?;
/// let today = application.call("get_today", serde_json::json!({})).await?;
/// # Ok(())
/// # }
/// ```
pub struct Application {
    place: Place,
    current: RwLock<Result<Arc<Session>, Error>>,
    /// Only one opening, founding or joining at a time.
    pub(crate) switching: tokio::sync::Mutex<()>,
    keeps_in_sync: AtomicBool,
    /// Whether somebody is there.
    pub(crate) watch: Watch,
    /// Whether a new book needs a PIN here.
    pub(crate) needs_pin: bool,
}

impl Application {
    /// Opens the application on a folder, with the profile that was open last, if any.
    ///
    /// A profile that cannot be opened is no failure of the application: every call that needs it
    /// answers with the reason, and another profile can be opened.
    ///
    /// # Errors
    /// `folder_read_only` or `disk_full` when the folder cannot be used.
    pub async fn open(home: PathBuf) -> Result<Self, Error> {
        Self::open_with(home, None).await
    }

    /// Does the same for a host that has a key store of the system: keys of books go there.
    ///
    /// # Errors
    /// As [`Application::open`].
    pub async fn open_with(home: PathBuf, key_store: Option<Arc<dyn KeyStore>>) -> Result<Self, Error> {
        let profiles = profile::folder(&home);
        disk::begin(&home)?;
        disk::create_dir_all(&profiles).map_err(|failure| error::from_io(&failure, &profiles))?;
        let (changed, _) = broadcast::channel(TOPICS);
        let http = sync::relay::http(false, None).map_err(|failure| error::internal(&failure))?;
        let place = Place { home, http, changed, key_store };
        forget::finish(&place);
        let current = match profile::last(&place.home) {
            Some(id) => profile::open(&place, &id, Entry::Plain).await,
            None => Err(Error::new(Code::NoProfile)),
        };
        Ok(Self {
            place,
            current: RwLock::new(current),
            switching: tokio::sync::Mutex::new(()),
            keeps_in_sync: AtomicBool::new(false),
            watch: Watch::default(),
            needs_pin: keys::needs_pin().await,
        })
    }

    /// Runs a call of the contract by name.
    ///
    /// # Errors
    /// The call's own, `unknown_call`, or `bad_request`.
    pub async fn call(&self, name: &str, request: serde_json::Value) -> Result<serde_json::Value, Error> {
        api::dispatch(self, name, request).await
    }

    /// Listens to what becomes stale.
    pub fn subscribe(&self) -> broadcast::Receiver<Topic> {
        self.place.changed.subscribe()
    }

    /// Keeps the open profile, and every one opened later, in sync until the application is dropped.
    pub fn keep_in_sync(&self) {
        if !self.keeps_in_sync.swap(true, Ordering::SeqCst)
            && let Ok(session) = self.session()
        {
            host::spawn(sync::run(session));
        }
    }

    /// The machine woke up or the network changed: syncs without waiting for the next attempt.
    pub fn woke_up(&self) {
        if let Ok(session) = self.session() {
            session.exchange.try_now();
        }
    }

    /// The open profile; a book that nobody touched for as long as its owner chose is locked first.
    pub(crate) fn session(&self) -> Result<Arc<Session>, Error> {
        let session = self.current()?;
        match session.rest() {
            Some(rest) if self.watch.rested(rest) => Err(self.lock(&session)),
            _ => Ok(session),
        }
    }

    /// The open profile, or why there is none.
    pub(crate) fn current(&self) -> Result<Arc<Session>, Error> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes the open profile until its PIN is given, and says what every call says from now on.
    pub(crate) fn lock(&self, session: &Session) -> Error {
        let locked = lock::locked(&session.profile);
        self.switch_to(Err(locked.clone()));
        locked
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Puts a session in the place of the one before, whose loops end.
    pub(crate) fn switch_to(&self, next: Result<Arc<Session>, Error>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if let Ok(before) = current.as_ref() {
            before.exchange.close();
        }
        if let Ok(session) = &next {
            self.watch.touch_if_watched();
            profile::remember(&self.place.home, &session.profile);
            if self.keeps_in_sync.load(Ordering::SeqCst) {
                host::spawn(sync::run(session.clone()));
            }
        }
        *current = next;
        drop(current);
        // Nobody listening is no failure.
        let _ = self.place.changed.send(Topic::Profiles);
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        if let Ok(session) = self.session() {
            session.exchange.close();
        }
    }
}
