//! An advisory lock on a file beside the database, which the operating system gives back.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::StoreError;

/// How often, and after which pause, a held lock is tried again: a process that is being started
/// holds copies of everything that is open for an instant, also of a lock that was just given back.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// Holds the lock until it is dropped; the operating system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock beside `database`, or tells that another copy has it.
    #[allow(clippy::disallowed_methods, reason = "the lock lies beside the file that this crate opens")]
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(database.with_extension("lock"))?;
        for attempt in 1.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if attempt < ATTEMPTS => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Ok(Self { _file: file })
    }
}
