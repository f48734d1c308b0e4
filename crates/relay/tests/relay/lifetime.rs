use super::support::{MATHS, SPACE, Server, founded, joins};
use protocol::{Audience, PushStatus, Role};
use relay::{Application, Config, Https, Limits, StartError, start};
use std::path::Path;
use tempfile::tempdir;

fn config(data: &Path, listen: &str) -> Config {
    Config {
        data: data.to_owned(),
        listen: listen.to_owned(),
        schools: 1,
        limits: Limits::default(),
        application: Application::default(),
        https: Https::default(),
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart_and_sessions_go_on() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let key = server.key;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::Authors);
    lan.pushes(&server, std::slice::from_ref(&opened)).await;
    let before = lan.pulls(&server, None).await.unwrap();
    server.stop().await;

    let server = Server::start(folder.path()).await;

    assert_eq!(server.key, key, "the relay keeps its key");
    let after = lan.pulls(&server, None).await.unwrap();
    assert_eq!(after.items, before.items);
    assert_eq!(after.cursor, before.cursor, "its epoch goes on");
    assert_eq!(lan.pushes(&server, &[opened]).await[0].status, PushStatus::Duplicate);
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_in_the_middle_of_pushes() {
    let folder = tempdir().unwrap();
    let server = Server::program(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let mut acknowledged = Vec::new();
    for nonce in 0..20 {
        let (_, opened) = lan.opens(nonce, Audience::Authors);
        acknowledged.push((lan.pushes(&server, std::slice::from_ref(&opened)).await[0].seq.unwrap(), opened));
    }
    let (_, lost) = lan.opens(99, Audience::Authors);
    let push = lan.with_token(server.http.post(server.school("push")).body(lost.to_wire()));
    let unanswered = tokio::spawn(push.send());
    tokio::task::yield_now().await;
    server.dies();
    // Whether this one arrived nobody knows, and nobody was told that it did.
    drop(unanswered.await);

    let server = Server::program(folder.path()).await;

    for (seq, opened) in acknowledged {
        let answer = lan.pushes(&server, &[opened]).await.remove(0);
        assert_eq!((answer.status, answer.seq), (PushStatus::Duplicate, Some(seq)));
    }
    let again = lan.pushes(&server, &[lost]).await.remove(0);
    assert!(matches!(again.status, PushStatus::Admitted | PushStatus::Duplicate), "{again:?}");
    let page = lan.pulls(&server, None).await.unwrap();
    assert_eq!(page.seqs(), (1..=page.head).collect::<Vec<_>>(), "no number is missing");
    server.dies();
}

#[tokio::test]
async fn a_database_older_than_its_fence_begins_a_new_epoch() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;
    let before = hanh.pulls(&server, None).await.unwrap().cursor;
    server.stop().await;
    let fence = folder.path().join("schools").join(SPACE.to_string()).join("fence");
    std::fs::write(&fence, format!("{} 500\n", before.epoch)).unwrap();

    let server = Server::start(folder.path()).await;
    let after = hanh.pulls(&server, None).await.unwrap().cursor;

    assert_ne!(after.epoch, before.epoch);
}

#[tokio::test]
async fn a_second_relay_on_the_same_folder_and_a_used_port_are_refused_clearly() {
    let (folder, other) = (tempdir().unwrap(), tempdir().unwrap());
    let server = Server::start(folder.path()).await;
    let address = server.address.to_string();

    let second = start(config(folder.path(), "127.0.0.1:0")).await;
    let taken = start(config(other.path(), &address)).await;

    assert!(matches!(second, Err(StartError::AlreadyRunning(_))), "{second:?}");
    assert!(matches!(taken, Err(StartError::Listen { .. })), "{taken:?}");
}

#[tokio::test]
async fn data_of_a_newer_version_is_left_alone() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    founded(&server).await;
    server.stop().await;
    let file = folder.path().join("schools").join(SPACE.to_string()).join("relay.db");
    let database = rusqlite::Connection::open(file).unwrap();
    database.execute("INSERT INTO log_version VALUES (99)", []).unwrap();
    drop(database);

    let started = start(config(folder.path(), "127.0.0.1:0")).await;

    assert!(matches!(started, Err(StartError::TooNew { found: 99, .. })), "{started:?}");
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_is_refused_clearly() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("data");
    std::fs::write(&file, "not a folder").unwrap();

    assert!(matches!(start(config(&file, "127.0.0.1:0")).await, Err(StartError::Folder(_))));
}

#[tokio::test]
async fn this_machine_can_ask_for_its_health() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    founded(&server).await;

    let answer = server.http.get(server.url("/healthz")).send().await.unwrap();

    assert_eq!(answer.text().await.unwrap(), "ok\n");
}
