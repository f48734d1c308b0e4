//! The data folder: lock, key, and a folder for each school.

use crate::fence::Fence;
use crate::key::{self, KeyError};
use protocol::{SigningKey, SpaceId};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// The file that whoever works on the folder holds.
pub(crate) const LOCK: &str = "relay.lock";
/// The folder of the schools.
pub(crate) const SCHOOLS: &str = "schools";

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeError {
    #[error("the data folder {path} cannot be used: {error}")]
    Unusable { path: PathBuf, error: std::io::Error },
    #[error("another relay is already running on the data folder {path}")]
    Locked { path: PathBuf },
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The data folder, locked while this lives.
#[derive(Debug)]
pub(crate) struct Home {
    path: PathBuf,
    _lock: File,
}

impl Home {
    /// Makes the folder where it is missing and locks it.
    pub fn open(path: &Path) -> Result<Self, HomeError> {
        let unusable = |error| HomeError::Unusable { path: path.to_owned(), error };
        fs::create_dir_all(path.join(SCHOOLS)).map_err(unusable)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(HomeError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// Gives the data folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the relay's key, or makes it at the first start.
    pub fn key(&self) -> Result<SigningKey, HomeError> {
        Ok(key::present(&self.path)?)
    }

    /// Lists the schools that were founded here.
    pub fn schools(&self) -> Result<Vec<SpaceId>, HomeError> {
        let path = self.path.join(SCHOOLS);
        schools_of(&self.path).map_err(|error| HomeError::Unusable { path, error })
    }

    /// Gives the folder of a school.
    pub fn school(&self, space: SpaceId) -> PathBuf {
        school_of(&self.path, space)
    }

    /// Gives the fence of a school.
    pub fn fence(&self, space: SpaceId) -> Fence {
        Fence::open(&self.school(space))
    }

    /// Gives the folder in which a school is founded before anybody may know of it.
    pub fn founding(&self, space: SpaceId) -> PathBuf {
        self.path.join(SCHOOLS).join(format!("founding-{space}"))
    }
}

/// Lists the schools in a data folder.
pub(crate) fn schools_of(data: &Path) -> std::io::Result<Vec<SpaceId>> {
    let mut schools = Vec::new();
    for entry in fs::read_dir(data.join(SCHOOLS))? {
        let name = entry?.file_name();
        // A founding that was cut off has another kind of name, and no school knows of it.
        schools.extend(name.to_str().and_then(|name| name.parse::<SpaceId>().ok()));
    }
    schools.sort_unstable();
    Ok(schools)
}

/// Gives the folder of a school in a data folder.
pub(crate) fn school_of(data: &Path, space: SpaceId) -> PathBuf {
    data.join(SCHOOLS).join(space.to_string())
}
