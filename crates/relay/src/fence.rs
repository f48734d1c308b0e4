//! The fence: how far the log went, kept beside the database so that an old backup is noticed
//! (protocol section 11).

use protocol::Epoch;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The file that holds epoch and number.
#[derive(Debug)]
pub(crate) struct Fence {
    path: PathBuf,
    written: Option<(Epoch, u64)>,
}

impl Fence {
    /// Opens the fence of a school's folder.
    pub fn open(folder: &Path) -> Self {
        Self { path: folder.join("fence"), written: None }
    }

    /// Reads the fence; nothing where it is missing or cannot be read.
    pub fn read(&self) -> Option<(Epoch, u64)> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (epoch, seq) = text.trim().split_once(' ')?;
        Some((epoch.parse().ok()?, seq.parse().ok()?))
    }

    /// Says when it was written, by the clock of that moment.
    pub fn written_at(&self) -> Option<SystemTime> {
        fs::metadata(&self.path).and_then(|file| file.modified()).ok()
    }

    /// Writes the fence where it has moved, so that it survives a power cut.
    pub fn write(&mut self, epoch: Epoch, seq: u64) -> std::io::Result<()> {
        if self.written == Some((epoch, seq)) {
            return Ok(());
        }
        write_durably(&self.path, format!("{epoch} {seq}\n").as_bytes())?;
        self.written = Some((epoch, seq));
        Ok(())
    }
}

/// Writes a file beside its place, syncs it, renames it, and syncs the folder.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension(format!("{:x}.part", u64::from_le_bytes(crate::clock::random())));
    let written = write_synced(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What is left would only be garbage; the error that matters is the one above.
        let _ = fs::remove_file(&beside);
    }
    written?;
    sync_folder(path)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename in a folder durable; Windows has no such call and needs none.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
