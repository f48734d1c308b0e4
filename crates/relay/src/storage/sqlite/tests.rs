use super::*;
use protocol::{
    BoxKey, ControlBody, DeviceEntry, Draft, DraftContent, Genesis, Next, RecoverySecret, RelayKey,
    SigningKey,
};
use tempfile::tempdir;

const SPACE: SpaceId = SpaceId::from_bytes([9; 16]);

fn genesis() -> Prepared {
    let key = SigningKey::from_seed([1; 32]);
    let founder = DeviceEntry {
        member: MemberId::from_bytes([1; 16]),
        device: key.device_key(),
        box_key: BoxKey::from_bytes([7; 32]),
    };
    let relay = RelayKey::from_bytes([5; 32]);
    let body = ControlBody::Genesis(Genesis {
        registrars: vec![founder],
        recovery: RecoverySecret::from_seed([3; 32]).recovery_key(),
        relay,
        relay_box: relay.box_key(),
        tls: vec![],
        policy: 1,
    });
    let content = DraftContent::Control(body);
    let next = Next::first(EnvId::ZERO);
    Prepared::new(Draft { space: SPACE, doc: SPACE.into(), about: None, next, ts: 1, content }.seal(&key))
}

fn session(number: u64, until: i64, now: i64) -> Write {
    Write::Session { token: token(number), device: DeviceKey::from_bytes([1; 32]), until, now }
}

/// A session of a device that has no other.
fn of_another(number: u64) -> Write {
    let device = DeviceKey::from_bytes(token(number));
    Write::Session { token: token(number), device, until: 1_000, now: 0 }
}

fn token(number: u64) -> [u8; 32] {
    let mut token = [0; 32];
    token[..8].copy_from_slice(&number.to_be_bytes());
    token
}

#[test]
fn a_full_disk_refuses_writing_keeps_reading_and_is_got_over_without_a_restart() {
    let folder = tempdir().unwrap();
    let storage = SqliteStorage::open(folder.path()).unwrap();
    storage.found(SPACE, &genesis(), Beginning::New).unwrap();
    let limit = |pages: i64| {
        storage.writer().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    let pages: i64 = storage.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    limit(pages + 2);

    let full = (0..2_000).find_map(|number| storage.write(&[of_another(number)]).err());

    assert!(matches!(full, Some(StorageError::Full)), "{full:?}");
    assert_eq!(storage.state().unwrap().head, 1, "the log can be read");
    assert!(storage.session(&token(0), 500).unwrap().is_some(), "what was acknowledged is there");
    limit(pages + 1_000);
    storage.write(&[of_another(5_000)]).unwrap();
}

#[test]
fn a_device_that_opens_session_after_session_has_eight() {
    let folder = tempdir().unwrap();
    let storage = SqliteStorage::open(folder.path()).unwrap();
    storage.found(SPACE, &genesis(), Beginning::New).unwrap();

    for number in 0..50 {
        let now = number as i64;
        storage.write(&[session(number, now + limits::SESSION_MS, now)]).unwrap();
    }

    let open = |number| storage.session(&token(number), 60).unwrap().is_some();
    assert_eq!((0..50).filter(|number| open(*number)).collect::<Vec<_>>(), (42..50).collect::<Vec<_>>());
}

#[test]
fn a_session_does_not_outlive_a_clock_that_was_ahead() {
    let folder = tempdir().unwrap();
    let storage = SqliteStorage::open(folder.path()).unwrap();
    storage.found(SPACE, &genesis(), Beginning::New).unwrap();
    let (ten_years, later) = (315_576_000_000, 60_000);
    storage.write(&[session(1, ten_years + limits::SESSION_MS, ten_years)]).unwrap();
    assert!(storage.session(&token(1), ten_years + later).unwrap().is_some());

    assert!(storage.session(&token(1), later).unwrap().is_none(), "the clock was put right");
    storage.write(&[session(2, later + limits::SESSION_MS, later)]).unwrap();
    assert!(storage.session(&token(2), later).unwrap().is_some());
    assert!(storage.session(&token(1), ten_years + later).unwrap().is_none(), "it does not come back");
}
