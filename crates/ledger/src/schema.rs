//! The tables, all called `log_…`, and their migration.
//!
//! `at` is an entry's place: its `seq`, or a number from 2^62 up while it waits to be sent. What an
//! entry changes holds for places above its own; `…_to` is the place of the entry that ends it.

use crate::LedgerError;
use rusqlite::Connection;

/// The newest format of the tables.
pub const VERSION: i64 = STEPS.len() as i64;

/// What leads from each format to the next; a step that was released is never changed.
const STEPS: &[&str] = &[FIRST, SECOND, THIRD];

const FIRST: &str = "
CREATE TABLE log_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    space BLOB NOT NULL,
    genesis BLOB,
    epoch BLOB NOT NULL,
    base BLOB,
    head INTEGER NOT NULL,
    chain BLOB NOT NULL,
    recovery BLOB,
    cursor BLOB,
    checkpoint BLOB,
    checkpoint_sig BLOB,
    ack_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE log_envelope (
    at INTEGER PRIMARY KEY,
    env_id BLOB NOT NULL UNIQUE,
    status INTEGER NOT NULL,
    code TEXT,
    kind INTEGER NOT NULL,
    verb INTEGER NOT NULL,
    doc BLOB NOT NULL,
    about BLOB,
    author BLOB NOT NULL,
    aseq INTEGER NOT NULL,
    ts INTEGER NOT NULL,
    chain BLOB,
    sig BLOB NOT NULL,
    header BLOB NOT NULL,
    payload BLOB
) STRICT;
CREATE UNIQUE INDEX log_envelope_author ON log_envelope (author, aseq);
CREATE INDEX log_envelope_doc ON log_envelope (doc, at);
CREATE INDEX log_envelope_about ON log_envelope (about, at) WHERE about IS NOT NULL;
CREATE INDEX log_envelope_control ON log_envelope (at) WHERE kind = 3;
CREATE TABLE log_change (
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    doc BLOB NOT NULL,
    actor BLOB,
    seq INTEGER,
    effective INTEGER NOT NULL,
    PRIMARY KEY (hash, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_change_actor ON log_change (doc, actor, seq) WHERE effective = 1;
CREATE TABLE log_member (
    member BLOB NOT NULL,
    at INTEGER NOT NULL,
    at_to INTEGER,
    PRIMARY KEY (member, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_device (
    device BLOB PRIMARY KEY,
    member BLOB NOT NULL,
    box_key BLOB NOT NULL,
    at INTEGER NOT NULL,
    cut INTEGER,
    cut_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX log_device_member ON log_device (member);
CREATE TABLE log_grant (
    member BLOB NOT NULL,
    role INTEGER NOT NULL,
    scope BLOB,
    first_day INTEGER,
    last_day INTEGER,
    at INTEGER NOT NULL,
    at_to INTEGER
) STRICT;
CREATE INDEX log_grant_member ON log_grant (member);
CREATE INDEX log_grant_role ON log_grant (role, scope);
CREATE TABLE log_invite (
    invite BLOB PRIMARY KEY,
    opener BLOB NOT NULL,
    member BLOB,
    expires INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    auto INTEGER NOT NULL,
    at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE log_join (
    invite BLOB NOT NULL,
    device BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (invite, device)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_relay (
    at INTEGER PRIMARY KEY,
    relay BLOB NOT NULL,
    relay_box BLOB NOT NULL,
    tls BLOB NOT NULL
) STRICT;
CREATE TABLE log_document (
    doc BLOB PRIMARY KEY,
    class INTEGER NOT NULL,
    department BLOB,
    opener BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE log_audience (
    doc BLOB NOT NULL,
    at INTEGER NOT NULL,
    audience INTEGER NOT NULL,
    PRIMARY KEY (doc, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_writer (
    doc BLOB NOT NULL,
    member BLOB NOT NULL,
    role INTEGER NOT NULL,
    at INTEGER NOT NULL,
    at_to INTEGER,
    PRIMARY KEY (doc, member, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_appointment (
    member BLOB NOT NULL,
    role INTEGER NOT NULL,
    round BLOB NOT NULL,
    initiative BLOB,
    at INTEGER NOT NULL,
    PRIMARY KEY (member, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_opened (
    round BLOB NOT NULL,
    at INTEGER NOT NULL,
    initiative BLOB,
    PRIMARY KEY (round, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_blob (
    blob BLOB NOT NULL,
    at INTEGER NOT NULL,
    doc BLOB NOT NULL,
    erased_at INTEGER,
    PRIMARY KEY (blob, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_blob_doc ON log_blob (doc, at);
CREATE TABLE log_chunk (
    chunk BLOB NOT NULL,
    blob BLOB NOT NULL,
    PRIMARY KEY (chunk, blob)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_ack (
    device BLOB PRIMARY KEY,
    cursor BLOB NOT NULL,
    sig BLOB NOT NULL,
    moved INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX log_ack_moved ON log_ack (moved);
CREATE TABLE log_skipped (
    author BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (author, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_quarantine (
    env_id BLOB PRIMARY KEY,
    author BLOB NOT NULL,
    aseq INTEGER NOT NULL,
    received INTEGER NOT NULL,
    sig BLOB NOT NULL,
    header BLOB NOT NULL,
    payload BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX log_quarantine_author ON log_quarantine (author, aseq);
";

/// Which envelopes of revoked devices were taken back; the place that an envelope had in a life of the
/// relay's log that ended, and that waits for a new one.
const SECOND: &str = "
CREATE TABLE log_readmitted (
    env_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (env_id, at)
) STRICT, WITHOUT ROWID;
ALTER TABLE log_envelope ADD COLUMN former INTEGER;
";

/// Which snapshots there are, and up to which place they cover; what a snapshot says of changes whose
/// envelopes are not here; documents to be fetched from their beginning, because one said what is not so.
const THIRD: &str = "
CREATE TABLE log_snapshot (
    doc BLOB NOT NULL,
    at INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    PRIMARY KEY (doc, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_vouched (
    doc BLOB NOT NULL,
    hash BLOB NOT NULL,
    actor BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (doc, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_wanted (doc BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE INDEX log_vouched_actor ON log_vouched (doc, actor, seq);
CREATE INDEX log_change_abridged ON log_change (doc) WHERE actor IS NULL AND effective = 1;
";

/// Brings the tables to this program's format; does nothing where they have it.
///
/// Refuses tables of a newer format and leaves them as they are.
pub fn migrate(conn: &Connection) -> Result<(), LedgerError> {
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch("CREATE TABLE IF NOT EXISTS log_version (version INTEGER NOT NULL) STRICT;")?;
    let found: Option<i64> =
        crate::sql::one(conn, "SELECT max(version) FROM log_version", [], |row| row.get(0))?.flatten();
    let found = found.unwrap_or(0);
    if found > VERSION {
        return Err(LedgerError::TooNew { found, known: VERSION });
    }
    for (version, step) in (1..).zip(STEPS).filter(|(version, _)| *version > found) {
        conn.execute_batch(step)?;
        conn.execute("INSERT INTO log_version (version) VALUES (?1)", [version])?;
    }
    Ok(())
}
