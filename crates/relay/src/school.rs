//! One school at this relay: its log, its files, and who waits for news.

use crate::answer::RelayError;
use crate::blobs::Blobs;
use crate::clock;
use crate::fence::Fence;
use crate::recovery::Recovery;
use crate::storage::{SqliteStorage, Storage, StorageError};
use crate::writer::{Writer, WriterHandle};
use protocol::{Checkpoint, Code, PushAnswer, PushStatus, SignedCheckpoint, SigningKey, SpaceId, Value};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// What may become of an envelope that is pushed, in words for whoever watches.
pub(crate) const PUSHED: [&str; 6] = ["admitted", "void", "duplicate", "need", "quarantined", "refused"];

/// One school's log and what stands around it.
#[derive(Debug)]
pub(crate) struct School {
    pub space: SpaceId,
    pub storage: Arc<dyn Storage>,
    pub blobs: Blobs,
    /// How many envelopes were offered since the start, by what became of them as in [`PUSHED`].
    pub pushed: [AtomicU64; PUSHED.len()],
    pub writer: WriterHandle,
    /// Counts commits: whoever waits looks again when it moves.
    pub commits: watch::Receiver<u64>,
    /// What a restored relay has asked for.
    pub recovery: Recovery,
    thread: Mutex<Option<Writer>>,
    fence: Mutex<Fence>,
}

impl School {
    /// Opens a school's folder and starts its writer.
    pub fn open(space: SpaceId, folder: &Path) -> Result<Self, StorageError> {
        let storage = SqliteStorage::open(folder)?;
        if storage.state()?.space != space {
            return Err(StorageError::Ledger(ledger::LedgerError::Corrupt(
                "the folder holds another school",
            )));
        }
        let mut fence = Fence::open(folder);
        storage.check_fence(fence.read())?;
        let state = storage.state()?;
        fence.write(state.epoch, state.head)?;
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let (count, commits) = watch::channel(0);
        let writer = Writer::start(Arc::clone(&storage), move || count.send_modify(|commits| *commits += 1))?;
        Ok(Self {
            space,
            storage,
            blobs: Blobs::open(folder),
            pushed: Default::default(),
            writer: writer.handle(),
            commits,
            recovery: Recovery::default(),
            thread: Mutex::new(Some(writer)),
            fence: Mutex::new(fence),
        })
    }

    /// Signs what the log is now.
    pub fn checkpoint(&self, key: &SigningKey) -> Result<SignedCheckpoint, StorageError> {
        let state = self.storage.state()?;
        let checkpoint = Checkpoint {
            space: self.space,
            epoch: state.epoch,
            base: state.base,
            seq: state.head,
            chain: state.chain,
            control: state.control_head,
            now: clock::now(),
        };
        Ok(checkpoint.sign(key))
    }

    /// Answers a device that reads on in another life of the log with what this one is.
    pub fn another_life(&self, code: Code, key: &SigningKey) -> RelayError {
        match self.checkpoint(key) {
            Ok(checkpoint) => {
                let details =
                    Value::Array(vec![Value::bytes(checkpoint.bytes), Value::bytes(checkpoint.sig)]);
                RelayError::with(code, details)
            }
            Err(error) => error.into(),
        }
    }

    /// Says whether the relay is being restored: it takes what comes back before anything new.
    pub fn is_recovering(&self) -> bool {
        self.storage.recovering_for(clock::now()).is_some()
    }

    /// Brings the fence up to the log.
    pub fn write_fence(&self) -> Result<(), StorageError> {
        let state = self.storage.state()?;
        let mut fence = self.fence.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(fence.write(state.epoch, state.head)?)
    }

    /// Ends the writer and leaves everything in the main file.
    pub fn stop(self) -> Result<(), StorageError> {
        let writer = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(self.writer);
        if let Some(writer) = writer {
            writer.stop();
        }
        let state = self.storage.state()?;
        let mut fence = self.fence.lock().unwrap_or_else(PoisonError::into_inner);
        fence.write(state.epoch, state.head)?;
        self.storage.settle()
    }

    /// Counts what became of envelopes.
    pub fn count_pushed(&self, answers: &[PushAnswer]) {
        for answer in answers {
            let outcome = match answer.status {
                PushStatus::Admitted => 0,
                PushStatus::Void => 1,
                PushStatus::Duplicate => 2,
                PushStatus::Need => 3,
                PushStatus::Quarantined => 4,
                PushStatus::Refused => 5,
            };
            self.pushed[outcome].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Looks something up on a thread that may wait for the disk.
    pub async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        look: impl FnOnce(&Self) -> Result<T, RelayError> + Send + 'static,
    ) -> Result<T, RelayError> {
        let school = Arc::clone(self);
        tokio::task::spawn_blocking(move || look(&school))
            .await
            .unwrap_or_else(|_| Err(StorageError::Stopped.into()))
    }
}
