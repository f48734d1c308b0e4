//! A tab's books are as they are: the browser's own storage is all that keeps them (ADR 0029).

use std::path::Path;

use api::{Error, KeysKept};
use store::Store;

use super::{Entered, Vault};
use crate::found::Place;
use crate::lock::{self, Entry, Pin};
use crate::profile;

/// There is none.
pub enum Sealed {}

impl Sealed {
    /// Where the keys are.
    pub fn keys(&self) -> KeysKept {
        match *self {}
    }

    /// Sets, changes or takes away the PIN.
    pub fn set_pin(&self, _entry: Entry<'_>, _next: Option<&Pin>) -> Result<(), Error> {
        match *self {}
    }
}

/// Opens the book in a folder for whoever may pass its lock.
pub fn enter(_place: &Place, folder: &Path, entry: Entry<'_>) -> Result<Entered, Error> {
    let store = profile::open_store(folder)?;
    let secret = lock::pass(&store, entry)?;
    Ok(Entered { store, secret, vault: Vault::default() })
}

/// Makes the book of a new profile; its settings have what a PIN seals.
pub fn make(_place: &Place, folder: &Path, _pin: Option<&Pin>) -> Result<Store, Error> {
    profile::open_store(folder)
}

/// Opens a book to count in it, without passing its lock.
pub fn peek(_place: &Place, folder: &Path) -> Result<Option<Store>, Error> {
    profile::open_store(folder).map(Some)
}

/// Forgets the key of a book that is being removed.
pub fn forget(_place: &Place, _folder: &Path) {}
