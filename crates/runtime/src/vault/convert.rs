//! A book from before books were encrypted becomes an encrypted one when it is opened.
//!
//! The key is on the disk before the copy that it encrypts, and that takes the book's place in one
//! step: cut off anywhere, the book is either what it was or what it is to be.

use std::path::Path;

use api::{Code, Error};
use store::{Lock, Store};
use zeroize::Zeroizing;

use super::machine::{database_key, enter_with, failed, keep, open_root, take};
use super::record::{Kept, Record, Root};
use super::{Entered, Failure, Vault};
use crate::found::Place;
use crate::lock::{self, Entry, Pin};
use crate::{host, keys, profile};

/// Opens a plain book for whoever may pass its lock, and encrypts it. A full disk leaves it as it is:
/// it can be read and is encrypted by a later start.
pub fn enter(
    place: &Place,
    folder: &Path,
    lock: Lock,
    unfinished: Option<Record>,
    entry: Entry<'_>,
) -> Result<Entered, Error> {
    let path = profile::file(folder);
    let store = Store::open_held(lock, &path, None).map_err(|failure| failed(failure, folder))?;
    let secret = lock::pass(&store, entry)?;
    store.close().map_err(|failure| failed(failure, folder))?;
    let lock = take(folder)?;
    let pin = match entry {
        Entry::Pin(pin, _) if secret.is_some() => Some(pin),
        _ => None,
    };
    let (record, root) = key(place, folder, unfinished, pin);
    let sealed = record.write(folder).and_then(|()| {
        let finish = |copy: &store::Connection| match secret.as_deref() {
            // The whole book is sealed from now on: what was sealed in it lies in it as it is.
            Some(secret) => keys::reseal(copy, Some(secret), None).map_err(Failure::from),
            None => Ok(()),
        };
        store::seal(&lock, &path, &database_key(&root), finish).map_err(Error::from)
    });
    match sealed {
        Ok(()) => enter_with(place, folder, lock, record, root),
        Err(full) if full.code == Code::DiskFull => {
            tracing::warn!("no room to encrypt a book; it stays as it is");
            let store = Store::open_held(lock, &path, None).map_err(|failure| failed(failure, folder))?;
            Ok(Entered { store, secret, vault: Vault::default() })
        }
        Err(failure) => Err(failure),
    }
}

/// A key for the book: that of an attempt that was cut off where it is at hand, for it may be the key
/// of a copy too; otherwise a new one.
fn key(place: &Place, folder: &Path, unfinished: Option<Record>, pin: Option<&Pin>) -> (Record, Root) {
    if let Some(mut record) = unfinished.filter(|one| pin.is_none() && !matches!(one.kept, Kept::Pin { .. }))
        && let Ok(root) = open_root(place, folder, &mut record, Entry::Plain)
    {
        record.files_sealed = false;
        return (record, root);
    }
    let root = Zeroizing::new(host::random());
    (Record::new(keep(place.key_store.as_deref(), &root, pin), false), root)
}
