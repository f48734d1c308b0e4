use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rstest::rstest;
use rusqlite::Connection;

use super::{Expect, Files};
use crate::StoreError;

/// Bytes of a part, as the files are kept.
const PART: usize = super::part::SIZE as usize;

struct Shelf {
    folder: tempfile::TempDir,
    files: Files,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::open(&folder.path().join("files.db")).expect("new");
        Self { folder, files }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("files.db")
    }

    fn has(&self, path: &str, bytes: &[u8]) {
        self.files.write(Path::new(path), bytes).expect("written");
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ErrorKind> {
        self.files.read(Path::new(path)).map_err(|failure| failure.kind())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        self.files.list(Path::new(folder)).expect("listed")
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), ErrorKind> {
        self.files.rename(Path::new(from), Path::new(to)).map_err(|failure| failure.kind())
    }
}

/// Bytes of which no two neighbours and no two parts are alike.
fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect()
}

#[rstest]
#[case::nothing(0)]
#[case::a_word(5)]
#[case::one_less_than_a_part(PART - 1)]
#[case::a_part(PART)]
#[case::one_more_than_a_part(PART + 1)]
#[case::many_parts(3 * PART + 17)]
fn what_was_written_is_read(#[case] count: usize) {
    let shelf = Shelf::new();
    shelf.has("a/b.bin", &bytes(count));

    assert_eq!(shelf.read("a/b.bin"), Ok(bytes(count)));
    assert_eq!(shelf.files.size(Path::new("a/b.bin")).expect("there"), count as u64);
}

#[rstest]
#[case::inside_a_part(10, 20)]
#[case::over_a_border(PART - 3, 7)]
#[case::over_two_borders(PART - 1, PART + 2)]
#[case::up_to_the_end(3 * PART, 100)]
#[case::behind_the_end(4 * PART, 1)]
fn a_range_is_read_wherever_parts_end(#[case] start: usize, #[case] count: usize) {
    let shelf = Shelf::new();
    let all = bytes(3 * PART + 50);
    shelf.has("a", &all);
    let mut file = shelf.files.file(Path::new("a"), Expect::There).expect("there");
    let mut read = Vec::new();

    file.seek(SeekFrom::Start(start as u64)).expect("a place");
    file.take(count as u64).read_to_end(&mut read).expect("read");

    let end = all.len().min(start + count);
    assert_eq!(read, all.get(start..end).unwrap_or_default());
}

#[rstest]
#[case::in_small_pieces(1_000)]
#[case::part_by_part(PART)]
#[case::in_large_pieces(PART * 2 + 1)]
fn a_file_is_written_in_pieces_of_any_size(#[case] piece: usize) {
    let shelf = Shelf::new();
    let all = bytes(PART * 2 + 500);
    let mut file = shelf.files.file(Path::new("a"), Expect::Empty).expect("made");
    for piece in all.chunks(piece) {
        file.write_all(piece).expect("written");
    }

    assert_eq!(shelf.read("a"), Ok(all));
}

#[test]
fn a_piece_in_the_middle_changes_nothing_around_it() {
    let shelf = Shelf::new();
    let mut all = bytes(PART * 2);
    shelf.has("a", &all);
    let mut file = shelf.files.file(Path::new("a"), Expect::Any).expect("there");
    file.seek(SeekFrom::End(-(PART as i64) - 2)).expect("a place");
    file.write_all(b"giua").expect("written");

    all[PART - 2..PART + 2].copy_from_slice(b"giua");
    assert_eq!(shelf.read("a"), Ok(all));
}

#[test]
fn what_was_never_written_reads_as_zeros() {
    let shelf = Shelf::new();
    let mut file = shelf.files.file(Path::new("a"), Expect::Any).expect("made");
    file.write_all(b"dau").expect("written");
    file.seek(SeekFrom::Start(2 * PART as u64)).expect("a place");
    file.write_all(b"cuoi").expect("written");

    let read = shelf.read("a").expect("there");
    assert_eq!((read.len(), &read[..3], &read[2 * PART..]), (2 * PART + 4, &b"dau"[..], &b"cuoi"[..]));
    assert!(read[3..2 * PART].iter().all(|byte| *byte == 0));
}

#[rstest]
#[case::inside_a_part(PART + 10)]
#[case::at_a_border(PART)]
#[case::to_nothing(0)]
fn a_file_that_was_cut_off_grows_again_by_zeros(#[case] size: usize) {
    let shelf = Shelf::new();
    shelf.has("a", &bytes(2 * PART));
    let mut file = shelf.files.file(Path::new("a"), Expect::There).expect("there");
    file.set_len(size as u64).expect("cut off");
    assert_eq!(shelf.read("a"), Ok(bytes(2 * PART)[..size].to_vec()));

    file.set_len(2 * PART as u64).expect("grown");
    let read = shelf.read("a").expect("there");
    assert_eq!(read.len(), 2 * PART);
    assert!(read[size..].iter().all(|byte| *byte == 0));
}

#[test]
fn an_appended_piece_goes_to_the_end_wherever_the_file_was_read() {
    let shelf = Shelf::new();
    shelf.has("a", b"mot ");
    let mut file = shelf.files.file(Path::new("a"), Expect::There).expect("there").appending();
    file.write_all(b"hai ").expect("written");
    file.seek(SeekFrom::Start(0)).expect("a place");
    file.write_all(b"nua").expect("written");

    assert_eq!(shelf.read("a"), Ok(b"mot hai nua".to_vec()));
}

#[rstest]
#[case::must_be_there(Expect::There, "absent", Some(ErrorKind::NotFound))]
#[case::must_not_be_there(Expect::Absent, "there", Some(ErrorKind::AlreadyExists))]
#[case::is_made(Expect::Absent, "absent", None)]
#[case::is_made_empty(Expect::Empty, "there", None)]
fn a_file_is_opened_as_it_is_expected(
    #[case] expect: Expect,
    #[case] path: &str,
    #[case] refused: Option<ErrorKind>,
) {
    let shelf = Shelf::new();
    shelf.has("there", b"cu");

    let opened = shelf.files.file(Path::new(path), expect);
    assert_eq!(opened.err().map(|failure| failure.kind()), refused);
    assert_eq!(shelf.read("there"), Ok(if expect == Expect::Empty { vec![] } else { b"cu".to_vec() }));
}

#[test]
fn a_file_that_is_moved_takes_the_place_of_the_one_there() {
    let shelf = Shelf::new();
    shelf.has("a.new", b"moi");
    shelf.has("a", &bytes(PART + 1));

    assert_eq!(shelf.rename("a.new", "a"), Ok(()));
    assert_eq!((shelf.read("a"), shelf.read("a.new")), (Ok(b"moi".to_vec()), Err(ErrorKind::NotFound)));
    assert_eq!(shelf.rename("a.new", "a"), Err(ErrorKind::NotFound), "there is nothing to move");
    assert_eq!(shelf.rename("a", "a"), Ok(()));
    assert_eq!(shelf.read("a"), Ok(b"moi".to_vec()));
}

#[test]
fn a_folder_is_moved_with_everything_in_it_and_nothing_beside_it() {
    let shelf = Shelf::new();
    for path in ["p/.x/book.db", "p/.x/files/ab/abc", "p/.xy/book.db", "p/.x0"] {
        shelf.has(path, path.as_bytes());
    }

    assert_eq!(shelf.rename("p/.x", "p/x"), Ok(()));
    assert_eq!(shelf.list("p"), [".x0", ".xy", "x"]);
    assert_eq!(shelf.read("p/x/files/ab/abc"), Ok(b"p/.x/files/ab/abc".to_vec()));
}

#[test]
fn a_folder_lists_what_lies_in_it_once_and_nothing_below() {
    let shelf = Shelf::new();
    for path in ["p/a/1", "p/a/2/3", "p/a.txt", "p/a0", "p/a-b/1", "p/ă/1", "pp/z", "p"] {
        shelf.has(path, b"");
    }

    assert_eq!(shelf.list("p"), ["a-b", "a.txt", "a", "a0", "ă"]);
    assert_eq!(shelf.list("nowhere"), [""; 0]);
}

#[test]
fn what_is_removed_gives_its_space_back() {
    let shelf = Shelf::new();
    shelf.has("kept", b"con day");
    let pages = || -> i64 {
        let connection = Connection::open(shelf.database()).expect("a second look");
        connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("counted")
    };
    let before = pages();
    shelf.has("large", &bytes(4 * PART));
    assert!(pages() > before + 200, "{} pages", pages());

    shelf.files.remove(Path::new("large")).expect("removed");
    assert!(pages() <= before + 2, "{} pages, {before} before", pages());
    let again = shelf.files.remove(Path::new("large")).expect_err("gone");
    assert_eq!((again.kind(), shelf.read("kept")), (ErrorKind::NotFound, Ok(b"con day".to_vec())));
}

#[test]
fn a_removed_folder_takes_everything_in_it() {
    let shelf = Shelf::new();
    for path in ["roster/a", "roster/b/c", "roster.txt"] {
        shelf.has(path, b"x");
    }
    shelf.files.remove_folder(Path::new("roster")).expect("removed");

    assert_eq!((shelf.list("roster"), shelf.read("roster.txt")), (vec![], Ok(b"x".to_vec())));
    let again = shelf.files.remove_folder(Path::new("roster")).expect_err("gone");
    assert_eq!(again.kind(), ErrorKind::NotFound);
}

#[test]
fn a_file_that_is_replaced_ends_for_who_has_it_open() {
    let shelf = Shelf::new();
    shelf.has("a", b"cu");
    let mut old = shelf.files.file(Path::new("a"), Expect::There).expect("there");
    shelf.has("a", b"moi");

    let refused = old.write_all(b"x").expect_err("it is another file now");
    assert_eq!((refused.kind(), shelf.read("a")), (ErrorKind::NotFound, Ok(b"moi".to_vec())));
}

#[test]
fn files_are_there_after_a_restart() {
    let Shelf { folder, files } = Shelf::new();
    files.write(Path::new("a/b"), &bytes(PART + 1)).expect("written");
    drop(files);

    let again = Files::open(&folder.path().join("files.db")).expect("again");
    assert_eq!(again.read(Path::new("a/b")).expect("there"), bytes(PART + 1));
}

#[test]
fn files_of_a_newer_version_are_refused() {
    let Shelf { folder, files } = Shelf::new();
    drop(files);
    let path = folder.path().join("files.db");
    Connection::open(&path).and_then(|db| db.pragma_update(None, "user_version", 9_000)).expect("set");

    assert!(matches!(Files::open(&path), Err(StoreError::Newer { found: 9_000, .. })));
}

#[test]
fn a_profile_is_no_shelf_of_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.db");
    drop(crate::Store::open(&path).expect("new"));

    assert!(matches!(Files::open(&path), Err(StoreError::Foreign)));
}

#[test]
fn a_full_disk_is_told_as_a_system_tells_it() {
    let shelf = Shelf::new();
    shelf.files.connection.lock().expect("free").pragma_update(None, "max_page_count", 1).expect("set");

    let full = shelf.files.write(Path::new("a"), &bytes(PART)).expect_err("no room");
    assert_eq!((full.kind(), shelf.read("a")), (ErrorKind::StorageFull, Err(ErrorKind::NotFound)));
}

/// Spoils a page in the middle of what was written last.
fn spoil(database: &Path) {
    let mut bytes = std::fs::read(database).expect("bytes");
    let page = bytes.len() / 4096 - 40;
    bytes[page * 4096..(page + 1) * 4096].fill(0xAA);
    std::fs::write(database, bytes).expect("written");
}

#[test]
fn what_can_be_read_of_damaged_files_is_rescued() {
    let Shelf { folder, files } = Shelf::new();
    for number in 0..4_u8 {
        files
            .write(&PathBuf::from(format!("a/{number}")), &bytes(PART + usize::from(number)))
            .expect("written");
    }
    drop(files);
    let path = folder.path().join("files.db");
    Connection::open(&path)
        .and_then(|db| db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
        .expect("in one");
    spoil(&path);
    let damaged = Files::open(&path).expect("its head is sound");
    assert_eq!(damaged.shrink().expect_err("damaged").kind(), ErrorKind::InvalidData);

    let next = Files::open(&folder.path().join("files-2.db")).expect("new");
    let rescued = damaged.rescue(&next);
    assert!((1..4).contains(&rescued), "{rescued} of four");
    assert_eq!(next.read(Path::new("a/0")).expect("sound"), bytes(PART));
}

#[test]
fn everything_that_removed_files_took_is_given_back() {
    let shelf = Shelf::new();
    shelf.has("a", &bytes(100 * PART));
    shelf.has("b", &bytes(PART));
    let pages = |shelf: &Shelf| -> u32 {
        let db = shelf.files.connection.lock().expect("free");
        db.pragma_query_value(None, "page_count", |row| row.get(0)).expect("counted")
    };
    let before = pages(&shelf);
    shelf.files.remove(Path::new("a")).expect("removed");
    shelf.files.shrink().expect("sound");

    assert!(pages(&shelf) < before / 20, "{} of {before}", pages(&shelf));
    assert_eq!(shelf.read("b").expect("there"), bytes(PART));
}
