//! A school's log in one SQLite file: one writer, WAL, `synchronous=FULL`.

mod compact;
mod joins;
mod lives;
mod quota;
mod watching;
mod write;

pub(crate) use watching::is_present;

use super::{Figures, Over, Quotas, Storage, StorageError, Stretch, Write, Written};
use crate::clock;
use crate::fence::Found;
use ledger::{BlobRow, Ledger, LedgerError, Page, PageRequest, Quarantined, State};
use protocol::{
    Admission, BlobId, Checkpoint, ChunkHash, Cursor, Device, DeviceKey, DocId, DocumentLine, EnvId, Invite,
    InviteKey, JoinRequest, LogView, MemberId, Prepared, RelayKey, Role, SpaceId, Vector, WaitingJoin,
    WireReceipt, admit_prepared, limits, reads_document,
};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use write::write_one;

/// So many connections for reading are kept open.
const READERS: usize = 4;

/// The newest format of the relay's own tables.
const VERSION: i64 = STEPS.len() as i64;

/// What leads from each format to the next; a step that was released is never changed.
const STEPS: &[&str] = &[TABLES, lives::TABLES, joins::TABLES, compact::TABLES, quota::TABLES];

const TABLES: &str = "
CREATE TABLE relay_session (
    token BLOB PRIMARY KEY, device BLOB NOT NULL, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_session_device ON relay_session (device);
CREATE TABLE relay_blob (blob BLOB PRIMARY KEY, stored_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE relay_invite (invite BLOB PRIMARY KEY, failures INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// Whether a school is new, or had a log that was lost with its relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// It is new.
    New,
    /// It comes back from its members' machines.
    Again,
}

/// The file of one school.
#[derive(Debug)]
pub(crate) struct SqliteStorage {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// How many documents there are, counted once: their limit is judged at every `open`.
    documents: AtomicU64,
    /// Since when the log is being restored, by its table.
    recovering: Mutex<Option<i64>>,
}

impl SqliteStorage {
    /// Opens the file in a school's folder, makes it where it is missing, and brings its tables up
    /// to date.
    pub fn open(folder: &Path) -> Result<Self, StorageError> {
        let path = folder.join("relay.db");
        let writer = Connection::open(&path)?;
        writer.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -8000; PRAGMA busy_timeout = 10000;",
        )?;
        keep_plans(&writer)?;
        let storage = Self {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            documents: AtomicU64::new(0),
            recovering: Mutex::default(),
        };
        storage.migrate()?;
        storage.count_documents()?;
        storage.note_recovery(&storage.writer())?;
        Ok(storage)
    }

    fn migrate(&self) -> Result<(), StorageError> {
        let mut writer = self.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        ledger::migrate(&tx)?;
        tx.execute_batch("CREATE TABLE IF NOT EXISTS relay_version (version INTEGER NOT NULL) STRICT")?;
        let found: Option<i64> =
            tx.query_row("SELECT max(version) FROM relay_version", [], |row| row.get(0))?;
        let found = found.unwrap_or(0);
        if found > VERSION {
            return Err(LedgerError::TooNew { found, known: VERSION }.into());
        }
        for (version, step) in (1..).zip(STEPS).filter(|(version, _)| *version > found) {
            tx.execute_batch(step)?;
            tx.execute("INSERT INTO relay_version VALUES (?1)", [version])?;
        }
        quota::note_missing(&tx)?;
        Ok(tx.commit()?)
    }

    /// Begins a school's log with its genesis, in a random epoch.
    pub fn found(
        &self,
        space: SpaceId,
        genesis: &Prepared,
        beginning: Beginning,
    ) -> Result<Admission, StorageError> {
        let mut writer = self.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        ledger::begin(&tx, space, Some(genesis.id()))?;
        lives::begin(&tx, None, (beginning == Beginning::Again).then(clock::now))?;
        let admission = admit_prepared(genesis, &Ledger::placed(&tx))?;
        if admission == Admission::Admitted {
            ledger::place(&tx, genesis, &admission)?;
            tx.commit()?;
        }
        Ok(admission)
    }

    /// Begins a new epoch where the fence says that the end of the log was lost (section 11).
    pub fn check_fence(&self, found: Found) -> Result<(), StorageError> {
        let mut writer = self.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let state = ledger::state(&tx)?;
        let why = match found {
            Found::At(epoch, seq) if epoch == state.epoch && seq <= state.head => return Ok(()),
            Found::At(..) => "the database is older than its fence",
            Found::OfAnotherFile => "the database is a copy, perhaps of a backup",
            Found::Nowhere => "there is no fence",
        };
        tracing::warn!(space = %state.space, head = state.head, why, "a new epoch begins");
        let base = Cursor::at(state.epoch, state.head, &state.chain);
        lives::begin(&tx, Some(base), Some(clock::now()))?;
        tx.commit()?;
        self.note_recovery(&writer)
    }

    fn note_recovery(&self, conn: &Connection) -> Result<(), StorageError> {
        let since = lives::recovering(conn)?;
        *self.recovering.lock().unwrap_or_else(PoisonError::into_inner) = since;
        Ok(())
    }

    fn count_documents(&self) -> Result<(), StorageError> {
        let sql = "SELECT count(*) FROM log_document";
        let count: i64 = self.writer().query_row(sql, [], |row| row.get(0))?;
        self.documents.store(count as u64, Ordering::Relaxed);
        Ok(())
    }

    fn writer(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all(&self, writes: &[Write]) -> Result<Vec<Written>, StorageError> {
        let mut writer = self.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written =
            writes.iter().map(|write| write_one(&tx, write, &self.documents)).collect::<Result<_, _>>()?;
        tx.commit()?;
        if writes.iter().any(|write| matches!(write, Write::Rewound { .. } | Write::Synced { .. })) {
            self.note_recovery(&writer)?;
        }
        Ok(written)
    }

    /// Lends a connection for reading; all its look-ups see one state of the log.
    fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, StorageError> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => open_reader(&self.path)?,
        };
        let tx = reader.transaction()?;
        let answer = look(&tx);
        drop(tx);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS {
            readers.push(reader);
        }
        Ok(answer?)
    }
}

fn open_reader(path: &Path) -> Result<Connection, StorageError> {
    let reader = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    reader
        .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -2000; PRAGMA busy_timeout = 10000;")?;
    keep_plans(&reader)?;
    Ok(reader)
}

/// Has statements keep their plan: otherwise some are planned anew each time a value is bound.
fn keep_plans(conn: &Connection) -> Result<(), StorageError> {
    conn.set_prepared_statement_cache_capacity(64);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

impl Storage for SqliteStorage {
    fn write(&self, writes: &[Write]) -> Result<Vec<Written>, StorageError> {
        let written = self.write_all(writes);
        if written.is_err() {
            // What was counted of a commit that failed does not count.
            self.count_documents()?;
        }
        written
    }

    fn state(&self) -> Result<State, StorageError> {
        self.read(ledger::state)
    }

    fn chain_at(&self, seq: u64) -> Result<Option<[u8; 8]>, StorageError> {
        self.read(|conn| ledger::chain_at(conn, seq))
    }

    fn page(&self, stretch: Stretch, request: &PageRequest) -> Result<Page, StorageError> {
        self.read(|conn| match stretch {
            Stretch::Log => ledger::page(conn, request),
            Stretch::Abridged => ledger::abridged_page(conn, request),
            Stretch::Covered(payloads) => ledger::covered_page(conn, request, payloads),
            Stretch::Doc(doc) => ledger::doc_page(conn, request, doc),
            Stretch::Control => ledger::control_page(conn, request),
        })
    }

    fn figures(&self, now: i64) -> Result<Figures, StorageError> {
        self.read(|conn| watching::figures(conn, now))
    }

    fn documents(&self, member: MemberId) -> Result<Vec<DocumentLine>, StorageError> {
        self.read(|conn| ledger::documents_readable(conn, member))
    }

    fn holds(&self, envelope: EnvId) -> Result<bool, StorageError> {
        self.read(|conn| Ok(Ledger::placed(conn).standing(envelope)?.is_some()))
    }

    fn reads(&self, member: MemberId, doc: DocId) -> Result<bool, StorageError> {
        self.read(|conn| reads_document(member, doc, &Ledger::placed(conn)))
    }

    fn device(&self, device: DeviceKey) -> Result<Option<Device>, StorageError> {
        self.read(|conn| {
            let ledger = Ledger::placed(conn);
            let found = ledger.device(device)?.filter(|device| device.cut.is_none());
            match found {
                Some(device) if ledger.is_member(device.member)? => Ok(Some(device)),
                _ => Ok(None),
            }
        })
    }

    fn has_known(&self, device: DeviceKey) -> Result<bool, StorageError> {
        self.read(|conn| Ok(Ledger::placed(conn).device(device)?.is_some()))
    }

    fn session(&self, token: &[u8; 32], now: i64) -> Result<Option<DeviceKey>, StorageError> {
        self.read(|conn| {
            // One that would last longer than any session was opened while the clock was ahead.
            let sql = "SELECT device FROM relay_session WHERE token = ?1 AND until > ?2 AND until <= ?3";
            let latest = now.saturating_add(limits::SESSION_MS);
            let device = conn
                .prepare_cached(sql)?
                .query_row(params![token, now, latest], |row| row.get(0))
                .optional()?;
            Ok(device.map(DeviceKey::from_bytes))
        })
    }

    fn invite(&self, invite: InviteKey) -> Result<Option<(Invite, u64)>, StorageError> {
        self.read(|conn| {
            let Some(open) = Ledger::placed(conn).invite(invite)? else { return Ok(None) };
            let sql = "SELECT failures FROM relay_invite WHERE invite = ?1";
            let failures: Option<i64> =
                conn.prepare_cached(sql)?.query_row([invite.as_bytes()], |row| row.get(0)).optional()?;
            Ok(Some((open, failures.unwrap_or(0) as u64)))
        })
    }

    fn receipts(&self, since: u64) -> Result<(Vec<WireReceipt>, u64), StorageError> {
        self.read(|conn| ledger::acks_since(conn, since))
    }

    fn blob(&self, blob: BlobId) -> Result<Option<BlobRow>, StorageError> {
        self.read(|conn| ledger::blob(conn, blob))
    }

    fn blob_is_stored(&self, blob: BlobId) -> Result<bool, StorageError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT 1 FROM relay_blob WHERE blob = ?1")?;
            Ok(statement.exists([blob.as_bytes()])?)
        })
    }

    fn over_quota(&self, blob: BlobId, quotas: Quotas) -> Result<Option<Over>, StorageError> {
        self.read(|conn| quota::over(conn, blob, quotas))
    }

    fn documents_naming(&self, blob: BlobId) -> Result<Vec<DocId>, StorageError> {
        self.read(|conn| ledger::named_in(conn, blob))
    }

    fn blobs_with(&self, chunk: ChunkHash) -> Result<Vec<BlobId>, StorageError> {
        self.read(|conn| ledger::blobs_with_chunk(conn, chunk))
    }

    fn quarantined(&self, limit: usize) -> Result<Vec<Quarantined>, StorageError> {
        self.read(|conn| ledger::quarantined(conn, limit))
    }

    fn registers(&self, member: MemberId) -> Result<bool, StorageError> {
        self.read(|conn| {
            let grants = Ledger::placed(conn).grants(member)?;
            Ok(grants.iter().any(|grant| grant.role == Role::Registrar))
        })
    }

    fn relays(&self) -> Result<Vec<RelayKey>, StorageError> {
        self.read(ledger::relays)
    }

    fn erased_chunks(&self) -> Result<Vec<ChunkHash>, StorageError> {
        self.read(ledger::erased_chunks)
    }

    fn kept(&self) -> Result<Vector, StorageError> {
        self.read(ledger::kept)
    }

    fn owners(&self) -> Result<Vec<(DeviceKey, MemberId)>, StorageError> {
        let rows = self.read(ledger::devices)?;
        Ok(rows.into_iter().map(|row| (row.device, row.member)).collect())
    }

    fn is_registrars(&self, device: DeviceKey) -> Result<bool, StorageError> {
        self.read(|conn| lives::is_registrars(conn, device))
    }

    fn recovering_for(&self, now: i64) -> Option<i64> {
        let since = *self.recovering.lock().unwrap_or_else(PoisonError::into_inner);
        since.filter(|since| lives::goes_on(*since, now)).map(|since| now.saturating_sub(since))
    }

    fn contradicts(&self, shown: &Checkpoint) -> Result<bool, StorageError> {
        self.read(|conn| lives::contradicts(conn, shown))
    }

    fn is_noted(&self, request: &JoinRequest, now: i64) -> Result<bool, StorageError> {
        self.read(|conn| joins::is_noted(conn, request, now))
    }

    fn waiting_joins(&self, now: i64) -> Result<Vec<WaitingJoin>, StorageError> {
        self.read(|conn| joins::waiting(conn, now))
    }

    fn settle(&self) -> Result<(), StorageError> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
