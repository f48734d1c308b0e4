use std::path::Path;

use store::files::Files;

use super::{database_name, settle};

struct Tab {
    _folder: tempfile::TempDir,
    files: Files,
    pool: Vec<String>,
}

impl Tab {
    /// A tab with these files, and these databases in its pool.
    fn new(files: &[&str], pool: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let tab = Self {
            files: Files::open(&folder.path().join("files.db")).expect("new"),
            pool: pool.iter().map(|name| (*name).to_owned()).collect(),
            _folder: folder,
        };
        for path in files {
            tab.files.write(Path::new(path), &[]).expect("written");
        }
        tab
    }

    fn starts(&mut self) {
        let found = self.pool.clone();
        let forget = |name: &str| {
            self.pool.retain(|one| one != name);
            Ok(())
        };
        settle(&self.files, Path::new("so/profiles"), &found, forget).expect("settled");
    }

    fn profiles(&self) -> Vec<String> {
        self.files.list(Path::new("so/profiles")).expect("listed")
    }
}

#[test]
fn a_profile_in_the_making_has_its_last_name_in_the_pool() {
    let (making, made) = (Path::new("so/profiles/.a1/book.db"), Path::new("so/profiles/a1/book.db"));

    assert_eq!((database_name(making), database_name(made)), (made.to_owned(), made.to_owned()));
}

#[test]
fn a_profile_that_was_never_finished_is_thrown_away() {
    let files = ["so/profiles/.a1/book.db", "so/profiles/.a1/files/ab/ab", "so/profiles/b2/book.db"];
    let pool = ["so/files.db", "so/profiles/a1/book.db", "so/profiles/a1/book.db-journal"];
    let mut tab = Tab::new(&files, &[&pool[..], &["so/profiles/b2/book.db"]].concat());
    tab.starts();

    assert_eq!(tab.profiles(), ["b2"]);
    assert_eq!(tab.pool, ["so/files.db", "so/profiles/b2/book.db"]);
}

#[test]
fn a_database_without_its_files_counts() {
    let mut tab = Tab::new(&[], &["so/files.db", "so/profiles/a1/book.db", "so/profiles/a1/book.db-journal"]);
    tab.starts();

    assert_eq!((tab.profiles(), tab.pool.len()), (vec!["a1".to_owned()], 3));
}

#[test]
fn a_finished_profile_is_never_thrown_away() {
    let files = ["so/profiles/a1/book.db", "so/profiles/.a1/uploads/x"];
    let mut tab = Tab::new(&files, &["so/profiles/a1/book.db"]);
    tab.starts();

    assert_eq!((tab.profiles(), tab.pool.len()), (vec!["a1".to_owned()], 1));
}

#[test]
fn a_profile_that_was_put_aside_stays_aside_and_is_kept() {
    let mut tab = Tab::new(&["so/aside/a1/book.db"], &["so/files.db", "so/profiles/a1/book.db"]);
    tab.starts();

    assert!(tab.profiles().is_empty());
    assert_eq!(tab.pool, ["so/files.db", "so/profiles/a1/book.db"]);
}
