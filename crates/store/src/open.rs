use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::lock::Lock;
use crate::{StoreError, migration};

/// Sổ trên máy: one profile's file, held by this process alone.
///
/// On native hosts reads have a connection of their own and never wait for a transaction; in a
/// browser tab there is one connection for both, since SQLite's files there know no locks between
/// connections. Neither a read nor a transaction may be begun inside another one.
#[derive(Debug)]
pub struct Store {
    writer: Mutex<Connection>,
    #[cfg(not(target_arch = "wasm32"))]
    reader: Mutex<Connection>,
    _lock: Lock,
}

impl Store {
    /// Opens the file and brings it to the newest schema, or makes it; its folder must exist.
    ///
    /// A file whose last use did not end by [`Store::close`] or a drop is checked wholly. A tab never
    /// closes: the browser ends its worker, the journal takes back what was half done, and a check
    /// would be the longest part of every start. Damage is told there when it is met.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_held(Lock::take(path)?, path, None)
    }

    /// Does the same with a file whose lock is held already, encrypted with a key where there is one.
    pub fn open_held(lock: Lock, path: &Path, key: Option<&[u8; 32]>) -> Result<Self, StoreError> {
        let mut writer = connect(path, key)?;
        migration::check(&writer)?;
        configure(&writer)?;
        if cfg!(not(target_arch = "wasm32")) && !was_closed(&writer)? {
            check(&writer)?;
        }
        migration::migrate(&mut writer)?;
        match mark(&writer, Use::Open) {
            // What is there can be read; a check that is left out later is the lesser harm.
            Ok(()) | Err(StoreError::DiskFull) => {}
            Err(other) => return Err(other),
        }
        Ok(Self {
            #[cfg(not(target_arch = "wasm32"))]
            reader: Mutex::new(open_reader(path, key)?),
            _lock: lock,
            writer: Mutex::new(writer),
        })
    }

    /// Does `work` as a whole or not at all; what it wrote is durable when this returns.
    pub fn transaction<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = hold(&self.writer);
        let transaction =
            writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// Reads one state of the file, whatever is written meanwhile.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        #[cfg(not(target_arch = "wasm32"))]
        let mut reader = hold(&self.reader);
        #[cfg(target_arch = "wasm32")]
        let mut reader = hold(&self.writer);
        let snapshot = reader.transaction().map_err(StoreError::from)?;
        work(&snapshot)
    }

    /// Takes copies of what was erased out of SQLite's own files beside the book.
    pub fn leave_no_trace(&self) -> Result<(), StoreError> {
        // In a tab the journal is emptied at the end of every transaction.
        if cfg!(not(target_arch = "wasm32")) {
            hold(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Closes the file; dropping does the same and says nothing of errors.
    pub fn close(self) -> Result<(), StoreError> {
        mark(&hold(&self.writer), Use::Closed)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A mark that could not be written costs one check at the next start, and nothing else.
        let _ = mark(&hold(&self.writer), Use::Closed);
    }
}

/// Looks through the whole file of a connection for damage.
pub fn check(connection: &Connection) -> Result<(), StoreError> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(StoreError::damaged(answer)) }
}

/// Bytes that the file of a connection takes.
pub fn bytes(connection: &Connection) -> Result<u64, StoreError> {
    // The size of an encrypted file's pages is told as text.
    let sql = "SELECT page_count * CAST(page_size AS INTEGER) FROM pragma_page_count, pragma_page_size";
    Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))? as u64)
}

/// A panic in a transaction rolled it back when the transaction was dropped: the connection is sound.
pub(crate) fn hold(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes of its journal that a tab keeps between transactions: where nothing can grow any more, what
/// is removed still has room to be noted.
const JOURNAL: u32 = 512 << 10;

/// What is committed is durable. A tab's files have no shared memory, so no write-ahead log.
pub(crate) fn configure(connection: &Connection) -> Result<(), StoreError> {
    if cfg!(target_arch = "wasm32") {
        connection.pragma_update_and_check(None, "journal_mode", "PERSIST", |_| Ok(()))?;
        connection.pragma_update_and_check(None, "journal_size_limit", JOURNAL, |_| Ok(()))?;
    } else {
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    // Statements keep their plan: otherwise some are planned anew each time a value is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Opens a connection; of an encrypted file nothing can be read before its key is given.
pub(crate) fn connect(path: &Path, key: Option<&[u8; 32]>) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    give_key(&connection, key)?;
    Ok(connection)
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn give_key(connection: &Connection, key: Option<&[u8; 32]>) -> Result<(), StoreError> {
    let Some(key) = key else { return Ok(()) };
    // It would write into the terminal what its errors say anyway.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    Ok(connection.pragma_update(None, "key", crate::sealing::literal(key))?)
}

/// A browser's SQLite knows no keys: nobody has one to give.
#[cfg(target_arch = "wasm32")]
fn give_key(_: &Connection, key: Option<&[u8; 32]>) -> Result<(), StoreError> {
    if key.is_none() { Ok(()) } else { Err(StoreError::Foreign) }
}

#[cfg(not(target_arch = "wasm32"))]
fn open_reader(path: &Path, key: Option<&[u8; 32]>) -> Result<Connection, StoreError> {
    let reader = connect(path, key)?;
    configure(&reader)?;
    reader.pragma_update(None, "query_only", "ON")?;
    Ok(reader)
}

/// Whether the file is being used; a file found `Open` was not closed.
#[derive(Clone, Copy)]
enum Use {
    Closed = 0,
    Open = 1,
}

fn was_closed(connection: &Connection) -> Result<bool, StoreError> {
    let there: bool =
        connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'file_use'", [], |row| row.get(0))?;
    if !there {
        return Ok(false);
    }
    Ok(connection.query_row("SELECT count(*) = 0 FROM file_use WHERE open = 1", [], |row| row.get(0))?)
}

fn mark(connection: &Connection, state: Use) -> Result<(), StoreError> {
    connection.execute("CREATE TABLE IF NOT EXISTS file_use (open INTEGER NOT NULL)", [])?;
    if connection.execute("UPDATE file_use SET open = ?1", [state as i64])? == 0 {
        connection.execute("INSERT INTO file_use (open) VALUES (?1)", [state as i64])?;
    }
    Ok(())
}
