//! What `relay verify` says of a log that somebody or something has changed.

use super::support::{MATHS, SPACE, Server, founded, joins};
use protocol::{Audience, Role};
use relay::verify;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// The folder of a relay that was stopped, with a school of six entries and more.
async fn stopped() -> TempDir {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let opened: Vec<_> = (0..3).map(|nonce| lan.opens(nonce, Audience::Authors).1).collect();
    lan.pushes(&server, &opened).await;
    server.stop().await;
    folder
}

fn database(folder: &Path) -> std::path::PathBuf {
    folder.join("schools").join(SPACE.to_string()).join("relay.db")
}

/// Changes the database behind the relay's back, and tells what is found.
async fn found_after(sql: &str) -> String {
    let folder = stopped().await;
    let conn = rusqlite::Connection::open(database(folder.path())).unwrap();
    conn.execute_batch(sql).unwrap();
    drop(conn);
    let report = verify(folder.path()).unwrap();
    assert!(!report.is_sound(), "{report}");
    report.to_string()
}

#[tokio::test]
async fn a_stopped_relays_folder_is_sound() {
    let folder = stopped().await;

    let report = verify(folder.path()).unwrap();

    assert!(report.is_sound(), "{report}");
    assert!(report.to_string().contains("entries 8:"), "{report}");
}

#[tokio::test]
async fn what_a_killed_relay_left_in_its_write_ahead_log_is_checked_too() {
    let folder = tempdir().unwrap();
    let server = Server::program(folder.path()).await;
    let mut hanh = founded(&server).await;
    joins(&server, &mut hanh, 2, None).await;
    server.dies();
    let left = database(folder.path()).with_extension("db-wal");
    assert!(std::fs::metadata(&left).unwrap().len() > 0, "it was killed");
    let before = (std::fs::read(database(folder.path())).unwrap(), std::fs::read(&left).unwrap());

    let report = verify(folder.path()).unwrap();

    assert!(report.is_sound(), "{report}");
    assert!(report.to_string().contains("entries 4:"), "{report}");
    let after = (std::fs::read(database(folder.path())).unwrap(), std::fs::read(&left).unwrap());
    assert!(before == after, "it stays as it was left");
}

#[rstest::rstest]
#[case::a_payload("UPDATE log_envelope SET payload = x'00' WHERE at = 6", "entry 6: it is kept as good")]
#[case::a_signature("UPDATE log_envelope SET sig = zeroblob(64) WHERE at = 7", "entry 7: it is kept as good")]
#[case::an_entry_taken_out("DELETE FROM log_envelope WHERE at = 5", "entry 5: the entry is missing")]
#[case::the_end("DELETE FROM log_envelope WHERE at = 8", "entry 8: the log ends before this entry")]
#[case::a_status(
    "UPDATE log_envelope SET status = 3, code = 'own_work' WHERE at = 8",
    "entry 8: it is kept as"
)]
#[case::a_text_dropped("UPDATE log_envelope SET payload = NULL WHERE at = 8", "entry 8: the payload is gone")]
#[case::the_chain("UPDATE log_envelope SET chain = zeroblob(8) WHERE at = 4", "entry 4: the chain")]
#[case::the_head("UPDATE log_state SET chain = zeroblob(32)", "the table log_state does not say")]
#[case::a_role_slipped_in(
    "INSERT INTO log_grant (member, role, at) SELECT member, 5, at FROM log_device LIMIT 1",
    "the table log_grant does not say"
)]
#[case::a_receipt(
    "INSERT INTO log_ack SELECT device, zeroblob(32), zeroblob(64), 1 FROM log_device LIMIT 1",
    "the receipt of device"
)]
#[tokio::test]
async fn what_was_changed_is_found_and_named(#[case] sql: &str, #[case] said: &str) {
    let report = found_after(sql).await;

    assert!(report.contains(said), "{report}");
    assert!(report.contains(&SPACE.to_string()), "{report}");
    assert!(report.contains("Use another backup of this relay"), "{report}");
}

#[tokio::test]
async fn a_page_of_rubbish_is_found() {
    let folder = stopped().await;
    let path = database(folder.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 8192 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();

    let report = verify(folder.path()).unwrap();

    assert!(report.to_string().contains("FAULT, school"), "{report}");
}

#[tokio::test]
async fn another_key_and_a_running_relay_are_told() {
    let folder = stopped().await;
    let other = tempdir().unwrap();
    Server::start(other.path()).await.stop().await;
    std::fs::copy(other.path().join("relay.key"), folder.path().join("relay.key")).unwrap();
    let report = verify(folder.path()).unwrap().to_string();
    assert!(report.contains("relay.key is not the key that this school knows"), "{report}");

    let server = Server::start(other.path()).await;
    assert!(verify(other.path()).unwrap_err().to_string().contains("a relay is running"));
    server.stop().await;
    assert!(verify(&other.path().join("tls")).unwrap_err().to_string().contains("no data folder"));
}
