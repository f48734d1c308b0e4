//! Két sổ: a book lies encrypted on a machine's disk, and who has its key (ADR 0029).
//!
//! Each book has one random key, of which those of its database and of its files are made. The PIN
//! seals the key where there is one; otherwise the system's key store keeps it, and where there is
//! none, a file that only the user may read. The device's own keys lie in the encrypted book.
//!
//! A browser tab encrypts nothing by itself: there the settings of the book say where its keys are.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod convert;
mod key_store;
#[cfg(not(target_arch = "wasm32"))]
mod machine;
#[cfg(not(target_arch = "wasm32"))]
mod record;

use api::{Error, KeysKept};
use store::{Connection, Store, StoreError};

use crate::keys;
use crate::lock::{self, Entry, Pin};

#[cfg(target_arch = "wasm32")]
pub use browser::{Sealed, enter, forget, make, peek};
pub use key_store::{KeyStore, KeyStoreSilent};
#[cfg(not(target_arch = "wasm32"))]
pub use machine::{Sealed, enter, forget, look_into, make, peek};

/// A book whose lock was passed.
pub struct Entered {
    /// Its file.
    pub store: Store,
    /// What a PIN opened in its settings, where those are sealed.
    pub secret: Option<Vec<u8>>,
    /// What keeps it.
    pub vault: Vault,
}

/// What keeps an open book: encrypted, or as it is.
#[derive(Default)]
pub struct Vault(Option<Sealed>);

impl Vault {
    /// A vault that is one.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(sealed: Sealed) -> Self {
        Self(Some(sealed))
    }

    /// Whether the book lies encrypted on the disk.
    pub fn is_encrypted(&self) -> bool {
        self.0.is_some()
    }

    /// Where the keys of the book and of the device are.
    pub fn keys(&self, connection: &Connection) -> Result<KeysKept, StoreError> {
        self.0.as_ref().map_or_else(|| keys::kept(connection), |sealed| Ok(sealed.keys()))
    }

    /// Whether there is a PIN.
    pub fn has_pin(&self, connection: &Connection) -> Result<bool, StoreError> {
        match &self.0 {
            Some(sealed) => Ok(sealed.keys() == KeysKept::WithPin),
            None => lock::has_pin(connection),
        }
    }

    /// Sets, changes or takes away the PIN; who has one shows it first.
    pub fn set_pin(&self, store: &Store, entry: Entry<'_>, next: Option<&Pin>) -> Result<(), Error> {
        if let Some(sealed) = &self.0 {
            return sealed.set_pin(entry, next);
        }
        let opened = lock::pass(store, entry)?;
        store
            .transaction(|connection| Ok::<_, Failure>(keys::reseal(connection, opened.as_deref(), next)?))?;
        store.leave_no_trace().map_err(crate::error::from_store)
    }
}

/// Why a transaction was given up.
enum Failure {
    Ours(Error),
    File(StoreError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::File(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Ours(error) => error,
            Failure::File(error) => crate::error::from_store(error),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
