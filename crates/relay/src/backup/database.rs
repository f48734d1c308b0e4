//! A school's database, copied as it was at one moment.

use super::{BackupError, sync_file};
use ledger::LedgerError;
use protocol::{BlobId, ChunkHash, SpaceId};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The file of one school.
pub(crate) const DATABASE: &str = "relay.db";
/// How often a database that is busy is asked again, and how long between.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// What a copied log says.
pub(super) struct Log {
    pub entries: u64,
    pub files: usize,
    /// The chunks of every file that it calls stored.
    pub chunks: BTreeSet<ChunkHash>,
}

/// Copies the database of a school's folder, in place of an earlier copy.
pub(super) fn copy(space: SpaceId, from: &Path, to: &Path) -> Result<Log, BackupError> {
    let (from, to) = (from.join(DATABASE), to.join(DATABASE));
    match fs::remove_file(&to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(BackupError::file(&to, error));
        }
        _ => {}
    }
    let failed = |error: LedgerError| match &error {
        LedgerError::Sqlite(cause) if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) => {
            BackupError::Full(to.clone())
        }
        _ => BackupError::Database { space, error },
    };
    copy_pages(&from, &to).map_err(|error| failed(error.into()))?;
    sync_file(&to).map_err(|error| BackupError::file(&to, error))?;
    read(&to).map_err(failed)
}

/// Copies a database in one step, which is one moment of it.
pub(crate) fn copy_pages(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let source = Connection::open_with_flags(
        from,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    source.busy_timeout(Duration::from_secs(10))?;
    let mut copy = Connection::open(to)?;
    // Until its folder has its name nobody reads it, so it needs no journal; it is synced at the end.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    let pages = Backup::new(&source, &mut copy)?;
    // All in one step is one moment, and whoever writes meanwhile does not wait.
    for _ in 0..TRIES {
        if pages.step(-1)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None))
}

fn read(copy: &Path) -> Result<Log, LedgerError> {
    let conn = open_still(copy)?;
    let entries = ledger::state(&conn)?.head;
    let (mut files, mut chunks) = (0, BTreeSet::new());
    for blob in stored_files(&conn)? {
        if let Some(row) = ledger::blob(&conn, blob)?.filter(|row| !row.erased) {
            files += 1;
            chunks.extend(row.manifest.chunks);
        }
    }
    Ok(Log { entries, files, chunks })
}

/// Lists the files that a database calls stored, erased ones too.
pub(crate) fn stored_files(conn: &Connection) -> rusqlite::Result<Vec<BlobId>> {
    let mut statement = conn.prepare("SELECT blob FROM relay_blob ORDER BY blob")?;
    let blobs = statement.query_map([], |row| row.get(0).map(BlobId::from_bytes))?;
    blobs.collect()
}

/// Opens a database that nobody writes, and leaves nothing beside it.
pub(crate) fn open_still(path: &Path) -> rusqlite::Result<Connection> {
    let mut address = String::from("file:");
    if cfg!(windows) {
        address.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                address.push(char::from(*byte));
            }
            other => {
                let _ = write!(address, "%{other:02x}");
            }
        }
    }
    address.push_str("?mode=ro&immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(address, flags)
}
