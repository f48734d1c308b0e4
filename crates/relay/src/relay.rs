//! What all requests share.

use crate::application::Application;
use crate::bucket::{Attempts, Buckets};
use crate::config::Config;
use crate::disk::Disk;
use crate::home::{Home, HomeError};
use crate::key;
use crate::metrics::Metrics;
use crate::nonces::Nonces;
use crate::running::StartError;
use crate::school::School;
use crate::storage::{Beginning, Quotas, SqliteStorage, StorageError};
use crate::tls::Identity;
use protocol::{
    Admission, Code, ControlBody, Genesis, Parsed, Prepared, RelayKey, SigningKey, SpaceId, Takeover,
};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use tokio::sync::{Semaphore, watch};

/// Says whether a device that speaks for a school is one that founded it.
fn is_founders(word: &Takeover, genesis: &Genesis) -> bool {
    genesis.registrars.iter().any(|entry| entry.device == word.device)
}

/// So many first syncs run at once.
const FIRST_SYNCS: usize = 8;

/// The relay: its key, its schools, and what it remembers of the last minute.
#[derive(Debug)]
pub(crate) struct Relay {
    pub key: SigningKey,
    pub buckets: Buckets,
    pub attempts: Attempts,
    pub nonces: Nonces,
    /// What was counted since the start.
    pub metrics: Metrics,
    /// How much room there is.
    pub disk: Disk,
    /// How much of it files may take.
    pub quotas: Quotas,
    /// What browsers load.
    pub application: Application,
    /// How it shows itself over https.
    pub identity: Arc<Identity>,
    /// Each first sync holds a thread and two pages: so many run at once, others wait their turn.
    pub first_syncs: Arc<Semaphore>,
    /// Becomes true when the relay stops: whoever waits for news goes.
    pub stopping: watch::Receiver<bool>,
    most_schools: usize,
    home: Home,
    schools: RwLock<BTreeMap<SpaceId, Arc<School>>>,
    founding: std::sync::Mutex<()>,
}

impl Relay {
    /// Opens every school of the data folder.
    pub fn open(
        config: &Config,
        home: Home,
        key: SigningKey,
        identity: Arc<Identity>,
        spaces: Vec<SpaceId>,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, StorageError> {
        let mut schools = BTreeMap::new();
        for space in spaces {
            let school = School::open(space, &home.school(space))?;
            // What was erased just before the relay ended may lie here still.
            for chunk in school.storage.erased_chunks()? {
                school.blobs.remove(chunk)?;
            }
            schools.insert(space, Arc::new(school));
        }
        Ok(Self {
            key,
            buckets: Buckets::new(config.limits),
            attempts: Attempts::default(),
            nonces: Nonces::new(Instant::now()),
            metrics: Metrics::default(),
            disk: Disk::new(&config.data, config.limits.reserve),
            quotas: Quotas { member: config.limits.member_files, school: config.limits.school_files },
            application: config.application,
            identity,
            first_syncs: Arc::new(Semaphore::new(FIRST_SYNCS)),
            stopping,
            most_schools: config.schools,
            home,
            schools: RwLock::new(schools),
            founding: std::sync::Mutex::default(),
        })
    }

    /// Signs with the next key from now on, where every school names it.
    pub fn turn_key(&mut self) -> Result<(), StartError> {
        let mut named = Vec::new();
        for school in self.schools() {
            named.extend(school.storage.relays()?.first().copied());
        }
        if let Some(next) = key::next(self.home.path()).map_err(HomeError::from)?
            && !named.is_empty()
            && named.iter().all(|named| *named == key::public(&next))
        {
            key::turn(self.home.path()).map_err(HomeError::from)?;
            self.key = next;
            tracing::info!(fingerprint = self.public().fingerprint(), "the relay signs with its next key");
        }
        let own = [Some(self.public()), self.next_key().as_ref().map(key::public)];
        let known = |named: &RelayKey| own.contains(&Some(*named));
        if !named.iter().all(known) {
            tracing::error!(
                fingerprint = self.public().fingerprint(),
                "a school names another relay's key: its machines send nothing here until a registrar enters this one"
            );
        }
        Ok(())
    }

    /// Reads the key that follows, where there is one.
    pub fn next_key(&self) -> Option<SigningKey> {
        key::next(self.home.path()).unwrap_or_else(|error| {
            tracing::error!(%error, "the next key cannot be read");
            None
        })
    }

    /// Gives the key that a file of work is sealed to: this relay's, the next one or the one before.
    pub fn key_among(&self, recipients: &[[u8; 32]]) -> SigningKey {
        let former = || key::former(self.home.path()).ok().flatten();
        let is_named = |key: &SigningKey| recipients.contains(&key.public());
        if is_named(&self.key) {
            return self.key.clone();
        }
        self.next_key()
            .filter(is_named)
            .or_else(|| former().filter(is_named))
            .unwrap_or_else(|| self.key.clone())
    }

    /// Gives the relay's public key.
    pub fn public(&self) -> RelayKey {
        RelayKey::from_bytes(self.key.public())
    }

    /// Finds a school.
    pub fn school(&self, space: SpaceId) -> Result<Arc<School>, Code> {
        let schools = self.schools.read().unwrap_or_else(PoisonError::into_inner);
        schools.get(&space).cloned().ok_or(Code::UnknownSpace)
    }

    /// Lists the schools.
    pub fn schools(&self) -> Vec<Arc<School>> {
        self.schools.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Founds a school: its genesis names this relay, or a founder says that this one goes on, and
    /// there is room for one more.
    ///
    /// Answers how the genesis was admitted; founding again with the same genesis is a duplicate.
    pub fn found(
        &self,
        genesis: &Prepared,
        takeover: Option<&Takeover>,
    ) -> Result<(Admission, Option<Arc<School>>), StorageError> {
        let refused = |code| Ok((Admission::Refuse(code), None));
        let Parsed::Control(ControlBody::Genesis(body)) = genesis.parsed() else {
            return refused(Code::BadPayload);
        };
        let beginning = match takeover {
            None if body.relay == self.public() => Beginning::New,
            Some(word) if is_founders(word, body) && word.fits(self.public(), genesis.id()) => {
                Beginning::Again
            }
            _ => return refused(Code::ForbiddenKind),
        };
        let _one_at_a_time = self.founding.lock().unwrap_or_else(PoisonError::into_inner);
        let space = genesis.header().space;
        if let Ok(school) = self.school(space) {
            let same = school.storage.state()?.genesis == Some(genesis.id());
            return if same {
                Ok((Admission::Duplicate { seq: 1 }, Some(school)))
            } else {
                refused(Code::ControlConflict)
            };
        }
        if self.schools().len() >= self.most_schools {
            return refused(Code::ForbiddenKind);
        }
        self.make_school(space, genesis, beginning)
    }

    fn make_school(
        &self,
        space: SpaceId,
        genesis: &Prepared,
        beginning: Beginning,
    ) -> Result<(Admission, Option<Arc<School>>), StorageError> {
        // Nobody knows of the school before its folder has its name.
        let beside = self.home.founding(space);
        if beside.exists() {
            std::fs::remove_dir_all(&beside)?;
        }
        std::fs::create_dir_all(&beside)?;
        let storage = SqliteStorage::open(&beside)?;
        let admission = storage.found(space, genesis, beginning)?;
        let state = if admission == Admission::Admitted {
            use crate::storage::Storage;
            storage.settle()?;
            Some(storage.state()?)
        } else {
            None
        };
        drop(storage);
        let Some(state) = state else {
            std::fs::remove_dir_all(&beside)?;
            return Ok((admission, None));
        };
        crate::fence::Fence::open(&beside).write(state.epoch, state.head)?;
        let folder = self.home.school(space);
        std::fs::rename(&beside, &folder)?;
        crate::fence::sync_folder(&folder)?;
        let school = Arc::new(School::open(space, &folder)?);
        self.schools.write().unwrap_or_else(PoisonError::into_inner).insert(space, Arc::clone(&school));
        tracing::info!(%space, "a school was founded");
        Ok((admission, Some(school)))
    }

    /// Takes all schools out, to be stopped.
    pub fn take_schools(&self) -> Vec<Arc<School>> {
        let mut schools = self.schools.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *schools).into_values().collect()
    }
}
