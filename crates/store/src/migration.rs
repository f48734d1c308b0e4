//! The schema of the file, as steps that each table adds to.

use rusqlite::Connection;

use crate::{StoreError, table};

/// `SSKp`: marks the file as a profile of this application.
const APPLICATION_ID: i32 = 0x5353_4b70;

/// One step of one table; a step that was released is never changed.
pub(crate) struct Migration {
    /// The schema that the step leads to, from 1; steps of one number run together.
    pub(crate) schema: u32,
    /// What it does.
    pub(crate) sql: &'static str,
}

/// Refuses files that are not ours or newer than this version; an empty file is a new profile.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let application: i32 = pragma(connection, "application_id")?;
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let found: u32 = pragma(connection, "user_version")?;
    if application != APPLICATION_ID && (application != 0 || objects != 0 || found != 0) {
        return Err(StoreError::Foreign);
    }
    let known = newest();
    if found > known { Err(StoreError::Newer { found: found.into(), known: known.into() }) } else { Ok(()) }
}

/// Brings the file to the newest schema, in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    ledger::migrate(&transaction)?;
    let found: u32 = pragma(&transaction, "user_version")?;
    if found < newest() {
        let mut steps: Vec<_> = table::migrations().filter(|step| step.schema > found).collect();
        steps.sort_by_key(|step| step.schema);
        steps.iter().try_for_each(|step| transaction.execute_batch(step.sql))?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", newest())?;
    }
    transaction.commit()?;
    Ok(())
}

fn newest() -> u32 {
    table::migrations().map(|step| step.schema).max().unwrap_or_default()
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}
