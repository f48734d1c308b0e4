//! A list of the databases that this worker has open. Nobody outside the worker can open any: the
//! browser gives the pool of files to one worker at a time, and a Web Lock chooses its tab.
//!
//! Two connections to one database would destroy it, because the pool knows no locks between them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::StoreError;

static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Holds the name of a database until it is dropped.
#[derive(Debug)]
pub struct Lock {
    database: PathBuf,
}

impl Lock {
    /// Takes the name of `database`, or tells that it is open already.
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        if open().insert(database.to_owned()) {
            Ok(Self { database: database.to_owned() })
        } else {
            Err(StoreError::InUse)
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        open().remove(&self.database);
    }
}

fn open() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
