//! The chunks of a school's files: linked where both folders are on one disk, copied otherwise.

use super::{BackupError, SchoolCopy, make_folder, sync, sync_file};
use crate::blobs::Blobs;
use protocol::ChunkHash;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was copied so far, and where.
pub(super) struct Evidence {
    from: Blobs,
    to: Blobs,
    here: BTreeSet<ChunkHash>,
    missing: BTreeSet<ChunkHash>,
    folders: BTreeSet<PathBuf>,
    school: PathBuf,
}

impl Evidence {
    pub fn new(from: &Path, to: &Path) -> Self {
        Self {
            from: Blobs::open(from),
            to: Blobs::open(to),
            here: BTreeSet::new(),
            missing: BTreeSet::new(),
            folders: BTreeSet::new(),
            school: to.to_owned(),
        }
    }

    /// Copies what is wanted and not here yet; `false` where something is missing that may have been
    /// erased since the log was copied.
    pub fn copy(&mut self, wanted: &BTreeSet<ChunkHash>) -> Result<bool, BackupError> {
        let mut missing = BTreeSet::new();
        for chunk in wanted.difference(&self.here.clone()) {
            if self.copy_one(*chunk)? {
                self.here.insert(*chunk);
            } else {
                missing.insert(*chunk);
            }
        }
        // What was missing before, and is wanted still, was not erased: it is lost.
        let settled = missing.is_subset(&self.missing);
        self.missing = missing;
        Ok(settled)
    }

    fn copy_one(&mut self, chunk: ChunkHash) -> Result<bool, BackupError> {
        let (from, to) = (self.from.path(chunk), self.to.path(chunk));
        if let Some(folder) = to.parent()
            && !self.folders.contains(folder)
        {
            make_folder(folder)?;
            self.folders.extend(folder.ancestors().take(2).map(Path::to_owned));
        }
        // A chunk is never written again, so both folders may have the same one.
        match fs::hard_link(&from, &to).or_else(|_| copy_durably(&from, &to)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(BackupError::file(&from, error)),
        }
    }

    /// Lets go what was erased while the copy was made, and makes the rest durable.
    pub fn finish(self, wanted: &BTreeSet<ChunkHash>) -> Result<SchoolCopy, BackupError> {
        let failed = |error| BackupError::file(&self.school, error);
        for erased in self.here.difference(wanted) {
            self.to.remove(*erased).map_err(failed)?;
        }
        let kept = self.here.intersection(wanted);
        let bytes = kept.map(|chunk| fs::metadata(self.to.path(*chunk)).map(|file| file.len()));
        let bytes = bytes.sum::<io::Result<u64>>().map_err(failed)?;
        for folder in self.folders.iter().rev() {
            sync(folder)?;
        }
        if !self.folders.is_empty() {
            sync(self.to.folder())?;
        }
        sync(&self.school)?;
        let chunks = self.here.intersection(wanted).count();
        Ok(SchoolCopy { chunks, bytes, missing: self.missing.len(), ..SchoolCopy::default() })
    }
}

fn copy_durably(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    sync_file(to)
}
