//! A database of an earlier format: a copy of it is brought up to date and checked, and it stays as it is.

use crate::backup::{DATABASE, copy_pages, open_still};
use crate::clock;
use crate::storage::{SqliteStorage, StorageError};
use ledger::LedgerError;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// A database that is read, with the folder of a copy where one was needed.
pub(super) struct Opened {
    pub conn: Connection,
    _copy: Option<Copy>,
}

/// A folder that goes when it is no longer needed.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        // It lies where the system clears away what stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Takes a database as it is where it has this program's format, and a copy otherwise.
pub(super) fn at_present(conn: Connection, path: &Path) -> Result<Opened, LedgerError> {
    if crate::storage::is_present(&conn)? {
        return Ok(Opened { conn, _copy: None });
    }
    let name = format!("so-sang-kien-verify-{:x}", u64::from_le_bytes(clock::random()));
    let copy = Copy(std::env::temp_dir().join(name));
    let unusable = |_| LedgerError::Corrupt("it has an earlier format, and there is no room for a copy");
    fs::create_dir(&copy.0).map_err(unusable)?;
    crate::backup::for_this_user_only(&copy.0).map_err(unusable)?;
    copy_pages(path, &copy.0.join(DATABASE))?;
    SqliteStorage::open(&copy.0).map_err(|error| match error {
        StorageError::Ledger(error) => error,
        _ => LedgerError::Corrupt("it has an earlier format and cannot be brought up to date"),
    })?;
    Ok(Opened { conn: open_still(&copy.0.join(DATABASE))?, _copy: Some(copy) })
}
