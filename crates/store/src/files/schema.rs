//! The SQLite file that holds files: its mark, its schema, its habits.

use rusqlite::Connection;

use crate::StoreError;

/// `SSKf`: marks the file as the files of this application.
const APPLICATION_ID: i32 = 0x5353_4b66;

/// The newest schema that this version knows; a schema that was released is never changed.
const NEWEST: u32 = 1;

const FIRST: &str = "
    CREATE TABLE file (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE part (
        file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (file, place)
    ) STRICT;
";

/// Refuses what is not ours or newer than this version; an empty file will hold new files.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let application: i32 = pragma(connection, "application_id")?;
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let found: u32 = pragma(connection, "user_version")?;
    if application != APPLICATION_ID && (application != 0 || objects != 0 || found != 0) {
        return Err(StoreError::Foreign);
    }
    if found > NEWEST {
        return Err(StoreError::Newer { found: found.into(), known: NEWEST.into() });
    }
    Ok(())
}

/// Sets what must be set before the first table is made, and how much is kept in memory: parts are
/// read once, in order, so that a large cache would only hold what nobody asks for again.
pub(super) fn prepare(connection: &Connection) -> Result<(), StoreError> {
    let found: u32 = pragma(connection, "user_version")?;
    if found == 0 {
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    connection.pragma_update(None, "cache_size", -4_096)?;
    Ok(())
}

/// Makes the tables where there are none.
pub(super) fn make(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    let found: u32 = pragma(&transaction, "user_version")?;
    if found < NEWEST {
        transaction.execute_batch(FIRST)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", NEWEST)?;
    }
    transaction.commit()?;
    Ok(())
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}
