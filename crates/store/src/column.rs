//! Ids and lists of ids as columns.

use domain::id::{DepartmentId, EntryId};
use protocol::ChangeHash;
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};

/// A column held something that its table never writes.
#[derive(Debug, thiserror::Error)]
#[error("a column holds {0} where it cannot")]
pub(crate) struct Unexpected(pub(crate) &'static str);

pub(crate) fn broken(index: usize, what: &'static str) -> Error {
    Error::FromSqlConversionFailure(index, Type::Blob, Box::new(Unexpected(what)))
}

/// Reads an id of the protocol.
pub(crate) fn id<T: for<'a> TryFrom<&'a [u8]>>(row: &Row<'_>, index: usize) -> Result<T> {
    T::try_from(bytes(row, index)?).map_err(|_| broken(index, "no id"))
}

/// Reads an id of the protocol, or nothing.
pub(crate) fn optional_id<T: for<'a> TryFrom<&'a [u8]>>(row: &Row<'_>, index: usize) -> Result<Option<T>> {
    match row.get_ref(index)?.as_blob_or_null()? {
        Some(bytes) => T::try_from(bytes).map(Some).map_err(|_| broken(index, "no id")),
        None => Ok(None),
    }
}

/// Reads the id of an entry of a list.
pub(crate) fn entry(row: &Row<'_>, index: usize) -> Result<EntryId> {
    EntryId::from_slice(bytes(row, index)?).ok_or_else(|| broken(index, "no entry id"))
}

/// Reads a department's id.
pub(crate) fn department(row: &Row<'_>, index: usize) -> Result<DepartmentId> {
    DepartmentId::from_slice(bytes(row, index)?).ok_or_else(|| broken(index, "no department id"))
}

/// Reads a department's id, or nothing.
pub(crate) fn optional_department(row: &Row<'_>, index: usize) -> Result<Option<DepartmentId>> {
    match row.get_ref(index)?.as_blob_or_null()? {
        Some(_) => department(row, index).map(Some),
        None => Ok(None),
    }
}

/// Reads ids of 32 bytes that stand one after the other.
pub(crate) fn packed<T: for<'a> TryFrom<&'a [u8]>>(row: &Row<'_>, index: usize) -> Result<Vec<T>> {
    let bytes = bytes(row, index)?;
    let ids: Option<Vec<T>> = bytes.chunks(32).map(|id| T::try_from(id).ok()).collect();
    ids.ok_or_else(|| broken(index, "no list of ids"))
}

/// Writes heads one after the other, sorted, so that equal versions are equal bytes.
pub(crate) fn pack_heads(heads: &[ChangeHash]) -> Vec<u8> {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    sorted.iter().flat_map(ChangeHash::as_bytes).copied().collect()
}

fn bytes<'a>(row: &'a Row<'_>, index: usize) -> Result<&'a [u8]> {
    Ok(row.get_ref(index)?.as_blob()?)
}
