//! Files that come in a bundle: chunks find their file by hash, and a whole file is checked before it
//! counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use api::Error;
use protocol::{BlobId, ChunkHash};
use store::blob::{Blob, Inward, Outward};

use crate::session::Session;
use crate::{apply, disk, error, school, sync};

/// Files that are not here, and what has come of them.
#[derive(Default)]
pub struct Arriving {
    wanted: Option<HashMap<ChunkHash, Vec<(BlobId, usize)>>>,
    files: BTreeMap<BlobId, Part>,
}

struct Part {
    file: Blob,
    here: BTreeSet<usize>,
}

impl Arriving {
    /// New files may have been announced.
    pub fn look_again(&mut self) {
        self.wanted = None;
    }

    /// Takes a chunk; tells how many files became whole by it, previews aside.
    pub fn take(&mut self, session: &Session, bytes: &[u8]) -> Result<u32, Error> {
        let wanted = match &mut self.wanted {
            Some(wanted) => wanted,
            None => self.wanted.insert(look(session, &mut self.files)?),
        };
        let places = wanted.get(&ChunkHash::of(bytes)).cloned().unwrap_or_default();
        let mut whole = 0;
        for (blob, index) in places {
            let Some(part) = self.files.get_mut(&blob) else { continue };
            write(session, blob, index, bytes)?;
            part.here.insert(index);
            if part.here.len() == part.file.chunks.len()
                && let Some(Part { file, .. }) = self.files.remove(&blob)
            {
                whole += u32::from(finish(session, &file)? && !file.is_preview);
            }
        }
        Ok(whole)
    }

    /// Removes what did not become whole: the next import brings it again.
    pub fn give_up(&mut self, session: &Session) {
        for (blob, part) in std::mem::take(&mut self.files) {
            if !part.here.is_empty() {
                let _ = disk::remove_file(beside(session, blob));
            }
        }
    }
}

fn look(
    session: &Session,
    files: &mut BTreeMap<BlobId, Part>,
) -> Result<HashMap<ChunkHash, Vec<(BlobId, usize)>>, Error> {
    let mut wanted: HashMap<ChunkHash, Vec<(BlobId, usize)>> = HashMap::new();
    for file in session.read(|work| store::blob::not_here(work.connection()).map_err(error::from_store))? {
        for (index, chunk) in file.chunks.iter().enumerate() {
            wanted.entry(*chunk).or_default().push((file.blob, index));
        }
        files.entry(file.blob).or_insert(Part { file, here: BTreeSet::new() });
    }
    Ok(wanted)
}

fn beside(session: &Session, blob: BlobId) -> PathBuf {
    session.file_path(blob).with_extension("taken")
}

fn write(session: &Session, blob: BlobId, index: usize, bytes: &[u8]) -> Result<(), Error> {
    let path = beside(session, blob);
    let write = || {
        path.parent().map_or(Ok(()), disk::create_dir_all)?;
        let mut file = disk::open_to_write(&path)?;
        file.seek(SeekFrom::Start(index as u64 * protocol::limits::CHUNK))?;
        file.write_all(bytes)
    };
    write().map_err(|failure| error::from_io(&failure, &path))
}

/// Moves a whole file into its place; from now on this machine can send it, where it belongs to a
/// document of the log.
fn finish(session: &Session, file: &Blob) -> Result<bool, Error> {
    let (part, path) = (beside(session, file.blob), session.file_path(file.blob));
    match sync::finish(&part, &path, file) {
        Ok(()) => {}
        Err(sync::SyncError::Here(failure)) => return Err(failure),
        Err(failure) => {
            tracing::warn!(blob = %file.blob, %failure, "a file of a bundle is not what it is called");
            return Ok(false);
        }
    }
    session.commit(|work| {
        let (connection, chunks) = (work.connection(), file.chunks.len() as u64);
        store::blob::set_inward(connection, file.blob, Inward::Here, chunks).map_err(error::from_store)?;
        if file.outward != Outward::Local {
            store::blob::set_outward(connection, file.blob, Outward::Announced, 0)
                .map_err(error::from_store)?;
            work.sends();
        }
        for doc in store::blob_use::documents_of(connection, file.blob).map_err(error::from_store)? {
            apply::delivery_moved(work, doc);
        }
        school::file_arrived(work, file.blob)
    })?;
    Ok(true)
}
