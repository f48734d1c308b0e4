//! The folder in which a backup is made, beside the one that it becomes when it is whole.

use super::BackupError;
use crate::fence::sync_folder;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Whoever makes the backup holds this file.
const LOCK: &str = "backup.lock";

/// A folder called `NAME.part`; it goes where the backup does not come to its end.
#[derive(Debug)]
pub(super) struct Beside {
    path: PathBuf,
    target: PathBuf,
    lock: Option<File>,
    is_whole: bool,
}

impl Beside {
    /// Makes it, and clears away what a backup left that was cut off.
    pub fn begin(target: &Path) -> Result<Self, BackupError> {
        require_empty(target)?;
        let mut name = target.file_name().ok_or_else(|| BackupError::NotEmpty(target.to_owned()))?.to_owned();
        name.push(".part");
        let path = target.with_file_name(name);
        let unusable = |error| BackupError::file(&path, error);
        fs::create_dir_all(&path).map_err(unusable)?;
        for_this_user_only(&path).map_err(unusable)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK));
        let lock = lock.map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupError::Running(target.to_owned())),
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        let beside = Self { path, target: target.to_owned(), lock: Some(lock), is_whole: false };
        beside.clear().map_err(|error| BackupError::file(&beside.path, error))?;
        Ok(beside)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else if path.file_name().is_some_and(|name| name != LOCK) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Gives the folder its name: from here on it is a backup.
    pub fn finish(mut self) -> Result<(), BackupError> {
        // Windows renames no folder in which a file is open.
        self.lock = None;
        let done = fs::remove_file(self.path.join(LOCK))
            .and_then(|()| sync_folder(&self.path.join(LOCK)))
            .and_then(|()| if self.target.is_dir() { fs::remove_dir(&self.target) } else { Ok(()) })
            .and_then(|()| fs::rename(&self.path, &self.target))
            .and_then(|()| sync_folder(&self.target));
        done.map_err(|error| BackupError::file(&self.target, error))?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.is_whole {
            // What stays is called `.part`, and the next backup clears it away.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn require_empty(target: &Path) -> Result<(), BackupError> {
    match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(BackupError::NotEmpty(target.to_owned())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(BackupError::NotEmpty(target.to_owned()))
        }
        Err(error) => Err(BackupError::file(target, error)),
    }
}

/// Lets only this user enter a folder: keys lie in it.
pub(crate) fn for_this_user_only(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
