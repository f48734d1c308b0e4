//! An encrypted book on a machine.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api::{Code, Error, KeysKept};
use protocol::key_for;
use store::{Connection, Lock, Store};
use zeroize::Zeroizing;

use super::convert;
use super::record::{Kept, Record, Root, root};
use super::{Entered, KeyStore, Vault};
use crate::disk::Opened;
use crate::found::Place;
use crate::keys::kept::hex;
use crate::lock::{Entry, Pin};
use crate::{error, host, profile};

const DATABASE: &str = "so-sang-kien 2026-11 key of a book's database";
const FILES: &str = "so-sang-kien 2026-11 key of a book's files";

/// What keeps a book that is open: its key, in memory as long as this lives.
pub struct Sealed {
    folder: PathBuf,
    root: Root,
    record: Mutex<Record>,
    key_store: Option<Arc<dyn KeyStore>>,
    _files: Opened,
}

impl Sealed {
    /// Where the key is.
    pub fn keys(&self) -> KeysKept {
        self.record().kept.as_said()
    }

    /// Sets, changes or takes away the PIN: the key is wrapped anew, and nothing else is written.
    pub fn set_pin(&self, entry: Entry<'_>, next: Option<&Pin>) -> Result<(), Error> {
        let mut record = self.record();
        record.open(&self.folder, entry)?;
        let kept = keep(self.key_store.as_deref(), &self.root, next);
        let new = Record::new(kept, record.files_sealed);
        if let Err(failure) = new.write(&self.folder) {
            forget_in(self.key_store.as_deref(), &new);
            return Err(failure);
        }
        forget_in(self.key_store.as_deref(), &std::mem::replace(&mut record, new));
        Ok(())
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the book in a folder for whoever may pass its lock; one that is not encrypted yet becomes so.
///
/// # Errors
/// As passing a lock; `book_key_gone` and `key_store_silent` where nobody has the key now.
pub fn enter(place: &Place, folder: &Path, entry: Entry<'_>) -> Result<Entered, Error> {
    let lock = take(folder)?;
    let record = Record::read(folder);
    if store::is_plain(&profile::file(folder)).map_err(|failure| failed(failure, folder))? {
        let lies_in = record.ok().flatten();
        return convert::enter(place, folder, lock, lies_in, entry);
    }
    let mut record = record?.ok_or_else(|| gone(folder))?;
    let root = open_root(place, folder, &mut record, entry)?;
    enter_with(place, folder, lock, record, root)
}

/// The key of a book for whoever may have it.
pub fn open_root(place: &Place, folder: &Path, record: &mut Record, entry: Entry<'_>) -> Result<Root, Error> {
    match record.open(folder, entry)? {
        Some(root) => Ok(root),
        None => ask(place.key_store.as_deref(), record, folder),
    }
}

/// Opens an encrypted book with its key.
pub fn enter_with(
    place: &Place,
    folder: &Path,
    lock: Lock,
    mut record: Record,
    root: Root,
) -> Result<Entered, Error> {
    let store = open(folder, lock, &root)?;
    let files = Opened::new(folder, key_for(FILES, &root));
    if !record.files_sealed {
        // On a full disk some wait for the next start; they can be read meanwhile.
        match files.seal_files() {
            Ok(()) => {
                record.files_sealed = true;
                record.write(folder)?;
            }
            Err(failure) => tracing::warn!(%failure, "files of a book are not encrypted yet"),
        }
    }
    let key_store = place.key_store.clone();
    let (folder, record) = (folder.to_owned(), Mutex::new(record));
    let vault = Vault::of(Sealed { folder, root, record, key_store, _files: files });
    Ok(Entered { store, secret: None, vault })
}

/// Makes the book of a new profile, encrypted from its first byte.
pub fn make(place: &Place, folder: &Path, pin: Option<&Pin>) -> Result<Store, Error> {
    let lock = take(folder)?;
    let root = Zeroizing::new(host::random());
    let record = Record::new(keep(place.key_store.as_deref(), &root, pin), true);
    // The key before what it is the key of.
    record.write(folder)?;
    open(folder, lock, &root)
}

/// Opens a book to count in it, where that needs no PIN.
pub fn peek(place: &Place, folder: &Path) -> Result<Option<Store>, Error> {
    if store::is_plain(&profile::file(folder)).map_err(|failure| failed(failure, folder))? {
        return profile::open_store(folder).map(Some);
    }
    match enter(place, folder, Entry::Plain) {
        Ok(entered) => Ok(Some(entered.store)),
        Err(failure) if is_out_of_reach(failure.code) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Whether a book is there and nobody has its key now.
fn is_out_of_reach(code: Code) -> bool {
    matches!(code, Code::Locked | Code::BookKeyGone | Code::KeyStoreSilent)
}

/// Forgets the key of a book that is being removed: before its files, so that nothing that is left of
/// them can be read.
pub fn forget(place: &Place, folder: &Path) {
    if let Ok(Some(record)) = Record::read(folder) {
        forget_in(place.key_store.as_deref(), &record);
    }
}

/// Reads the book of a folder beside whoever has it open, where its key lies in the folder as it is:
/// for tests, and for who mends things.
///
/// # Errors
/// `locked` where it does not; the file's own.
pub fn look_into(folder: &Path) -> Result<Connection, Error> {
    let path = profile::file(folder);
    let key = match Record::read(folder)? {
        Some(mut record) if !store::is_plain(&path).map_err(error::from_store)? => {
            let root = record.open(folder, Entry::Plain)?;
            Some(database_key(&root.ok_or_else(|| Error::new(Code::Locked))?))
        }
        _ => None,
    };
    store::look_into(&path, key.as_deref()).map_err(error::from_store)
}

/// Keeps a key where it is kept best: sealed with a PIN, in the key store, in the file.
pub fn keep(key_store: Option<&dyn KeyStore>, root: &Root, pin: Option<&Pin>) -> Kept {
    if let Some(pin) = pin {
        return Kept::with_pin(root, pin);
    }
    let Some(key_store) = key_store else { return Kept::in_file(root) };
    let name = hex(&host::random::<16>());
    let kept = key_store.keep(&name, root.as_slice()).and_then(|()| key_store.get(&name));
    match kept {
        Ok(Some(same)) if Zeroizing::new(same.clone()).as_slice() == root.as_slice() => Kept::KeyStore(name),
        Ok(_) => Kept::in_file(root),
        Err(failure) => {
            tracing::info!(%failure, "the key of a book lies in a file");
            Kept::in_file(root)
        }
    }
}

/// The key that the key store has.
fn ask(key_store: Option<&dyn KeyStore>, record: &Record, folder: &Path) -> Result<Root, Error> {
    let Kept::KeyStore(name) = &record.kept else { return Err(gone(folder)) };
    let silent = |reason: String| Error::new(Code::KeyStoreSilent).with("reason", reason);
    let key_store = key_store.ok_or_else(|| silent("this program uses none".to_owned()))?;
    match key_store.get(name) {
        Ok(secret) => root(secret, folder),
        Err(failure) => Err(silent(failure.to_string())),
    }
}

/// Removes a key from the key store; one that stays there opens nothing any more.
fn forget_in(key_store: Option<&dyn KeyStore>, record: &Record) {
    if let (Kept::KeyStore(name), Some(key_store)) = (&record.kept, key_store)
        && let Err(failure) = key_store.forget(name)
    {
        tracing::warn!(%failure, "a key stays in the key store");
    }
}

/// The key of the database.
pub fn database_key(root: &Root) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(key_for(DATABASE, root))
}

fn open(folder: &Path, lock: Lock, root: &Root) -> Result<Store, Error> {
    let key = database_key(root);
    Store::open_held(lock, &profile::file(folder), Some(&key)).map_err(|failure| failed(failure, folder))
}

/// Takes the lock of the book in a folder.
pub fn take(folder: &Path) -> Result<Lock, Error> {
    Lock::take(&profile::file(folder)).map_err(|failure| failed(failure, folder))
}

/// A failure of a book's file.
pub fn failed(failure: store::StoreError, folder: &Path) -> Error {
    error::from_store(failure).with("path", profile::file(folder).display().to_string())
}

fn gone(folder: &Path) -> Error {
    Error::new(Code::BookKeyGone).with("path", profile::file(folder).display().to_string())
}
