//! Encrypting a book that is not, and looking into one from outside.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::open::{check, connect, give_key};
use crate::{Lock, StoreError};

/// How a SQLite file begins that nobody encrypted; an encrypted one begins with randomness.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// Whether a book lies there as everybody can read it; one of no bytes is not encrypted yet either.
#[allow(clippy::disallowed_methods, reason = "the file is this crate's")]
pub fn is_plain(path: &Path) -> Result<bool, StoreError> {
    let mut start = Vec::new();
    File::open(path)?.take(PLAIN.len() as u64).read_to_end(&mut start)?;
    Ok(start.is_empty() || start == PLAIN)
}

/// Encrypts a book whose lock is held: a copy is made beside it, `finish` has the last word in that,
/// and only a whole one takes its place. Whatever is cut off in between leaves the book as it was.
pub fn seal<E: From<StoreError>>(
    _held: &Lock,
    path: &Path,
    key: &[u8; 32],
    finish: impl FnOnce(&Connection) -> Result<(), E>,
) -> Result<(), E> {
    let beside = path.with_extension("sealing");
    let sealed = remove_with_journals(&beside).and_then(|()| copy(path, &beside, key));
    let done = sealed.map_err(E::from).and_then(|()| {
        let mut copy = connect(&beside, Some(key))?;
        let transaction = copy.transaction().map_err(StoreError::from)?;
        finish(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        check(&copy)?;
        Ok(())
    });
    if done.is_err() {
        // What cannot be removed is overwritten by the next attempt.
        let _ = remove_with_journals(&beside);
        return done;
    }
    take_place(&beside, path).map_err(|failure| StoreError::from(failure).into())
}

/// Opens a book to read it beside whoever has it open: for tests, and for who mends things.
pub fn look_into(path: &Path, key: Option<&[u8; 32]>) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    give_key(&connection, key)?;
    Ok(connection)
}

/// A key as SQLCipher takes it without deriving another one from it.
pub(crate) fn literal(key: &[u8; 32]) -> String {
    let mut text = String::with_capacity(67);
    text.push_str("x'");
    for byte in key {
        // A string takes whatever is written into it.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\'');
    text
}

/// Writes everything of a plain book into an encrypted one. The plain one's log goes into it and away
/// first: left behind, it would lie beside a file that is not its own.
fn copy(plain: &Path, sealed: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
    let book = Connection::open(plain)?;
    book.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    let number = |name: &str| book.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, schema) = (number("application_id")?, number("user_version")?);
    book.execute("ATTACH DATABASE ?1 AS sealed KEY ?2", [&*sealed.to_string_lossy(), &literal(key)])?;
    book.query_row("SELECT sqlcipher_export('sealed')", [], |_| Ok(()))?;
    book.pragma_update(Some("sealed"), "application_id", application)?;
    book.pragma_update(Some("sealed"), "user_version", schema)?;
    book.execute("DETACH DATABASE sealed", [])?;
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the files are this crate's")]
fn take_place(beside: &Path, path: &Path) -> std::io::Result<()> {
    // On some systems only who may write may sync.
    File::options().read(true).write(true).open(beside)?.sync_all()?;
    std::fs::rename(beside, path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the files are this crate's")]
fn remove_with_journals(path: &Path) -> Result<(), StoreError> {
    for end in ["", "-journal", "-wal", "-shm"] {
        let name = PathBuf::from(format!("{}{end}", path.display()));
        match std::fs::remove_file(name) {
            Err(failure) if failure.kind() != ErrorKind::NotFound => return Err(failure.into()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
