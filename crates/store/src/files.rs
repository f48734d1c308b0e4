//! Files that lie in SQLite, for a host without a file system: the browser tab.
//!
//! A file is a row with its path and size, and parts of 256 KiB. What a call answered is durable,
//! a file is replaced or moved as a whole or not at all, and what was never written between two
//! written places reads as zeros. Folders are there as long as a file lies in them.
//!
//! Paths are text with `/` between their parts. Nothing here depends on the target, so that the
//! tests of every machine are tests of the tab.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::StoreError;
use crate::open::{configure, hold};

mod file;
mod part;
mod schema;

pub use file::File;

/// Pages that are given back at a time after something was removed: giving back may have to move
/// others, and nobody is to wait long for it. The next files use the rest.
const GIVEN_BACK: u32 = 1_024;
/// Pages of one step where everything is given back: on a full disk there is no room for a large one.
const STEP: u32 = 64;

/// The files of a host, in one SQLite file.
#[derive(Clone, Debug)]
pub struct Files {
    connection: Arc<Mutex<Connection>>,
}

/// What is expected of a file that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It is there, and stays as it is.
    There,
    /// It is there or is made; its bytes stay.
    Any,
    /// It is there or is made; it is empty then.
    Empty,
    /// It is not there, and is made.
    Absent,
}

/// A file as its row says.
#[derive(Clone, Copy)]
struct Row {
    id: i64,
    size: u64,
}

impl Files {
    /// Opens the SQLite file that holds the files, or makes it; nobody else may have it open.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        schema::check(&connection)?;
        schema::prepare(&connection)?;
        configure(&connection)?;
        schema::make(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Opens a file at its beginning.
    pub fn file(&self, path: &Path, expect: Expect) -> io::Result<File> {
        let path = key(path)?;
        let id = if expect == Expect::There {
            self.reading(|connection| Ok(find(connection, path)?.ok_or_else(not_found)?.id))?
        } else {
            self.writing(|connection| match (find(connection, path)?, expect) {
                (Some(_), Expect::Absent) => Err(io::Error::from(io::ErrorKind::AlreadyExists).into()),
                (Some(row), Expect::Empty) => part::set_size(connection, row.id, 0).map(|()| row.id),
                (Some(row), _) => Ok(row.id),
                (None, _) => insert(connection, path),
            })?
        };
        Ok(File::new(self.clone(), id))
    }

    /// Tells how many bytes a file has.
    pub fn size(&self, path: &Path) -> io::Result<u64> {
        let path = key(path)?;
        let row = self.reading(|connection| find(connection, path))?;
        row.map(|row| row.size).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Reads a whole file.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = key(path)?;
        let bytes = self.reading(|connection| {
            let row = find(connection, path)?.ok_or_else(not_found)?;
            let mut bytes = Vec::new();
            for place in 0..row.size.div_ceil(part::SIZE) {
                bytes.append(&mut part::read(connection, row.id, row.size, place)?);
            }
            Ok(bytes)
        })?;
        Ok(bytes)
    }

    /// Makes a file of these bytes, in place of the one that was there.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let path = key(path)?;
        self.writing(|connection| {
            delete(connection, path)?;
            let id = insert(connection, path)?;
            part::write(connection, id, 0, 0, bytes)
        })?;
        Ok(())
    }

    /// Moves a file in place of what was there, or a folder with everything in it to a free place.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (key(from)?, key(to)?);
        self.writing(|connection| {
            if from == to {
                return find(connection, from)?.map(drop).ok_or_else(not_found);
            }
            if find(connection, from)?.is_some() {
                delete(connection, to)?;
            }
            let sql = "UPDATE file SET path = ?2 || substr(path, length(?1) + 1)
                       WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')";
            if connection.execute(sql, params![from, to])? == 0 { Err(not_found()) } else { Ok(()) }
        })?;
        Ok(())
    }

    /// Removes a file.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        let path = key(path)?;
        let removed = self.writing(|connection| delete(connection, path))?;
        self.give_back(removed)
    }

    /// Removes everything in a folder.
    pub fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = key(folder)?;
        let removed = self.writing(|connection| {
            let sql = "DELETE FROM file WHERE path > ?1 || '/' AND path < ?1 || '0'";
            Ok(connection.execute(sql, [folder])?)
        })?;
        self.give_back(removed)
    }

    /// Removes everything in a folder and leaves nothing of it in the SQLite file; takes as long as
    /// moving what lies behind it.
    pub fn erase_folder(&self, folder: &Path) -> io::Result<()> {
        self.reading(|connection| {
            connection.pragma_update(None, "secure_delete", "ON")?;
            Ok(())
        })?;
        match self.remove_folder(folder) {
            Err(nothing) if nothing.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }?;
        self.reading(|connection| {
            let mut step = connection.prepare("PRAGMA incremental_vacuum")?;
            let mut pages = step.query([])?;
            while pages.next()?.is_some() {}
            Ok(())
        })?;
        Ok(())
    }

    /// Lists the names of what lies in a folder, files and folders, in order.
    pub fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let prefix = format!("{}/", key(folder)?);
        let end = format!("{}0", key(folder)?);
        let names = self.reading(|connection| {
            let mut next = connection.prepare_cached(
                "SELECT path FROM file WHERE path > ?1 AND path < ?2 ORDER BY path LIMIT 1",
            )?;
            let mut after = prefix.clone();
            let mut names = Vec::new();
            while let Some(path) = next.query_row([&after, &end], |row| row.get::<_, String>(0)).optional()? {
                let below = path.strip_prefix(&prefix).unwrap_or_default();
                let (name, is_folder) =
                    below.split_once('/').map_or((below, false), |(name, _)| (name, true));
                names.push(name.to_owned());
                // Behind a folder comes what is not in it: it is stepped over, however much it holds.
                after = if is_folder { format!("{prefix}{name}/{}", char::MAX) } else { path.clone() };
            }
            Ok(names)
        })?;
        Ok(names)
    }

    /// Copies every file that can be read to where others are kept; tells how many.
    pub fn rescue(&self, to: &Self) -> usize {
        let mut rescued = 0;
        let mut last = 0;
        // One after the other, by number: a damaged page ends a longer look at the list of files.
        while let Ok(Some((id, path))) = self.after(last) {
            last = id;
            let copied = self.read(Path::new(&path)).and_then(|bytes| to.write(Path::new(&path), &bytes));
            rescued += usize::from(copied.is_ok());
        }
        rescued
    }

    fn after(&self, last: i64) -> Result<Option<(i64, String)>, StoreError> {
        self.reading(|connection| {
            let mut next =
                connection.prepare_cached("SELECT id, path FROM file WHERE id > ?1 ORDER BY id LIMIT 1")?;
            Ok(next.query_row([last], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }

    /// Gives back everything that removed files took, in steps that need little room themselves.
    ///
    /// # Errors
    /// `InvalidData` where the whole is damaged.
    pub fn shrink(&self) -> io::Result<()> {
        self.reading(crate::check)?;
        loop {
            let free: u32 = self.reading(|connection| {
                Ok(connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?)
            })?;
            if free == 0 {
                return Ok(());
            }
            self.give_back_pages(free.min(STEP))?;
        }
    }

    fn reading<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&hold(&self.connection))
    }

    fn writing<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = hold(&self.connection);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    fn give_back(&self, removed: usize) -> io::Result<()> {
        if removed == 0 {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.give_back_pages(GIVEN_BACK)
    }

    fn give_back_pages(&self, count: u32) -> io::Result<()> {
        self.reading(|connection| {
            let mut step = connection.prepare(&format!("PRAGMA incremental_vacuum({count})"))?;
            let mut pages = step.query([])?;
            while pages.next()?.is_some() {}
            Ok(())
        })?;
        Ok(())
    }
}

fn key(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a path that is no text"))
}

fn not_found() -> StoreError {
    StoreError::Io(io::ErrorKind::NotFound.into())
}

fn find(connection: &Connection, path: &str) -> Result<Option<Row>, StoreError> {
    let mut query = connection.prepare_cached("SELECT id, size FROM file WHERE path = ?1")?;
    let row = query.query_row([path], |row| {
        let size: i64 = row.get(1)?;
        Ok(Row { id: row.get(0)?, size: size as u64 })
    });
    Ok(row.optional()?)
}

fn insert(connection: &Connection, path: &str) -> Result<i64, StoreError> {
    connection.prepare_cached("INSERT INTO file (path, size) VALUES (?1, 0)")?.execute([path])?;
    Ok(connection.last_insert_rowid())
}

fn delete(connection: &Connection, path: &str) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached("DELETE FROM file WHERE path = ?1")?.execute([path])?)
}

#[cfg(test)]
mod tests;
