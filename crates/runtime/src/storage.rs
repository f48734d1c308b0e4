//! Chỗ lưu: what lies on this machine, and how much of it originals may take.
//!
//! Previews stay. An original may go once the relay has it; those that were opened longest ago go
//! first, and each can be fetched again.

use std::io::ErrorKind;

use api::{Error, FreeSpace, GetStorage, LimitOriginals, StorageView, StoredFiles, Topic};
use protocol::BlobId;
use store::blob::{self, Blob, Inward, Opened};
use store::setting::{self, Key};

use crate::session::{Session, Work};
use crate::{disk, error, host, school};

/// What a setting says where a person wants no limit.
const NO_LIMIT: &str = "none";

/// Shows what lies here.
pub fn view(session: &Session, _: GetStorage) -> Result<StorageView, Error> {
    session.read(|work| {
        let here = blob::here(work.connection()).map_err(error::from_store)?;
        let spare = spare(work)?;
        Ok(StorageView {
            book: store::bytes(work.connection()).map_err(error::from_store)?,
            previews: stored(here.previews),
            originals: stored(here.originals),
            only_here: stored(here.only_here),
            spare: StoredFiles {
                count: spare.len() as u32,
                bytes: spare.iter().map(|(_, bytes)| bytes).sum(),
            },
            limit: limit(work)?,
        })
    })
}

/// Limits originals from now on, and takes off this machine what is too much.
pub fn limit_originals(session: &Session, request: LimitOriginals) -> Result<StorageView, Error> {
    session.commit(|work| {
        let value = request.bytes.map_or_else(|| NO_LIMIT.to_owned(), |bytes| bytes.to_string());
        setting::set(work.connection(), Key::Originals, &value).map_err(error::from_store)
    })?;
    keep_to_limit(session)?;
    session.emit(Topic::Delivery);
    view(session, GetStorage {})
}

/// Takes every original off this machine that the relay has.
pub fn free(session: &Session, _: FreeSpace) -> Result<StorageView, Error> {
    let all = session.read(spare)?;
    take_off(session, all.into_iter().map(|(blob, _)| blob))?;
    disk::shrink(session.home()).map_err(|failure| error::from_io(&failure, &session.folder))?;
    view(session, GetStorage {})
}

/// What originals may take on this machine.
pub fn limit(work: &Work<'_>) -> Result<Option<u64>, Error> {
    let chosen = setting::get(work.connection(), Key::Originals).map_err(error::from_store)?;
    Ok(match chosen.as_deref() {
        None => host::ORIGINALS,
        Some(chosen) => chosen.parse().ok(),
    })
}

/// Takes off this machine what is more than originals may take: one came, or the relay has one more.
pub fn keep_to_limit(session: &Session) -> Result<(), Error> {
    match session.read(|work| limit(work))? {
        Some(limit) => shrink_to(session, limit),
        None => Ok(()),
    }
}

/// Makes room for a file that is to come; tells whether it may. An original that nobody asked for
/// takes nobody's place: it stays away until somebody asks.
pub fn makes_room(session: &Session, file: &Blob) -> Result<bool, Error> {
    let Some(limit) = session.read(|work| limit(work))?.filter(|_| !file.is_preview) else {
        return Ok(true);
    };
    let (asked, taken, staff_list) = session.read(|work| {
        let opened = blob::opened(work.connection(), file.blob).map_err(error::from_store)?;
        let here = blob::here(work.connection()).map_err(error::from_store)?;
        Ok((opened != Opened::Never, here.originals.bytes, school::staff_list(work)?))
    })?;
    if staff_list == Some(file.blob) {
        return Ok(true);
    }
    if asked {
        shrink_to(session, limit.saturating_sub(file.size))?;
    } else if taken.saturating_add(file.size) > limit {
        leave_out(session, file.blob)?;
        return Ok(false);
    }
    Ok(true)
}

/// Has a file stay away until somebody asks for it.
pub fn leave_out(session: &Session, file: BlobId) -> Result<(), Error> {
    session.commit(|work| absent(work, file))
}

/// Notes that somebody opened an original.
pub fn note_opened(session: &Session, file: &Blob) -> Result<(), Error> {
    if file.is_preview || session.read(|work| last(work, file.blob))? {
        return Ok(());
    }
    session.commit(|work| blob::note_opened(work.connection(), file.blob).map_err(error::from_store))
}

/// A file that should be here is not, or cannot be read: it is fetched again where the relay has it.
pub fn is_gone(session: &Session, file: &Blob) -> Result<(), Error> {
    use store::blob::Outward;
    if file.inward != Inward::Here || file.outward != Outward::Committed {
        return Ok(());
    }
    session.commit(|work| {
        if file.is_preview {
            blob::set_inward(work.connection(), file.blob, Inward::Wanted, 0).map_err(error::from_store)?;
            work.sends();
            Ok(())
        } else {
            absent(work, file.blob)
        }
    })
}

fn last(work: &Work<'_>, file: BlobId) -> Result<bool, Error> {
    Ok(blob::opened(work.connection(), file).map_err(error::from_store)? == Opened::Last)
}

fn stored(sum: blob::Sum) -> StoredFiles {
    StoredFiles { count: sum.count, bytes: sum.bytes }
}

/// What may go, in the order in which it goes. The staff list is no evidence: it stays.
fn spare(work: &mut Work<'_>) -> Result<Vec<(BlobId, u64)>, Error> {
    let staff_list = school::staff_list(work)?;
    let mut spare = blob::spare(work.connection()).map_err(error::from_store)?;
    spare.retain(|(blob, _)| Some(*blob) != staff_list);
    Ok(spare)
}

/// Bytes of the staff list, which is always here: a limit of evidence is not spent on it.
fn staff_list_bytes(work: &mut Work<'_>) -> Result<u64, Error> {
    let Some(list) = school::staff_list(work)? else { return Ok(0) };
    let row = blob::load(work.connection(), list).map_err(error::from_store)?;
    Ok(row.filter(|row| row.inward == Inward::Here).map_or(0, |row| row.size))
}

fn shrink_to(session: &Session, most: u64) -> Result<(), Error> {
    let (spare, taken) = session.read(|work| {
        let here = blob::here(work.connection()).map_err(error::from_store)?;
        Ok((spare(work)?, here.originals.bytes - staff_list_bytes(work)?))
    })?;
    let mut left = taken;
    let too_much = spare.into_iter().take_while(|(_, bytes)| {
        let goes = left > most;
        left = left.saturating_sub(*bytes);
        goes
    });
    let too_much: Vec<BlobId> = too_much.map(|(blob, _)| blob).collect();
    take_off(session, too_much.into_iter())
}

/// The bytes go first: a row without its file is found and mended, a file without its row is not.
fn take_off(session: &Session, files: impl Iterator<Item = BlobId>) -> Result<(), Error> {
    let mut gone = Vec::new();
    for file in files {
        let path = session.file_path(file);
        match disk::remove_file(&path) {
            Ok(()) => gone.push(file),
            Err(missing) if missing.kind() == ErrorKind::NotFound => gone.push(file),
            Err(failure) => return Err(error::from_io(&failure, &path)),
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    session.commit(|work| gone.iter().try_for_each(|file| absent(work, *file)))
}

/// Deletes the bytes of files that were erased from every document that named them.
pub fn take_off_erased(session: &Session) -> Result<(), Error> {
    let erased = session.read(|work| {
        let mut here = Vec::new();
        for file in ledger::erased(work.connection()).map_err(error::from_ledger)? {
            let row = blob::load(work.connection(), file).map_err(error::from_store)?;
            if row.is_some_and(|row| row.inward != Inward::Absent) {
                here.push(file);
            }
        }
        Ok(here)
    })?;
    for file in &erased {
        // Half of it may have come.
        let part = session.file_path(*file).with_extension("part");
        match disk::remove_file(&part) {
            Err(failure) if failure.kind() != ErrorKind::NotFound => {
                return Err(error::from_io(&failure, &part));
            }
            _ => {}
        }
    }
    take_off(session, erased.into_iter())
}

fn absent(work: &mut Work<'_>, file: BlobId) -> Result<(), Error> {
    blob::set_inward(work.connection(), file, Inward::Absent, 0).map_err(error::from_store)?;
    for doc in store::blob_use::documents_of(work.connection(), file).map_err(error::from_store)? {
        crate::apply::delivery_moved(work, doc);
    }
    work.emit(Topic::Delivery);
    Ok(())
}

#[cfg(test)]
mod tests;
