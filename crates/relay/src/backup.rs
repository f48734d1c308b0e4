//! `relay backup`: a copy of everything that the relay keeps, made while it runs.
//!
//! Databases come first, through SQLite's own backup, each as it was at one moment; then every chunk
//! that a copied database calls stored. A chunk never changes, and it is deleted only after the log
//! has said so: what a copied log names is there, or the log has moved on and is copied again.
//!
//! The fence is left out on purpose. That it is missing tells a relay which is started on the copy
//! that the log has gone on elsewhere (protocol section 11).

mod beside;
mod database;
mod evidence;

use crate::{home, key};
use beside::Beside;
use protocol::SpaceId;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) use beside::for_this_user_only;
pub(crate) use database::{DATABASE, copy_pages, open_still, stored_files};

/// Why there is no backup; nothing is left of one that was begun.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The folder to be copied is none of a relay's.
    #[error("{0} is no data folder of a relay: it has no relay.key; name the folder with --data")]
    NoData(PathBuf),
    /// The folder to be made is there and holds something.
    #[error("{0} is there already and is not empty; name a new folder")]
    NotEmpty(PathBuf),
    /// Somebody else is making the same folder.
    #[error("another backup to {0} is being made; wait for its end or name another folder")]
    Running(PathBuf),
    /// The disk of the new folder is full.
    #[error("there is no room for a backup in {0}; free some, or name a folder on another disk")]
    Full(PathBuf),
    /// A file cannot be read or written.
    #[error("{path} cannot be copied: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A school's database cannot be read or written.
    #[error("the database of school {space} cannot be copied: {error}")]
    Database {
        /// The school.
        space: SpaceId,
        /// What SQLite says.
        error: ledger::LedgerError,
    },
}

impl BackupError {
    fn file(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull => Self::Full(path.to_owned()),
            _ => Self::File { path: path.to_owned(), error },
        }
    }
}

/// A backup that was made.
#[derive(Debug)]
pub struct Backup {
    folder: PathBuf,
    schools: Vec<(SpaceId, SchoolCopy)>,
}

/// What was copied of a school.
#[derive(Debug, Default)]
struct SchoolCopy {
    entries: u64,
    files: usize,
    chunks: usize,
    bytes: u64,
    /// Chunks that the log calls stored and that the data folder does not have.
    missing: usize,
}

impl Backup {
    /// Says whether everything was there to be copied.
    pub fn is_whole(&self) -> bool {
        self.schools.iter().all(|(_, school)| school.missing == 0)
    }
}

impl fmt::Display for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (space, school) in &self.schools {
            let SchoolCopy { entries, files, chunks, bytes, missing } = school;
            let size = size(*bytes);
            writeln!(f, "school {space}: {entries} entries, {files} files in {chunks} pieces ({size})")?;
            if *missing > 0 {
                writeln!(
                    f,
                    "FAULT school {space}: {missing} pieces of files are missing in the data folder. Take them \
                     from an older backup (schools/{space}/blobs), and keep that one"
                )?;
            }
        }
        writeln!(f, "backup made in {0}; check it with: relay verify {0}", self.folder.display())
    }
}

/// Says how many bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    format!("{}.{} MiB", bytes >> 20, ((bytes & ((1 << 20) - 1)) * 10) >> 20)
}

/// Copies a data folder into a new folder, which has its name only when it is whole.
pub fn backup(data: &Path, target: &Path) -> Result<Backup, BackupError> {
    if !data.join(key::KEY).is_file() {
        return Err(BackupError::NoData(data.to_owned()));
    }
    let beside = Beside::begin(target)?;
    let to = beside.path();
    copy_file(&data.join(key::KEY), &to.join(key::KEY))?;
    for beside in [key::NEXT, key::FORMER].iter().filter(|file| data.join(file).is_file()) {
        copy_file(&data.join(beside), &to.join(beside))?;
    }
    copy_folder(&data.join(crate::tls::FOLDER), &to.join(crate::tls::FOLDER))?;
    make_folder(&to.join(home::SCHOOLS))?;
    let spaces = home::schools_of(data).map_err(|error| BackupError::file(data, error))?;
    let mut schools = Vec::new();
    for space in spaces {
        let (from, to) = (home::school_of(data, space), home::school_of(to, space));
        schools.push((space, copy_school(space, &from, &to)?));
    }
    beside.finish()?;
    Ok(Backup { folder: target.to_owned(), schools })
}

/// Copies one school: its log, and the files that this copy of the log calls stored.
fn copy_school(space: SpaceId, from: &Path, to: &Path) -> Result<SchoolCopy, BackupError> {
    make_folder(to)?;
    let mut evidence = evidence::Evidence::new(from, to);
    loop {
        let log = database::copy(space, from, to)?;
        // What was erased since the log was copied is erased in the next copy of the log as well.
        if evidence.copy(&log.chunks)? {
            let mut school = evidence.finish(&log.chunks)?;
            (school.entries, school.files) = (log.entries, log.files);
            return Ok(school);
        }
    }
}

fn make_folder(path: &Path) -> Result<(), BackupError> {
    fs::create_dir_all(path).map_err(|error| BackupError::file(path, error))
}

/// Copies the files of a folder that may be missing; folders inside are none of the relay's.
fn copy_folder(from: &Path, to: &Path) -> Result<(), BackupError> {
    let entries = match fs::read_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| BackupError::file(from, error))?,
    };
    make_folder(to)?;
    for_this_user_only(to).map_err(|error| BackupError::file(to, error))?;
    for entry in entries {
        let path = entry.map_err(|error| BackupError::file(from, error))?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            copy_file(&path, &to.join(name))?;
        }
    }
    sync(to)
}

/// Copies a file with what says who may read it, onto the disk.
fn copy_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    let copied = fs::copy(from, to).and_then(|_| sync_file(to));
    copied.map_err(|error| BackupError::file(from, error))
}

/// Brings a file onto the disk; Windows does that only for whoever may write it.
fn sync_file(path: &Path) -> io::Result<()> {
    fs::File::options().append(true).open(path)?.sync_all()
}

/// Makes the names in a folder durable; Windows has no such call and needs none.
fn sync(folder: &Path) -> Result<(), BackupError> {
    if cfg!(unix) {
        let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| BackupError::file(folder, error))?;
    }
    Ok(())
}
