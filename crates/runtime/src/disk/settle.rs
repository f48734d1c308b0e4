//! Profiles in a tab: a database in the browser's pool, and a mark where its file would lie.
//!
//! The pool cannot rename, so that a profile has its last name in the pool from the beginning; only
//! its folder begins with a dot until it is whole. A killed worker may leave either without the
//! other, and the pool has few places.

use std::io;
use std::path::{Path, PathBuf};

use store::files::Files;

use crate::profile;

/// What a database of the pool is called: as its file, without the dot of a profile in the making.
pub fn database_name(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().replace("/.", "/"))
}

/// Throws away profiles whose making never ended, and marks every other one that was found: a
/// database counts, whatever became of the files.
pub fn settle(
    files: &Files,
    profiles: &Path,
    found: &[String],
    mut forget: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut forgotten = Vec::new();
    for name in files.list(profiles)?.iter().filter(|name| name.starts_with('.')) {
        let unfinished = profiles.join(name);
        let database = database_name(&profile::file(&unfinished));
        if files.size(&database).is_err() {
            for one in found.iter().filter(|one| is_of(one, &database)) {
                forget(one)?;
            }
            forgotten.push(database);
        }
        // Last: until then the next start finds what is left.
        files.remove_folder(&unfinished)?;
    }
    for path in found.iter().map(Path::new) {
        let of_a_profile = path.parent().is_some_and(|folder| {
            folder.parent() == Some(profiles) && profile::file(folder).as_path() == path
        });
        // The pool cannot rename: a profile that lies aside has its database where it was.
        let lies_aside = aside_of(path).is_some_and(|mark| files.size(&mark).is_ok());
        let is_gone = lies_aside || forgotten.iter().any(|one| one.as_path() == path);
        if of_a_profile && !is_gone && files.size(path).is_err() {
            files.write(path, &[])?;
        }
    }
    Ok(())
}

/// Where the mark of a database lies once its profile was put aside.
fn aside_of(database: &Path) -> Option<PathBuf> {
    let folder = database.parent()?;
    let home = folder.parent()?.parent()?;
    Some(profile::file(&profile::aside(home).join(folder.file_name()?)))
}

/// Whether a file of the pool is a database or its journal.
fn is_of(name: &str, database: &Path) -> bool {
    name.strip_prefix(&*database.to_string_lossy()).is_some_and(|rest| matches!(rest, "" | "-journal"))
}

#[cfg(test)]
mod tests;
