//! Why the ledger cannot do what it is asked.

/// Why the ledger cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// SQLite refused: a broken, full or locked disk, or a damaged file.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The database was written by a newer version of the program.
    #[error("the log has format {found}, and this program knows formats up to {known}")]
    TooNew {
        /// The format found.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// A row holds what was never written.
    #[error("the log is damaged: {0}")]
    Corrupt(&'static str),
    /// The log was not begun for a school.
    #[error("the log belongs to no school yet")]
    NotBegun,
}
