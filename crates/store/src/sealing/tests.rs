use std::path::Path;

use protocol::DocId;

use super::{is_plain, look_into, seal};
use crate::setting::{self, Key};
use crate::{Lock, Store, StoreError, search};

const KEY: [u8; 32] = [7; 32];
const WORDS: &str = "Học sinh yếu của lớp";

fn plain_book(path: &Path) {
    let store = Store::open(path).expect("an empty folder");
    store.transaction(|tx| setting::set(tx, Key::School, WORDS)).expect("it can be written");
}

fn encrypt(path: &Path) {
    let nothing = |_: &crate::Connection| Ok::<_, StoreError>(());
    seal(&Lock::take(path).expect("nobody has it"), path, &KEY, nothing).expect("there is room");
}

fn school(store: &Store) -> Option<String> {
    store.read(|db| setting::get(db, Key::School)).expect("it can be read")
}

/// Whether words can be read in any file of a folder.
fn can_be_read(folder: &Path, words: &str) -> bool {
    std::fs::read_dir(folder).expect("a folder").flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        bytes.windows(words.len()).any(|part| part == words.as_bytes())
    })
}

#[test]
fn an_encrypted_book_says_what_the_plain_one_said_and_nobody_reads_it_without_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.db");
    plain_book(&path);
    assert!(can_be_read(folder.path(), WORDS) && is_plain(&path).expect("it is there"));
    encrypt(&path);
    assert!(!can_be_read(folder.path(), WORDS) && !is_plain(&path).expect("it is there"));

    let open = |key: Option<&[u8; 32]>| Store::open_held(Lock::take(&path).expect("free"), &path, key);
    assert!(matches!(open(None), Err(StoreError::Foreign)));
    assert!(matches!(open(Some(&[8; 32])), Err(StoreError::Foreign)));
    let store = open(Some(&KEY)).expect("the right key");
    assert_eq!(school(&store).as_deref(), Some(WORDS));
    store.transaction(|tx| setting::set(tx, Key::Person, "Nguyễn Thị Lan")).expect("it can be written");
    assert!(!can_be_read(folder.path(), "Nguyễn Thị Lan"), "not in the log beside it either");
    let beside = look_into(&path, Some(&KEY)).expect("read beside it");
    let bytes = crate::bytes(&beside).expect("known");
    assert!(bytes > 0 && bytes.is_multiple_of(4_096), "its pages are counted as those of a plain one");
    assert_eq!(setting::get(&beside, Key::Person).expect("read").as_deref(), Some("Nguyễn Thị Lan"));
}

#[test]
fn full_text_search_is_found_again_in_the_encrypted_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.db");
    plain_book(&path);
    let id = DocId::from_bytes([3; 16]);
    let entry = search::Entry { title: WORDS.to_owned(), ..search::Entry::default() };
    let store = Store::open(&path).expect("it is ours");
    store.transaction(|tx| search::save(tx, id, &entry)).expect("it can be written");
    drop(store);
    encrypt(&path);
    let store = Store::open_held(Lock::take(&path).expect("free"), &path, Some(&KEY)).expect("the right key");
    let sql = "SELECT count(*) FROM search_word WHERE search_word MATCH 'sinh'";
    let count =
        |db: &crate::Connection| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(StoreError::from);
    assert_eq!(store.read(count).expect("it can be read"), 1_i64);
    let other = search::Entry { title: "Thẻ lỗi sai".to_owned(), ..search::Entry::default() };
    store.transaction(|tx| search::save(tx, id, &other)).expect("its words can be taken out again");
    assert_eq!(store.read(count).expect("it can be read"), 0_i64);
}

#[test]
fn an_attempt_that_fails_or_was_cut_off_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.db");
    plain_book(&path);
    std::fs::write(path.with_extension("sealing"), b"half of a copy").expect("there is room");
    let fails = |_: &crate::Connection| Err(StoreError::DiskFull);
    let failed = seal(&Lock::take(&path).expect("free"), &path, &KEY, fails);
    assert!(matches!(failed, Err(StoreError::DiskFull)));
    assert!(!path.with_extension("sealing").exists(), "nothing is left of it");
    assert_eq!(school(&Store::open(&path).expect("still plain")).as_deref(), Some(WORDS));
}
