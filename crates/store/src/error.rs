use rusqlite::ErrorCode;

/// Why the profile's file could not be opened, read or written; a transaction that fails keeps nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another running copy of the application holds this profile.
    #[error("the profile is in use by another running copy")]
    InUse,
    /// The folder or the file cannot be written.
    #[error("the profile's folder cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file was written by a newer version of the application.
    #[error("the file has schema {found}, this version knows {known}")]
    Newer {
        /// Schema of the file.
        found: u64,
        /// Newest schema that this version knows.
        known: u64,
    },
    /// The file is not one of this application's.
    #[error("the file is not a profile")]
    Foreign,
    /// The file, or a row in it, is damaged.
    #[error("the file is damaged: {reason}")]
    Damaged {
        /// What was found, for the log.
        reason: String,
    },
    /// SQLite refused for another reason.
    #[error("sqlite: {0}")]
    Sqlite(rusqlite::Error),
    /// The operating system refused for another reason.
    #[error("file: {0}")]
    Io(std::io::Error),
}

impl StoreError {
    pub(crate) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged { reason: reason.into() }
    }
}

/// What a browser without room does beside saying so: it writes less than it was asked to, or has no
/// place for one more file. Nothing else makes a file that is open already refuse to be written.
fn is_full_tab(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CANTOPEN, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    let code = error.sqlite_error().map(|error| error.extended_code);
    cfg!(target_arch = "wasm32")
        && code.is_some_and(|code| {
            matches!(code, SQLITE_IOERR_WRITE | SQLITE_IOERR_TRUNCATE) || code & 0xff == SQLITE_CANTOPEN
        })
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            _ if is_full_tab(&error) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                    Self::damaged(error.to_string())
                }
                other => Self::Sqlite(other),
            },
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

/// For files that are kept by SQLite: who reads and writes them knows only errors of the system.
impl From<StoreError> for std::io::Error {
    fn from(error: StoreError) -> Self {
        use std::io::ErrorKind;
        match error {
            StoreError::Io(error) => error,
            StoreError::DiskFull => ErrorKind::StorageFull.into(),
            StoreError::ReadOnly => ErrorKind::ReadOnlyFilesystem.into(),
            StoreError::Foreign | StoreError::Damaged { .. } => {
                Self::new(ErrorKind::InvalidData, error.to_string())
            }
            other => Self::other(other.to_string()),
        }
    }
}

impl From<ledger::LedgerError> for StoreError {
    fn from(error: ledger::LedgerError) -> Self {
        match error {
            ledger::LedgerError::Sqlite(error) => error.into(),
            ledger::LedgerError::TooNew { found, known } => {
                Self::Newer { found: found as u64, known: known as u64 }
            }
            ledger::LedgerError::Corrupt(reason) => Self::damaged(reason),
            ledger::LedgerError::NotBegun => Self::damaged("the log was not begun"),
        }
    }
}
