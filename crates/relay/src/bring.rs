//! `relay import`: a file of work that was carried here, taken in while the relay does not run.

use crate::answer::RelayError;
use crate::config::Config;
use crate::import::Import;
use crate::key;
use crate::relay::Relay;
use crate::running::{self, StartError};
use protocol::{BundleAnswer, BundleHeader, Code, SpaceId};
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::sync::watch;

/// Bytes that are read at once.
const PART: usize = 256 * 1024;

/// Why a file was not taken in; what was taken before stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The data folder cannot be used, or a relay runs on it.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The file cannot be read.
    #[error("{path} cannot be read: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is another kind of file, or only a piece of one.
    #[error(
        "{0} is no file of work (.ssk), or only the beginning of one; take it out again where it was made"
    )]
    NotABundle(PathBuf),
    /// It belongs to a school that this relay does not have.
    #[error("the file belongs to school {0}, which this relay does not have")]
    AnotherSchool(SpaceId),
    /// It cannot be opened or kept.
    #[error("the file was not taken: {0}")]
    Refused(&'static str),
}

impl From<RelayError> for ImportError {
    fn from(error: RelayError) -> Self {
        Self::Refused(match error.code() {
            Code::ForbiddenKind => "it is sealed for other machines, and not for this relay",
            Code::UpgradeRequired => "it was made by a newer version; install that on the relay",
            Code::DiskFull => "the disk is full; free some of it and import the file once more",
            Code::Malformed | Code::UnknownSpace => "it is damaged",
            _ => "the data cannot be written; the log says why",
        })
    }
}

/// What a file brought.
#[derive(Debug)]
pub struct Imported(BundleAnswer);

impl Imported {
    /// Says whether all of it was taken.
    pub fn is_whole(&self) -> bool {
        self.0.whole && self.0.incomplete == 0
    }
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BundleAnswer { placed, known, incomplete, refused, files, whole } = self.0;
        writeln!(
            f,
            "new entries {placed}, known before {known}, refused {refused}; files that are whole now {files}"
        )?;
        if incomplete > 0 {
            writeln!(
                f,
                "{incomplete} entries rest on others that are not here; import them again after those have come"
            )?;
        }
        if !whole {
            writeln!(f, "the file is cut off or damaged; what was sound before that was taken")?;
        }
        Ok(())
    }
}

/// Takes a file of work into a data folder on which no relay runs.
pub async fn import(config: Config, path: &Path) -> Result<Imported, ImportError> {
    let unreadable = |error| ImportError::Unreadable { path: path.to_owned(), error };
    let mut file = File::open(path).await.map_err(unreadable)?;
    let (space, head) = beginning(&mut file, path).await?;
    if !config.data.join(key::KEY).is_file() {
        return Err(ImportError::AnotherSchool(space));
    }
    let address = config.listen.parse().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let (stop, stopping) = watch::channel(false);
    let opening = tokio::task::spawn_blocking(move || running::open(&config, address, stopping));
    let relay = opening.await.unwrap_or_else(|error| Err(StartError::Data(error.to_string())))?;
    let relay = Arc::new(relay);
    let taken = take(&relay, space, head, &mut file, path).await;
    drop(stop);
    running::close(relay).await;
    taken
}

/// Reads as much as tells which school a file belongs to.
async fn beginning(file: &mut File, path: &Path) -> Result<(SpaceId, Vec<u8>), ImportError> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        let mut part = file.take(PART as u64);
        let read = part.read_to_end(&mut head).await;
        read.map_err(|error| ImportError::Unreadable { path: path.to_owned(), error })?;
        match BundleHeader::read(&head) {
            Ok(Some((header, _))) => return Ok((header.space, head)),
            Ok(None) if head.len() > before => {}
            _ => return Err(ImportError::NotABundle(path.to_owned())),
        }
    }
}

async fn take(
    relay: &Arc<Relay>,
    space: SpaceId,
    head: Vec<u8>,
    file: &mut File,
    path: &Path,
) -> Result<Imported, ImportError> {
    let school = relay.school(space).map_err(|_| ImportError::AnotherSchool(space))?;
    // No device brings it, so nobody is slowed down: whoever has the folder may fill it.
    let mut import = Import::new(Arc::clone(relay), school, None);
    let mut part = head;
    while !part.is_empty() && import.push(&part).await? {
        part.clear();
        let read = file.take(PART as u64).read_to_end(&mut part).await;
        read.map_err(|error| ImportError::Unreadable { path: path.to_owned(), error })?;
    }
    let brought = import.finish().await?;
    brought.map(Imported).ok_or_else(|| ImportError::NotABundle(path.to_owned()))
}
