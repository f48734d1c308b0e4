//! Errors of the crates below, as codes of the contract.

use api::{Code, Error};
use protocol::DocId;

/// A failure of the profile's file.
pub fn from_store(error: store::StoreError) -> Error {
    use store::StoreError;
    match &error {
        StoreError::InUse => Error::new(Code::ProfileInUse),
        StoreError::ReadOnly => Error::new(Code::FolderReadOnly),
        StoreError::DiskFull => Error::new(Code::DiskFull),
        StoreError::Newer { .. } => Error::new(Code::NewerProfile),
        StoreError::Foreign | StoreError::Damaged { .. } => {
            Error::new(Code::DamagedProfile).with("reason", error.to_string())
        }
        StoreError::Sqlite(_) | StoreError::Io(_) => internal(&error),
    }
}

/// A failure of the log's tables, which lie in the same file.
pub fn from_ledger(error: ledger::LedgerError) -> Error {
    from_store(store::StoreError::from(error))
}

/// A document that cannot be loaded; its envelopes are still there to rebuild it from.
pub fn broken(doc: DocId, error: &dyn std::error::Error) -> Error {
    tracing::warn!(%doc, %error, "a document cannot be loaded");
    Error::new(Code::BrokenDocument).with("doc", doc.to_string())
}

/// A failure of reading or writing a file.
pub fn from_io(error: &std::io::Error, path: &std::path::Path) -> Error {
    use std::io::ErrorKind;
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::DiskFull,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Code::FolderReadOnly,
        _ => Code::UnreadableFile,
    };
    Error::new(code).with("path", path.display().to_string()).with("reason", error.to_string())
}

/// Something that should not happen; its reason is for the log.
pub fn internal(error: &dyn std::error::Error) -> Error {
    tracing::error!(%error, "unexpected");
    Error::new(Code::Internal).with("reason", error.to_string())
}
