use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub use std::fs::{
    File, create_dir_all, metadata, read, read_to_string, remove_dir_all, remove_file, rename, write,
};

use std::fs::OpenOptions;

/// Makes files usable; on a machine they are.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn begin(_home: &Path) -> Result<(), api::Error> {
    Ok(())
}

/// Removes a profile's folder with its database.
pub fn erase(folder: &Path, _database: &Path) -> io::Result<()> {
    remove_dir_all(folder)
}

/// Opens a file to be read.
pub fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Opens an empty file to be written, in place of the one that was there.
pub fn create(path: &Path) -> io::Result<File> {
    File::create(path)
}

/// Opens a file that was not there to be written.
pub fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Opens a file to be written where its bytes stay.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

/// Opens a file that is there to be read and written.
pub fn open_to_change(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(path)
}

/// Opens a file that is there to be written at its end.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).open(path)
}

/// Tells whether something lies there.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Lists the names of what lies in a folder.
pub fn list(folder: &Path) -> io::Result<Vec<String>> {
    Ok(std::fs::read_dir(folder)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect())
}

/// Writes a file beside its place, syncs it, and moves it there.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    rename(&beside, path)
}

/// Gives back what removed files took; the system did.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn shrink(_home: &Path) -> io::Result<()> {
    Ok(())
}

/// Gives the name by which SQLite opens the database of this place.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn database(path: &Path) -> io::Result<PathBuf> {
    Ok(path.to_owned())
}

/// A place that a person named, outside the profile.
#[allow(clippy::unnecessary_wraps, reason = "a browser has no such places")]
pub fn outside(path: &str) -> io::Result<PathBuf> {
    Ok(PathBuf::from(path))
}
