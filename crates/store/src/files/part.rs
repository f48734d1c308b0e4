//! Parts of a file: each is read and written whole.

use rusqlite::{Connection, OptionalExtension, params};

use super::not_found;
use crate::StoreError;

/// Bytes of a part; the last one of a file is shorter.
pub(super) const SIZE: u64 = 256 << 10;

/// Reads a part as far as the file reaches; a part behind the end is empty.
pub(super) fn read(connection: &Connection, file: i64, size: u64, place: u64) -> Result<Vec<u8>, StoreError> {
    let reaches = SIZE.min(size.saturating_sub(place.saturating_mul(SIZE)));
    if reaches == 0 {
        return Ok(Vec::new());
    }
    let mut bytes = stored(connection, file, place)?;
    bytes.resize(reaches as usize, 0);
    Ok(bytes)
}

/// Writes bytes into a file of `size` bytes, which grows if they reach behind its end.
pub(super) fn write(
    connection: &Connection,
    file: i64,
    size: u64,
    at: u64,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let (mut at, mut rest) = (at, bytes);
    while !rest.is_empty() {
        let (place, start) = (at / SIZE, (at % SIZE) as usize);
        let (now, later) = rest.split_at(rest.len().min(SIZE as usize - start));
        let end = start + now.len();
        if start == 0 && (end as u64 == SIZE || at + now.len() as u64 >= size) {
            put(connection, file, place, now)?;
        } else {
            let mut part = stored(connection, file, place)?;
            part.resize(part.len().max(end), 0);
            part[start..end].copy_from_slice(now);
            put(connection, file, place, &part)?;
        }
        (at, rest) = (at + now.len() as u64, later);
    }
    if at > size { note_size(connection, file, at) } else { Ok(()) }
}

/// Cuts a file off, or lets it grow by zeros.
pub(super) fn set_size(connection: &Connection, file: i64, size: u64) -> Result<(), StoreError> {
    let (last, rest) = (size / SIZE, size % SIZE);
    connection.execute(
        "DELETE FROM part WHERE file = ?1 AND (place > ?2 OR (place = ?2 AND ?3 = 0))",
        params![file, last as i64, rest as i64],
    )?;
    connection.execute(
        "UPDATE part SET bytes = substr(bytes, 1, ?3) WHERE file = ?1 AND place = ?2 AND length(bytes) > ?3",
        params![file, last as i64, rest as i64],
    )?;
    note_size(connection, file, size)
}

/// The size of an open file.
pub(super) fn size(connection: &Connection, file: i64) -> Result<u64, StoreError> {
    let mut query = connection.prepare_cached("SELECT size FROM file WHERE id = ?1")?;
    let size: Option<i64> = query.query_row([file], |row| row.get(0)).optional()?;
    size.map(|size| size as u64).ok_or_else(not_found)
}

fn note_size(connection: &Connection, file: i64, size: u64) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached("UPDATE file SET size = ?2 WHERE id = ?1")?;
    if write.execute(params![file, size as i64])? == 0 { Err(not_found()) } else { Ok(()) }
}

fn stored(connection: &Connection, file: i64, place: u64) -> Result<Vec<u8>, StoreError> {
    let mut query = connection.prepare_cached("SELECT bytes FROM part WHERE file = ?1 AND place = ?2")?;
    let bytes: Option<Vec<u8>> = query.query_row(params![file, place as i64], |row| row.get(0)).optional()?;
    Ok(bytes.unwrap_or_default())
}

fn put(connection: &Connection, file: i64, place: u64, bytes: &[u8]) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO part (file, place, bytes) VALUES (?1, ?2, ?3)
         ON CONFLICT (file, place) DO UPDATE SET bytes = excluded.bytes",
    )?;
    write.execute(params![file, place as i64, bytes])?;
    Ok(())
}
