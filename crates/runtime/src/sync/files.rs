//! Evidence on its way: chunks of 1 MiB, previews first, resumed by asking what is missing
//! (protocol, section 14).

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use api::{Topic, TransferDirection, TransferView};
use futures_util::{StreamExt, stream};
use protocol::{BlobId, ChunkHash, Code};
use store::blob::{Blob, Inward, Outward};

use super::held::{Held, Turn, leave_to_others, note_held, turn};
use super::relay::RelayError;
use super::rounds::{SyncError, token};
use crate::session::Session;
use crate::{disk, error, school, storage};

/// Bytes of a chunk; the last one of a file may be shorter.
const CHUNK: u64 = 1 << 20;
/// Chunks on their way at the same time.
const AT_ONCE: usize = 3;

/// Sends every announced file whose manifest the relay has; returns how many became whole there.
pub async fn send(session: &Session) -> Result<u32, SyncError> {
    let (mut sent, mut held) = (0, Held::default());
    for blob in session.read(|work| store::blob::to_send(work.connection()).map_err(error::from_store))? {
        match session.read(|work| turn(work, blob.blob))? {
            Turn::Now => {}
            Turn::Later => continue,
            Turn::Never => {
                leave_to_others(session, &blob)?;
                continue;
            }
        }
        match send_one(session, &blob).await {
            Ok(()) => sent += 1,
            // It stays here, and is offered again; what is smaller may still have room.
            Err(SyncError::Relay(RelayError::Refused { code: Code::OverQuota, details })) => {
                session.exchange.end_transfer(blob.blob);
                held.note(&blob, &details);
            }
            Err(SyncError::Here(failure)) if failure.code == api::Code::UnreadableFile => {
                tracing::error!(blob = %blob.blob, "an attached file cannot be read any more");
            }
            Err(other) => {
                session.exchange.end_transfer(blob.blob);
                return Err(other);
            }
        }
    }
    note_held(session, held)?;
    Ok(sent)
}

async fn send_one(session: &Session, blob: &Blob) -> Result<(), SyncError> {
    let token = token(session).await?;
    let client = session.exchange.client();
    let missing = client.missing_chunks(session.space, &token, &blob.chunks).await?;
    let path = session.file_path(blob.blob);
    let all = blob.chunks.len();
    let to_send: Vec<(usize, ChunkHash)> =
        blob.chunks.iter().copied().enumerate().filter(|(_, chunk)| missing.contains(chunk)).collect();
    let mut done = all - to_send.len();
    note(session, blob, TransferDirection::Out, done);
    let mut sending = stream::iter(to_send.into_iter().map(|(index, chunk)| {
        let (client, token, path) = (&client, &token, &path);
        async move {
            let bytes = read_chunk(path, index, blob.size)?;
            client.put_chunk(session.space, token, chunk, bytes).await.map_err(SyncError::from)
        }
    }))
    .buffer_unordered(AT_ONCE);
    while let Some(outcome) = sending.next().await {
        outcome?;
        done += 1;
        note(session, blob, TransferDirection::Out, done);
    }
    client.commit_blob(session.space, &token, blob.blob).await?;
    session.exchange.end_transfer(blob.blob);
    session.commit(|work| {
        store::blob::set_outward(work.connection(), blob.blob, Outward::Committed, all as u64)
            .map_err(error::from_store)?;
        for doc in store::blob_use::documents_of(work.connection(), blob.blob).map_err(error::from_store)? {
            crate::apply::delivery_moved(work, doc);
        }
        work.emit(Topic::Delivery);
        Ok(())
    })?;
    // One more that may go.
    storage::keep_to_limit(session)?;
    Ok(())
}

/// Fetches every file that is wanted here; returns how many became whole.
pub async fn fetch_wanted(session: &Session) -> Result<u32, SyncError> {
    let mut fetched = 0;
    for blob in session.read(|work| store::blob::to_fetch(work.connection()).map_err(error::from_store))? {
        if !storage::makes_room(session, &blob)? {
            continue;
        }
        match fetch_one(session, &blob).await {
            Ok(()) => fetched += 1,
            // Nobody loses their place for a file that nobody asked for.
            Err(SyncError::Here(full)) if full.code == api::Code::DiskFull && !blob.is_preview => {
                give_up(session, &blob)?;
            }
            // Its owner has not sent it yet, or this member may not read it: later, or never.
            Err(SyncError::Relay(refused)) if refused.code().is_some() => {
                tracing::debug!(blob = %blob.blob, %refused, "not to be had yet");
            }
            Err(other) => return Err(other),
        }
        session.exchange.end_transfer(blob.blob);
    }
    Ok(fetched)
}

/// Fetches a file that somebody asked for, before all others; one that the relay does not have yet
/// comes later.
///
/// # Errors
/// What stopped it; what was fetched stays.
pub async fn fetch(session: &Session, blob: BlobId) -> Result<(), SyncError> {
    let Some(file) =
        session.read(|work| store::blob::load(work.connection(), blob).map_err(error::from_store))?
    else {
        return Ok(());
    };
    storage::makes_room(session, &file)?;
    let mut fetched = fetch_one(session, &file).await;
    if fetched.as_ref().is_err_and(SyncError::needs_session) {
        session.exchange.set_token(None);
        fetched = fetch_one(session, &file).await;
    }
    session.exchange.end_transfer(blob);
    match fetched {
        Err(SyncError::Here(full)) if full.code == api::Code::DiskFull => {
            give_up(session, &file)?;
            Err(full.into())
        }
        Err(SyncError::Relay(refused)) if refused.code().is_some() => {
            tracing::debug!(%blob, %refused, "not to be had yet");
            Ok(())
        }
        other => other,
    }
}

/// There is no room for a file: what came of it goes, and it stays away until somebody asks.
fn give_up(session: &Session, blob: &Blob) -> Result<(), api::Error> {
    tracing::warn!(blob = %blob.blob, size = blob.size, "no room for a file");
    session.exchange.end_transfer(blob.blob);
    // What cannot be removed is overwritten when somebody asks.
    let _ = disk::remove_file(session.file_path(blob.blob).with_extension("part"));
    storage::leave_out(session, blob.blob)
}

/// Fetches the school's present staff list before anything else, if it is not here: every list of
/// initiatives wants its names.
pub async fn fetch_staff_list(session: &Session) -> Result<(), SyncError> {
    let wanted = session.read(|work| {
        let Some(list) = school::staff_list(work)? else { return Ok(None) };
        let wanted = store::blob::to_fetch(work.connection()).map_err(error::from_store)?;
        Ok(wanted.into_iter().find(|blob| blob.blob == list))
    })?;
    let Some(blob) = wanted else { return Ok(()) };
    let fetched = fetch_one(session, &blob).await;
    session.exchange.end_transfer(blob.blob);
    match fetched {
        // It is asked for again with every other file.
        Err(SyncError::Relay(failure)) => {
            tracing::debug!(%failure, "the staff list is not to be had yet");
            Ok(())
        }
        other => other,
    }
}

async fn fetch_one(session: &Session, blob: &Blob) -> Result<(), SyncError> {
    let _one_at_a_time = session.exchange.fetching.lock().await;
    let present =
        session.read(|work| store::blob::load(work.connection(), blob.blob).map_err(error::from_store))?;
    if present.is_some_and(|present| present.inward == Inward::Here) {
        return Ok(());
    }
    let token = token(session).await?;
    let client = session.exchange.client();
    let path = session.file_path(blob.blob);
    let part = path.with_extension("part");
    let mut have = whole_chunks(&part)?;
    while let Some(chunk) = blob.chunks.get(usize::try_from(have).unwrap_or(usize::MAX)) {
        note(session, blob, TransferDirection::In, usize::try_from(have).unwrap_or(0));
        let bytes = client.chunk(session.space, &token, *chunk).await?;
        write_chunk(&part, have, &bytes)?;
        have += 1;
    }
    finish(&part, &path, blob)?;
    session.commit(|work| {
        store::blob::set_inward(work.connection(), blob.blob, Inward::Here, have)
            .map_err(error::from_store)?;
        for doc in store::blob_use::documents_of(work.connection(), blob.blob).map_err(error::from_store)? {
            crate::apply::delivery_moved(work, doc);
        }
        school::file_arrived(work, blob.blob)
    })?;
    Ok(())
}

fn note(session: &Session, blob: &Blob, direction: TransferDirection, chunks: usize) {
    let transfer = TransferView {
        blob: blob.blob.to_string(),
        name: blob.name.clone(),
        direction,
        done: (chunks as u64 * CHUNK).min(blob.size),
        size: blob.size,
    };
    session.exchange.note_transfer(blob.blob, transfer);
    session.emit(Topic::Delivery);
}

/// Reads a chunk of a file of so many bytes.
pub fn read_chunk(path: &Path, index: usize, size: u64) -> Result<Vec<u8>, api::Error> {
    let read = || {
        let start = index as u64 * CHUNK;
        let mut file = disk::open(path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(CHUNK.min(size - start)).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|failure| error::from_io(&failure, path))
}

/// Chunks of a part file that were written whole; what was cut off is fetched again.
fn whole_chunks(part: &Path) -> Result<u64, api::Error> {
    match disk::metadata(part) {
        Ok(there) => Ok(there.len() / CHUNK),
        Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => {
            let folder = part.parent().unwrap_or(part);
            disk::create_dir_all(folder).map_err(|failure| error::from_io(&failure, folder))?;
            Ok(0)
        }
        Err(failure) => Err(error::from_io(&failure, part)),
    }
}

fn write_chunk(part: &Path, index: u64, bytes: &[u8]) -> Result<(), api::Error> {
    let write = || {
        let mut file = disk::open_to_write(part)?;
        file.seek(SeekFrom::Start(index * CHUNK))?;
        file.write_all(bytes)
    };
    write().map_err(|failure| error::from_io(&failure, part))
}

/// Checks the whole file against its name before it counts; a wrong one is thrown away.
pub fn finish(part: &Path, path: &Path, blob: &Blob) -> Result<(), SyncError> {
    let check = || {
        let mut file = disk::open_to_change(part)?;
        file.set_len(blob.size)?;
        let mut hash = protocol::Blake3::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece)? {
                0 => break,
                read => hash.update(&piece[..read]),
            }
        }
        let whole = hash.finalize() == *blob.blob.as_bytes();
        if whole {
            file.sync_all()?;
            disk::rename(part, path)?;
        } else {
            disk::remove_file(part)?;
        }
        Ok(whole)
    };
    match check() {
        Ok(true) => Ok(()),
        Ok(false) => Err(super::relay::RelayError::NotARelay("a file of another hash".into()).into()),
        Err(failure) => Err(error::from_io(&failure, part).into()),
    }
}
