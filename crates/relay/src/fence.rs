//! The fence: how far the log went, kept beside the database so that an old backup is noticed
//! (protocol section 11, ADR 0021).

use protocol::Epoch;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a fence tells of the database beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The log went so far in this epoch.
    At(Epoch, u64),
    /// The fence was written beside another file: the folder was copied.
    OfAnotherFile,
    /// There is none, or none that can be read.
    Nowhere,
}

/// The file that holds epoch and number, and which file it was written beside: a whole folder that is
/// restored brings its old fence with it, but never the moment at which its database was made.
#[derive(Debug)]
pub(crate) struct Fence {
    path: PathBuf,
    beside: Option<u128>,
    written: Option<(Epoch, u64)>,
}

impl Fence {
    /// Opens the fence of a school's folder; the database is there already.
    pub fn open(folder: &Path) -> Self {
        Self { path: folder.join("fence"), beside: made_at(&folder.join("relay.db")), written: None }
    }

    /// Reads the fence.
    pub fn read(&self) -> Found {
        fs::read_to_string(&self.path).ok().and_then(|text| self.parse(&text)).unwrap_or(Found::Nowhere)
    }

    fn parse(&self, text: &str) -> Option<Found> {
        let mut parts = text.split_whitespace();
        let (epoch, seq) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let beside = parts.next().map(str::parse::<u128>).transpose().ok()?;
        let copied = beside.is_some_and(|beside| self.beside.is_some_and(|now| now != beside));
        Some(if copied { Found::OfAnotherFile } else { Found::At(epoch, seq) })
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
        let beside = self.beside.map(|beside| format!(" {beside}")).unwrap_or_default();
        write_durably(&self.path, format!("{epoch} {seq}{beside}\n").as_bytes())?;
        self.written = Some((epoch, seq));
        Ok(())
    }
}

/// When a file was made, in nanoseconds, where its file system remembers that.
fn made_at(path: &Path) -> Option<u128> {
    let made = fs::metadata(path).ok()?.created().ok()?;
    made.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_nanos())
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

/// Writes a file that only this user may read, whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let beside = path.with_extension("part");
    let _ = std::fs::remove_file(&beside);
    let mut file = options.open(&beside)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_folder(path)
}

/// Makes a rename in a folder durable; Windows has no such call and needs none.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
