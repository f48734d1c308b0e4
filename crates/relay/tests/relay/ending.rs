//! The real program is told to end, and what it says while it runs.

use super::support::{MATHS, Server, founded, joins, program};
use protocol::{Audience, BlobId, ChunkHash, DraftContent, Manifest, Role};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// How long a long poll may go on after the relay was told to end; it would wait for 25 seconds.
const AT_ONCE: Duration = Duration::from_secs(3);

/// Waits until so many requests run, beside the one that asks.
async fn running(server: &Server, count: u64) {
    let wanted = format!("ssk_relay_requests_running {}\n", count + 1);
    while !server
        .http
        .get(server.url("/metrics"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
        .contains(&wanted)
    {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_long_poll_ends_at_once_and_the_program_well() {
    let folder = tempdir().unwrap();
    let server = Server::program(folder.path()).await;
    let hanh = founded(&server).await;
    let cursor = hanh.pulls(&server, None).await.unwrap().cursor;
    let url = server.school(&format!("pull?after={cursor}&wait=25"));
    let poll = tokio::spawn(hanh.with_token(server.http.get(url)).send());
    running(&server, 1).await;

    let told = Instant::now();
    server.is_told_to_end();
    let answer = poll.await.unwrap().unwrap();

    assert_eq!(answer.status(), 204, "nothing new, said before the connection goes");
    assert!(told.elapsed() < AT_ONCE, "{:?}", told.elapsed());
    assert!(server.ends_well());
    assert!(program(["verify", folder.path().to_str().unwrap()]).status.success(), "everything is on disk");
}

#[tokio::test]
async fn an_upload_that_runs_comes_to_its_end() {
    let folder = tempdir().unwrap();
    let server = Server::program(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let chunk = vec![7_u8; 100_000];
    let named = lan.seal(doc, DraftContent::Blob(manifest(&chunk)));
    lan.pushes(&server, &[opened, named]).await;
    let mut upload = TcpStream::connect(server.address).unwrap();
    let (path, token) = (server.school(&format!("b/c/{}", ChunkHash::of(&chunk).to_base64url())), lan.token);
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: relay\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        token.unwrap(),
        chunk.len()
    );
    upload.write_all(head.as_bytes()).unwrap();
    upload.write_all(&chunk[..60_000]).unwrap();
    running(&server, 1).await;

    server.is_told_to_end();
    upload.write_all(&chunk[60_000..]).unwrap();
    let mut answer = String::new();
    upload.read_to_string(&mut answer).unwrap();

    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(server.ends_well());
}

fn manifest(file: &[u8]) -> Manifest {
    let chunks = vec![ChunkHash::of(file)];
    let size = file.len() as u64;
    Manifest { blob: BlobId::of(file), size, mime: "image/png".to_owned(), chunks, preview: None, name: None }
}

#[tokio::test]
async fn lines_of_the_log_are_json_and_name_nobody() {
    let folder = tempdir().unwrap();
    let log = folder.path().join("log");
    let server = Server::logging(&folder.path().join("data"), &log).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::School);
    let mut late = opened.clone();
    late = late.signed(hanh.key.sign(&opened.message()));
    lan.pushes(&server, &[late, opened]).await;
    lan.pulls(&server, None).await.unwrap();
    server.is_told_to_end();
    assert!(server.ends_well());

    let text = std::fs::read_to_string(&log).unwrap();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        for field in ["timestamp", "level", "message"] {
            assert!(line[field].is_string(), "{line} has {field}");
        }
    }
    assert!(text.contains("not admitted") && text.contains("bad_signature"), "{text}");
    assert!(text.contains("stopped"), "{text}");
    for person in [&hanh, &lan] {
        let (key, member) = (person.key.device_key().to_string(), person.member.to_string());
        for secret in [key, member, person.token.clone().unwrap()] {
            assert!(!text.contains(&secret), "{secret} in {text}");
        }
    }
}
