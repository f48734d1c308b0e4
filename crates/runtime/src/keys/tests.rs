use std::path::Path;
use std::time::Duration;

use api::{Code, KeysKept};
use store::Store;
use store::setting;

use super::{DeviceKeys, Signer, kept, load, reseal};
use crate::lock::{Entry, Pin, pass};

fn pin() -> Pin {
    Pin::tried("271828")
}

async fn book(folder: &Path, pin: Option<&Pin>) -> (Store, DeviceKeys) {
    let store = Store::open(&folder.join("book.db")).expect("an empty folder");
    let keys = DeviceKeys::make(None).await.expect("a machine needs no PIN");
    // As in a browser that cannot keep them; on a machine the whole book is sealed.
    let settings = kept::by_file(&seed_of(&keys), &keys.box_secret, pin);
    let write = |connection: &store::Connection| {
        settings.iter().try_for_each(|(key, value)| setting::set(connection, *key, value))
    };
    store.transaction(write).expect("it can be written");
    (store, keys)
}

/// Whether a secret can be found in any file of a folder, as hex or as it is.
fn lies_in(folder: &Path, secret: &[u8; 32]) -> bool {
    let hex = kept::hex(secret);
    std::fs::read_dir(folder).expect("a folder").flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        bytes.windows(64).any(|part| part == hex.as_bytes()) || bytes.windows(32).any(|part| part == secret)
    })
}

fn seed_of(keys: &DeviceKeys) -> [u8; 32] {
    match &keys.signer {
        Signer::Here(key) => key.to_seed(),
        _ => panic!("a machine's key is here"),
    }
}

#[tokio::test]
async fn a_pin_takes_the_keys_out_of_the_file_and_gives_them_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, keys) = book(folder.path(), None).await;
    assert!(lies_in(folder.path(), &seed_of(&keys)), "otherwise this looks at the wrong place");
    store.transaction(|connection| reseal(connection, None, Some(&pin())).map_err(sql)).expect("sealed");
    store.leave_no_trace().expect("the journal is emptied");
    assert!(!lies_in(folder.path(), &seed_of(&keys)) && !lies_in(folder.path(), &keys.box_secret));

    let secret = pass(&store, Entry::Pin(&pin(), Duration::MAX)).expect("the right one");
    let loaded = load(&store, secret.as_deref()).await.expect("they are whole");
    assert_eq!(loaded.signer.device_key(), keys.signer.device_key());
    assert_eq!(loaded.box_secret, Some(keys.box_secret));
    store.transaction(|connection| reseal(connection, secret.as_deref(), None).map_err(sql)).expect("opened");
    assert_eq!(store.read(kept::kept).expect("it can be read"), KeysKept::InFile);
    assert_eq!(load(&store, None).await.expect("whole").box_secret, Some(keys.box_secret));
}

#[tokio::test]
async fn keys_that_were_sealed_from_the_beginning_are_nowhere_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, keys) = book(folder.path(), Some(&pin())).await;
    assert!(!lies_in(folder.path(), &seed_of(&keys)) && !lies_in(folder.path(), &keys.box_secret));
    let without = load(&store, None).await.map(drop).map_err(|error| error.code);
    assert_eq!(without, Err(Code::DamagedProfile));
}

fn sql(_: api::Error) -> store::StoreError {
    store::StoreError::Io(std::io::ErrorKind::Other.into())
}
