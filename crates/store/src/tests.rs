use std::path::PathBuf;

use protocol::DocId;
use rstest::rstest;
use rusqlite::Connection;

use crate::{Store, StoreError, blob, card, refused, setting};

/// A connection to an empty profile in memory, for tests of tables.
pub(crate) fn empty() -> Connection {
    let mut connection = Connection::open_in_memory().expect("memory");
    connection.pragma_update(None, "foreign_keys", "ON").expect("a known pragma");
    crate::migration::migrate(&mut connection).expect("an empty file takes every migration");
    connection
}

struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("so.db")
    }

    fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.file())
    }
}

fn set_school(store: &Store, name: &str) -> Result<(), StoreError> {
    store.transaction(|tx| setting::set(tx, setting::Key::School, name))
}

fn school(store: &Store) -> Option<String> {
    store.read(|db| setting::get(db, setting::Key::School)).expect("readable")
}

#[test]
fn what_was_committed_is_there_after_a_restart() {
    let folder = Folder::new();
    set_school(&folder.open().expect("new"), "THCS An Bình").expect("saved");

    assert_eq!(school(&folder.open().expect("again")).as_deref(), Some("THCS An Bình"));
}

#[test]
fn a_failed_transaction_keeps_nothing() {
    let store = Folder::new();
    let store = store.open().expect("new");

    let failed = store.transaction(|tx| {
        setting::set(tx, setting::Key::School, "A")?;
        Err::<(), _>(StoreError::DiskFull)
    });

    assert!(matches!(failed, Err(StoreError::DiskFull)));
    assert_eq!(school(&store), None);
}

#[test]
fn a_panic_in_a_transaction_keeps_nothing_and_the_store_usable() {
    let folder = Folder::new();
    let store = folder.open().expect("new");
    let broke = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.transaction(|tx| -> Result<(), StoreError> {
            setting::set(tx, setting::Key::School, "A")?;
            panic!("in the middle")
        })
    }));

    assert!(broke.is_err());
    assert_eq!(school(&store), None);
    set_school(&store, "B").expect("goes on");
}

#[test]
fn a_second_copy_is_refused_until_the_first_closes() {
    let folder = Folder::new();
    let first = folder.open().expect("new");

    assert!(matches!(folder.open(), Err(StoreError::InUse)));
    first.close().expect("closed");
    assert!(folder.open().is_ok());
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_untouched() {
    let folder = Folder::new();
    drop(folder.open().expect("new"));
    let connection = Connection::open(folder.file()).expect("open");
    connection.pragma_update(None, "user_version", 9_000).expect("set");
    drop(connection);
    let before = std::fs::read(folder.file()).expect("bytes");

    assert!(matches!(folder.open(), Err(StoreError::Newer { found: 9_000, .. })));
    assert_eq!(std::fs::read(folder.file()).expect("bytes"), before);
}

#[test]
fn another_applications_database_is_refused_and_untouched() {
    let folder = Folder::new();
    let connection = Connection::open(folder.file()).expect("open");
    connection.execute_batch("CREATE TABLE theirs (x)").expect("made");
    drop(connection);
    let before = std::fs::read(folder.file()).expect("bytes");

    assert!(matches!(folder.open(), Err(StoreError::Foreign)));
    assert_eq!(std::fs::read(folder.file()).expect("bytes"), before);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = Folder::new();
    std::fs::write(folder.file(), "không phải cơ sở dữ liệu ".repeat(100)).expect("written");

    assert!(matches!(folder.open(), Err(StoreError::Foreign)));
}

#[test]
fn damage_is_found_when_the_last_use_was_cut_off() {
    let folder = Folder::new();
    let store = folder.open().expect("new");
    for key in setting::Key::ALL {
        store.transaction(|tx| setting::set(tx, *key, &"x".repeat(3_000))).expect("saved");
    }
    drop(store);
    let connection = Connection::open(folder.file()).expect("open");
    connection
        .execute_batch("UPDATE file_use SET open = 1; PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("cut off");
    drop(connection);
    let mut bytes = std::fs::read(folder.file()).expect("bytes");
    let (half, all) = (bytes.len() / 2, bytes.len());
    bytes[half..all - 4096].fill(0xAA);
    std::fs::write(folder.file(), bytes).expect("written");

    assert!(matches!(folder.open(), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_written() {
    let folder = Folder::new();
    let store = folder.open().expect("new");
    let full = store.transaction(|tx| {
        tx.pragma_update(None, "max_page_count", 1)?;
        setting::set(tx, setting::Key::School, &"x".repeat(1_000_000))
    });

    assert!(matches!(full, Err(StoreError::DiskFull)));
    assert_eq!(school(&store), None);
}

/// Lets the file grow to so many pages, as a disk does; it does not become smaller than it is.
fn has_room_for(store: &Store, pages: u32) {
    let limited = store.transaction(|tx| -> Result<(), StoreError> {
        tx.pragma_update(None, "max_page_count", pages)?;
        Ok(())
    });
    limited.expect("a limit needs no room");
}

#[test]
fn on_a_full_disk_what_was_saved_is_read_and_the_same_change_succeeds_once_there_is_room() {
    let folder = Folder::new();
    let store = folder.open().expect("new");
    set_school(&store, "A").expect("saved");
    let change = |tx: &Connection| -> Result<(), StoreError> {
        setting::set(tx, setting::Key::School, "B")?;
        card::save(tx, DocId::ZERO, &"x".repeat(1_000_000))
    };
    let has_card = || store.read(|db| card::load(db, DocId::ZERO)).expect("readable").is_some();

    has_room_for(&store, 1);
    assert!(matches!(store.transaction(change), Err(StoreError::DiskFull)));
    assert_eq!((school(&store).as_deref(), has_card()), (Some("A"), false));

    has_room_for(&store, 100_000);
    store.transaction(change).expect("there is room");
    assert_eq!((school(&store).as_deref(), has_card()), (Some("B"), true));
}

#[test]
fn a_folder_that_is_not_there_cannot_be_written() {
    let path = PathBuf::from("/proc/so.db");

    assert!(matches!(Store::open(&path), Err(StoreError::ReadOnly | StoreError::Io(_))));
}

#[rstest]
#[case::permission_denied(std::io::ErrorKind::PermissionDenied)]
#[case::read_only_file_system(std::io::ErrorKind::ReadOnlyFilesystem)]
fn a_folder_that_cannot_be_written_is_told(#[case] kind: std::io::ErrorKind) {
    assert!(matches!(StoreError::from(std::io::Error::from(kind)), StoreError::ReadOnly));
}

#[test]
fn a_read_sees_one_state_and_does_not_wait_for_a_writer() {
    let folder = Folder::new();
    let store = folder.open().expect("new");
    set_school(&store, "A").expect("saved");

    let seen = store
        .transaction(|tx| -> Result<_, StoreError> {
            setting::set(tx, setting::Key::School, "B")?;
            std::thread::scope(|scope| Ok(scope.spawn(|| school(&store)).join().expect("no panic")))
        })
        .expect("saved");

    assert_eq!(seen.as_deref(), Some("A"), "B was not committed yet");
    assert_eq!(school(&store).as_deref(), Some("B"));
}

/// Books as earlier versions left them.
const SCHEMA_1: &str = include_str!("../fixtures/schema-1.sql");
const SCHEMA_2: &str = include_str!("../fixtures/schema-2.sql");

#[rstest]
#[case::schema_1(SCHEMA_1, 1)]
#[case::schema_2(SCHEMA_2, 2)]
fn an_older_book_opens_with_everything_in_it(#[case] book: &str, #[case] schema: u32) {
    let folder = Folder::new();
    let older = Connection::open(folder.file()).expect("open");
    older.execute_batch(book).expect("as it was");
    let found: u32 = older.pragma_query_value(None, "user_version", |row| row.get(0)).expect("readable");
    assert_eq!(found, schema);
    drop(older);

    let store = folder.open().expect("it is brought to today's schema");
    assert_eq!(school(&store).as_deref(), Some("THCS An Bình"));
    let (spare, only_here, refused) = store
        .read(|db| Ok::<_, StoreError>((blob::spare(db)?, blob::only_here(db)?, refused::newest(db, 9)?)))
        .expect("readable");
    assert_eq!((spare.len(), spare[0].1, only_here), (1, 3_000, 1));
    assert_eq!((refused.len(), refused[0].code.as_str(), &refused[0].again), (1, "not_member", &None));
    set_school(&store, "THCS An Bình 2").expect("it is written as any other");
}
