use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Code, KeysKept};
use store::Store;
use store::setting::{self, Key};

use super::record::{Kept, Record};
use super::{Entered, KeyStore, KeyStoreSilent, enter, forget, look_into, make, peek};
use crate::disk;
use crate::found::Place;
use crate::keys::{self, DeviceKeys};
use crate::lock::{Entry, Pin};

const WORDS: &str = "Nháp chưa ai được đọc";

/// A key store in memory, which may be out of reach.
#[derive(Default)]
struct Shelf {
    secrets: Mutex<HashMap<String, Vec<u8>>>,
    is_silent: Mutex<bool>,
}

impl Shelf {
    fn ask<T>(&self, of: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> T) -> Result<T, KeyStoreSilent> {
        if *self.is_silent.lock().expect("nobody panicked") {
            return Err(KeyStoreSilent("locked".to_owned()));
        }
        Ok(of(&mut self.secrets.lock().expect("nobody panicked")))
    }
}

impl KeyStore for Shelf {
    fn keep(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreSilent> {
        self.ask(|secrets| drop(secrets.insert(name.to_owned(), secret.to_vec())))
    }

    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyStoreSilent> {
        self.ask(|secrets| secrets.get(name).cloned())
    }

    fn forget(&self, name: &str) -> Result<(), KeyStoreSilent> {
        self.ask(|secrets| drop(secrets.remove(name)))
    }
}

struct Machine {
    _home: tempfile::TempDir,
    place: Place,
    folder: PathBuf,
    shelf: Option<Arc<Shelf>>,
}

fn machine(shelf: Option<Arc<Shelf>>) -> Machine {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("profiles/lan");
    std::fs::create_dir_all(&folder).expect("there is room");
    let key_store = shelf.clone().map(|shelf| shelf as Arc<dyn KeyStore>);
    let (changed, _) = tokio::sync::broadcast::channel(1);
    let http = crate::sync::relay::http(false, None).expect("a client");
    let place = Place { home: home.path().to_owned(), http, changed, key_store };
    Machine { _home: home, place, folder, shelf }
}

fn pin() -> Pin {
    Pin::tried("271828")
}

fn writes(store: &Store) {
    store.transaction(|tx| setting::set(tx, Key::School, WORDS)).expect("it can be written");
}

fn reads(entered: &Entered) -> Option<String> {
    entered.store.read(|db| setting::get(db, Key::School)).expect("it can be read")
}

/// Whether bytes can be found in any file of a folder.
fn lies_in(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return lies_in(&path, bytes);
        }
        std::fs::read(path).unwrap_or_default().windows(bytes.len()).any(|part| part == bytes)
    })
}

impl Machine {
    fn enter(&self, entry: Entry<'_>) -> Result<Entered, Code> {
        enter(&self.place, &self.folder, entry).map_err(|failure| failure.code)
    }

    fn has(&self, words: &str) -> bool {
        lies_in(&self.folder, words.as_bytes())
    }

    fn kept(&self) -> KeysKept {
        Record::read(&self.folder).expect("whole").expect("there").kept.as_said()
    }

    fn new_book(&self, pin: Option<&Pin>) {
        let store = make(&self.place, &self.folder, pin).expect("there is room");
        writes(&store);
        assert!(!self.has(WORDS), "not in the log beside it either");
    }

    /// A book of an earlier version with a file, and what a PIN sealed in it.
    fn old_book(&self, pin: Option<&Pin>) -> [u8; 32] {
        let store = Store::open(&self.folder.join("book.db")).expect("an empty folder");
        let seed = [6; 32];
        let settings = keys::kept::by_file(&seed, &[8; 32], pin);
        let set = |tx: &store::Connection| {
            settings.iter().try_for_each(|(key, value)| setting::set(tx, *key, value))
        };
        store.transaction(set).expect("it can be written");
        writes(&store);
        std::fs::create_dir_all(self.folder.join("files/ab")).expect("there is room");
        std::fs::write(self.file(), WORDS.repeat(9_000)).expect("there is room");
        seed
    }

    fn file(&self) -> PathBuf {
        self.folder.join("files/ab/abc")
    }
}

#[tokio::test]
async fn a_new_book_is_encrypted_from_its_first_byte_and_opens_again() {
    let lan = machine(None);
    lan.new_book(None);
    assert_eq!(reads(&lan.enter(Entry::Plain).expect("its key is there")).as_deref(), Some(WORDS));
    assert_eq!(lan.kept(), KeysKept::InFile);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(lan.folder.join("book.key")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else of the machine reads the key");
    }
    let seen = look_into(&lan.folder).expect("the key lies there");
    assert_eq!(setting::get(&seen, Key::School).expect("read").as_deref(), Some(WORDS));
}

#[tokio::test]
async fn an_old_book_is_encrypted_when_it_is_opened_with_all_its_files() {
    let lan = machine(None);
    lan.old_book(None);
    assert!(lan.has(WORDS), "otherwise this looks at the wrong place");
    let entered = lan.enter(Entry::Plain).expect("nothing keeps anybody out");
    assert!(!lan.has(WORDS));
    assert_eq!(reads(&entered).as_deref(), Some(WORDS));
    assert_eq!(disk::read_to_string(lan.file()).expect("whole"), WORDS.repeat(9_000));
    drop(entered);
    assert!(!lan.has(WORDS) && disk::read_to_string(lan.file()).is_err(), "closed, it opens for nobody");
    assert_eq!(reads(&lan.enter(Entry::Plain).expect("again")).as_deref(), Some(WORDS));
}

#[tokio::test]
async fn an_old_book_with_a_pin_is_encrypted_once_the_pin_is_given() {
    let lan = machine(None);
    let seed = lan.old_book(Some(&pin()));
    assert_eq!(lan.enter(Entry::Plain).map(drop), Err(Code::Locked));
    let wrong = Pin::tried("314159");
    assert_eq!(lan.enter(Entry::Pin(&wrong, Duration::MAX)).map(drop), Err(Code::WrongPin));
    let entered = lan.enter(Entry::Pin(&pin(), Duration::MAX)).expect("the right one");
    let loaded = keys::load(&entered.store, entered.secret.as_deref()).await.expect("its keys are whole");
    assert!(matches!(loaded.signer, keys::Signer::Here(key) if key.to_seed() == seed));
    assert!(entered.vault.is_encrypted() && lan.kept() == KeysKept::WithPin && !lan.has(WORDS));
    drop(entered);
    assert_eq!(lan.enter(Entry::Plain).map(drop), Err(Code::Locked));
    for _ in 0..3 {
        assert_eq!(lan.enter(Entry::Pin(&wrong, Duration::MAX)).map(drop), Err(Code::WrongPin));
    }
    assert_eq!(lan.enter(Entry::Pin(&pin(), Duration::ZERO)).map(drop), Err(Code::PinWait), "and waits grow");
    assert!(lan.enter(Entry::Pin(&pin(), Duration::MAX)).is_ok());
}

#[tokio::test]
async fn wherever_encrypting_was_cut_off_the_book_is_whole() {
    let lan = machine(None);
    lan.old_book(None);
    let before = std::fs::read(lan.folder.join("book.db")).expect("there");
    // The key was written, and half of the copy.
    Record::new(Kept::in_file(&[4; 32].into()), false).write(&lan.folder).expect("there is room");
    std::fs::write(lan.folder.join("book.sealing"), &before[..before.len() / 2]).expect("there is room");
    let entered = lan.enter(Entry::Plain).expect("as if nothing had been");
    assert_eq!(reads(&entered).as_deref(), Some(WORDS));
    drop(entered);
    // The book was encrypted, its files were not; one was on its way.
    let mut record = Record::read(&lan.folder).expect("whole").expect("there");
    record.files_sealed = false;
    record.write(&lan.folder).expect("there is room");
    std::fs::write(lan.file(), WORDS).expect("there is room");
    for number in 0..20 {
        // Whichever of the two is met first.
        let file = lan.folder.join(format!("files/ab/{number}"));
        std::fs::write(&file, WORDS).expect("there is room");
        std::fs::write(file.with_extension("sealing"), WORDS).expect("there is room");
    }
    let entered = lan.enter(Entry::Plain).expect("as if nothing had been");
    assert_eq!(disk::read_to_string(lan.file()).expect("whole"), WORDS);
    assert!(!lan.has(WORDS) && reads(&entered).as_deref() == Some(WORDS));
}

#[tokio::test]
async fn a_pin_wraps_only_the_key_and_leaves_nothing_of_it_in_the_folder() {
    let lan = machine(None);
    lan.new_book(None);
    let key = std::fs::read_to_string(lan.folder.join("book.key")).expect("there");
    let key = key.split('"').find(|part| part.len() == 64).expect("the key as hex").to_owned();
    let entered = lan.enter(Entry::Plain).expect("no PIN yet");
    let bytes = std::fs::read(lan.folder.join("book.db")).expect("there");
    let set = |old: &Pin, next: Option<&Pin>| {
        let set = entered.vault.set_pin(&entered.store, Entry::Pin(old, Duration::MAX), next);
        set.map_err(|failure| failure.code)
    };
    assert_eq!(set(&Pin::tried(""), Some(&pin())), Ok(()));
    assert!(!lan.has(&key) && lan.kept() == KeysKept::WithPin);
    assert_eq!(set(&Pin::tried("314159"), None), Err(Code::WrongPin));
    let other = Pin::tried("161803");
    assert_eq!(set(&pin(), Some(&other)), Ok(()));
    assert_eq!(set(&pin(), None), Err(Code::WrongPin), "the old one is none any more");
    assert_eq!(set(&other, None), Ok(()));
    assert!(lan.has(&key) && lan.kept() == KeysKept::InFile);
    assert!(std::fs::read(lan.folder.join("book.db")).expect("there") == bytes, "the book was not touched");
}

#[tokio::test]
async fn with_a_key_store_the_folder_alone_opens_nowhere_and_loses_nothing() {
    let lan = machine(Some(Arc::default()));
    lan.new_book(None);
    assert_eq!(lan.kept(), KeysKept::InKeyStore);
    let mut elsewhere = machine(Some(Arc::default()));
    elsewhere.folder.clone_from(&lan.folder);
    assert_eq!(elsewhere.enter(Entry::Plain).map(drop), Err(Code::BookKeyGone));
    elsewhere.place.key_store = None;
    assert_eq!(elsewhere.enter(Entry::Plain).map(drop), Err(Code::KeyStoreSilent));
    assert!(peek(&elsewhere.place, &lan.folder).expect("no failure").is_none(), "and nobody counts in it");
    let shelf = lan.shelf.as_ref().expect("it has one");
    *shelf.is_silent.lock().expect("nobody panicked") = true;
    assert_eq!(lan.enter(Entry::Plain).map(drop), Err(Code::KeyStoreSilent));
    *shelf.is_silent.lock().expect("nobody panicked") = false;
    assert_eq!(reads(&lan.enter(Entry::Plain).expect("it answers again")).as_deref(), Some(WORDS));
    forget(&lan.place, &lan.folder);
    assert!(shelf.secrets.lock().expect("nobody panicked").is_empty(), "a forgotten book has no key");
}

#[tokio::test]
async fn a_silent_key_store_keeps_nobody_from_a_new_book_and_a_pin_takes_the_key_out_of_it() {
    let lan = machine(Some(Arc::default()));
    let shelf = lan.shelf.as_ref().expect("it has one");
    *shelf.is_silent.lock().expect("nobody panicked") = true;
    lan.new_book(None);
    assert_eq!(lan.kept(), KeysKept::InFile);
    *shelf.is_silent.lock().expect("nobody panicked") = false;
    let entered = lan.enter(Entry::Plain).expect("no PIN");
    let set = |old: &Pin, next: Option<&Pin>| {
        entered.vault.set_pin(&entered.store, Entry::Pin(old, Duration::MAX), next).expect("the right one");
        shelf.secrets.lock().expect("nobody panicked").len()
    };
    assert_eq!(set(&Pin::tried(""), Some(&pin())), 0);
    assert_eq!((set(&pin(), None), lan.kept()), (1, KeysKept::InKeyStore));
    assert_eq!((set(&Pin::tried(""), Some(&pin())), lan.kept()), (0, KeysKept::WithPin));
}

#[tokio::test]
async fn what_says_nothing_about_the_key_is_told_and_a_device_needs_no_pin_in_its_settings() {
    let lan = machine(None);
    let keys = DeviceKeys::make(Some(&pin())).await.expect("a machine");
    assert!(keys.settings.iter().all(|(key, _)| *key != Key::Pin), "the whole book is sealed");
    lan.new_book(keys.pin.as_ref());
    assert_eq!(lan.kept(), KeysKept::WithPin);
    std::fs::write(lan.folder.join("book.key"), b"{}").expect("there is room");
    assert_eq!(lan.enter(Entry::Plain).map(drop), Err(Code::BookKeyGone));
    std::fs::remove_file(lan.folder.join("book.key")).expect("it is there");
    assert_eq!(lan.enter(Entry::Plain).map(drop), Err(Code::BookKeyGone));
}
