//! What the relay needs of a database: SQLite for a school, another one for a district later.

mod sqlite;

pub(crate) use sqlite::{Beginning, SqliteStorage, is_present};

use ledger::{BlobRow, Counts, Page, PageRequest, Payloads, Quarantined, State};
use protocol::{
    Ack, BlobId, Checkpoint, ChunkHash, Code, Device, DeviceKey, DocId, DocumentLine, EnvId, Invite,
    InviteKey, JoinRequest, MemberId, Prepared, PushAnswer, RelayKey, Vector, WaitingJoin, WireReceipt,
};

/// Why the database could not do it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StorageError {
    /// No room is left.
    #[error("the disk is full")]
    Full,
    /// The log cannot be kept or read.
    #[error(transparent)]
    Ledger(ledger::LedgerError),
    /// A file cannot be kept or read.
    #[error("a file cannot be read or written: {0}")]
    File(std::io::Error),
    /// The writer has stopped.
    #[error("the relay is stopping")]
    Stopped,
}

impl From<ledger::LedgerError> for StorageError {
    fn from(error: ledger::LedgerError) -> Self {
        use rusqlite::ErrorCode;
        match &error {
            ledger::LedgerError::Sqlite(cause) if cause.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
                Self::Full
            }
            _ => Self::Ledger(error),
        }
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        ledger::LedgerError::from(error).into()
    }
}

impl From<std::io::Error> for StorageError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull { Self::Full } else { Self::File(error) }
    }
}

/// One thing to be written; each is done wholly or not at all.
#[derive(Debug)]
pub(crate) enum Write {
    /// Judges and places envelopes, in order.
    Push {
        /// The envelopes, or why one cannot be read.
        items: Vec<Result<Prepared, Code>>,
        /// The relay's clock.
        now: i64,
    },
    /// Keeps a session by its token's hash.
    Session {
        /// The hash.
        token: [u8; 32],
        /// Whose it is.
        device: DeviceKey,
        /// Until when, in milliseconds since 1970.
        until: i64,
        /// The relay's clock; sessions that are over go.
        now: i64,
    },
    /// Keeps a device's ack.
    Ack {
        /// Whose it is.
        device: DeviceKey,
        /// The ack, already checked.
        ack: Ack,
    },
    /// Notes that all of a file is here.
    BlobStored {
        /// The file.
        blob: BlobId,
        /// The relay's clock.
        now: i64,
    },
    /// Begins a new life of the log because of a checkpoint that this relay signed and its log does
    /// not bear out.
    Rewound {
        /// What the checkpoint says; its signature was checked.
        shown: Checkpoint,
        /// The relay's clock.
        now: i64,
    },
    /// Notes that a device has sent what a restored relay lacked.
    Synced {
        /// The device.
        device: DeviceKey,
        /// The relay's clock.
        now: i64,
    },
    /// Drops payloads that snapshots have stood for long enough.
    Compact {
        /// The relay's clock.
        now: i64,
    },
    /// Lets a machine wait until a registrar lets it in.
    Wait {
        /// What it asks, already checked.
        request: JoinRequest,
        /// The relay's clock.
        now: i64,
    },
    /// Forgets a machine that waits no more.
    Leave {
        /// The machine.
        device: DeviceKey,
    },
    /// Notes a failed proof for an invitation.
    InviteFailure {
        /// The invitation.
        invite: InviteKey,
    },
}

/// What a write answers.
#[derive(Debug)]
pub(crate) enum Written {
    /// The answers to a push, in its order.
    Pushed(Vec<PushAnswer>),
    /// It is done.
    Done,
    /// Too many wait already; nothing was kept.
    Full,
}

/// Which entries a page is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stretch {
    /// All.
    Log,
    /// All but what snapshots stand for.
    Abridged,
    /// What snapshots stand for.
    Covered(Payloads),
    /// Those of one document.
    Doc(DocId),
    /// Control entries.
    Control,
}

/// How much room files may take, in bytes; nothing where nobody said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quotas {
    /// Those of one member.
    pub member: Option<u64>,
    /// Those of one school.
    pub school: Option<u64>,
}

/// Whose room it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A member's.
    Member,
    /// The school's.
    School,
}

impl Whose {
    /// Names it as it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::School => "school",
        }
    }
}

/// Why a file has no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Over {
    /// Whose room is used up.
    pub whose: Whose,
    /// How large it is.
    pub limit: u64,
}

/// What a database holds, in numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// What the log holds.
    pub counts: Counts,
    /// Sessions that are not over.
    pub sessions: u64,
    /// Files that are stored whole.
    pub files: u64,
    /// Their bytes.
    pub file_bytes: u64,
    /// The size of the database.
    pub bytes: u64,
    /// Whether the log goes on after a restore.
    pub restored: bool,
}

/// The database of one school. Writes come from one thread; reads from any.
pub(crate) trait Storage: Send + Sync + std::fmt::Debug {
    /// Does all of them in one durable commit, and answers each in its order.
    fn write(&self, writes: &[Write]) -> Result<Vec<Written>, StorageError>;
    /// Says what the log is now.
    fn state(&self) -> Result<State, StorageError>;
    /// Gives the first bytes of the chain at a place.
    fn chain_at(&self, seq: u64) -> Result<Option<[u8; 8]>, StorageError>;
    /// Reads a stretch of the log as a device may.
    fn page(&self, stretch: Stretch, request: &PageRequest) -> Result<Page, StorageError>;
    /// Counts what there is, for whoever watches.
    fn figures(&self, now: i64) -> Result<Figures, StorageError>;
    /// Lists the documents that a member reads.
    fn documents(&self, member: MemberId) -> Result<Vec<DocumentLine>, StorageError>;
    /// Says whether an envelope has a place.
    fn holds(&self, envelope: EnvId) -> Result<bool, StorageError>;
    /// Says whether a member reads a document.
    fn reads(&self, member: MemberId, doc: DocId) -> Result<bool, StorageError>;
    /// Finds an active device.
    fn device(&self, device: DeviceKey) -> Result<Option<Device>, StorageError>;
    /// Says whether a device was ever in the log.
    fn has_known(&self, device: DeviceKey) -> Result<bool, StorageError>;
    /// Finds whose session a token's hash is.
    fn session(&self, token: &[u8; 32], now: i64) -> Result<Option<DeviceKey>, StorageError>;
    /// Finds an invitation and how many proofs for it failed.
    fn invite(&self, invite: InviteKey) -> Result<Option<(Invite, u64)>, StorageError>;
    /// Lists acks that moved after a count, and the count now.
    fn receipts(&self, since: u64) -> Result<(Vec<WireReceipt>, u64), StorageError>;
    /// Finds a file's manifest.
    fn blob(&self, blob: BlobId) -> Result<Option<BlobRow>, StorageError>;
    /// Says whether all of a file is here.
    fn blob_is_stored(&self, blob: BlobId) -> Result<bool, StorageError>;
    /// Says whose room a file would exceed; nothing where it has room, or lies here already.
    fn over_quota(&self, blob: BlobId, quotas: Quotas) -> Result<Option<Over>, StorageError>;
    /// Lists the documents that name a file.
    fn documents_naming(&self, blob: BlobId) -> Result<Vec<DocId>, StorageError>;
    /// Lists the files that have a chunk.
    fn blobs_with(&self, chunk: ChunkHash) -> Result<Vec<BlobId>, StorageError>;
    /// Lists what revoked devices sent past their cut, at most so many.
    fn quarantined(&self, limit: usize) -> Result<Vec<Quarantined>, StorageError>;
    /// Lists the keys of all relays that the log has named, the one of now first.
    fn relays(&self) -> Result<Vec<RelayKey>, StorageError>;
    /// Says whether a member keeps the list of members now.
    fn registers(&self, member: MemberId) -> Result<bool, StorageError>;
    /// Lists chunks that only erased files have.
    fn erased_chunks(&self) -> Result<Vec<ChunkHash>, StorageError>;
    /// Says which numbers of each author are kept.
    fn kept(&self) -> Result<Vector, StorageError>;
    /// Lists whose each device is.
    fn owners(&self) -> Result<Vec<(DeviceKey, MemberId)>, StorageError>;
    /// Says whether an active device belongs to a registrar.
    fn is_registrars(&self, device: DeviceKey) -> Result<bool, StorageError>;
    /// Says for how long the log has been being restored, in milliseconds; nothing where it is whole.
    /// Asked at every push, and answered without the file.
    fn recovering_for(&self, now: i64) -> Option<i64>;
    /// Says whether a checkpoint of this relay speaks of what is not in its log.
    fn contradicts(&self, shown: &Checkpoint) -> Result<bool, StorageError>;
    /// Says whether a machine waits with exactly this request, written down lately.
    fn is_noted(&self, request: &JoinRequest, now: i64) -> Result<bool, StorageError>;
    /// Lists the machines that wait until a registrar lets them in.
    fn waiting_joins(&self, now: i64) -> Result<Vec<WaitingJoin>, StorageError>;
    /// Brings everything into the main file, before a clean stop.
    fn settle(&self) -> Result<(), StorageError>;
}
