//! `relay verify`: whether a backup, or the folder of a relay that does not run, is what it should be.
//!
//! Nothing is believed that can be made again: the log is judged from its first entry, the tables are
//! compared with what follows from it, and every stored file is hashed. Nothing is changed.

mod evidence;
mod older;
mod report;
mod school;

use crate::{home, key, tls};
use protocol::RelayKey;
use report::Place;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

pub use report::Verification;

/// Why a folder cannot be checked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is no data folder.
    #[error("{0} is no data folder of a relay and no backup of one: it has no folder `schools`")]
    NoData(PathBuf),
    /// A relay writes it just now.
    #[error("a relay is running on {0}; make a backup and check that, or stop the relay first")]
    Running(PathBuf),
    /// It cannot be read.
    #[error("{path} cannot be read: {error}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Checks a folder, and tells what was found in words.
pub fn verify(folder: &Path) -> Result<Verification, VerifyError> {
    let unreadable = |error| VerifyError::Unreadable { path: folder.to_owned(), error };
    if !folder.join(home::SCHOOLS).is_dir() {
        return Err(VerifyError::NoData(folder.to_owned()));
    }
    let _lock = lock(folder)?;
    let mut report = Verification::of(folder);
    let keys = relay_keys(folder, &mut report);
    authority(folder, &mut report);
    let spaces = home::schools_of(folder).map_err(unreadable)?;
    for entry in fs::read_dir(folder.join(home::SCHOOLS)).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if name.parse::<protocol::SpaceId>().is_err() {
            report.note(&Place::Folder, &format!("schools/{name} is no school; nobody needs it"));
        }
    }
    for space in &spaces {
        school::check(*space, &home::school_of(folder, *space), &keys, &mut report);
    }
    report.schools = spaces.len();
    Ok(report)
}

/// Keeps relays from starting on the folder meanwhile; a backup has no lock, and gets none.
fn lock(folder: &Path) -> Result<Option<File>, VerifyError> {
    let path = folder.join(home::LOCK);
    let file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(|error| VerifyError::Unreadable { path: path.clone(), error })?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(VerifyError::Running(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(VerifyError::Unreadable { path, error }),
    }
}

/// Reads the relay's key and, where it is about to change, the next one.
fn relay_keys(folder: &Path, report: &mut Verification) -> Vec<RelayKey> {
    let read = |file: &str| key::parse(&fs::read_to_string(folder.join(file)).unwrap_or_default());
    let Some(present) = read(key::KEY) else {
        report.fault(
            &Place::File(key::KEY),
            "the relay's key is missing or damaged, and machines believe no other one",
            "Take relay.key from another backup of this relay.",
        );
        return Vec::new();
    };
    std::iter::once(present).chain(read(key::NEXT)).map(|key| key::public(&key)).collect()
}

fn authority(folder: &Path, report: &mut Verification) {
    match tls::check(folder) {
        Ok(true) => {}
        Ok(false) => report.note(
            &Place::File(tls::FOLDER),
            "no authority for https; a relay that starts here makes a new one, which every tablet has to \
             trust again (not where the school has its own certificate)",
        ),
        Err(error) => report.fault(
            &Place::File(tls::FOLDER),
            &error.to_string(),
            "Take the folder tls from another backup of this relay.",
        ),
    }
}
