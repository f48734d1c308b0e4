//! Room for files: judged before a byte is sent, by the log alone.

use super::support::{MATHS, Person, Server, founded, joins};
use protocol::{
    Audience, BlobId, ChunkHash, Code, DocId, DraftContent, EraseAttachment, ErrorBody, Manifest, Role,
    Value, Verb,
};
use relay::Limits;
use std::path::Path;
use tempfile::tempdir;

const KIB: usize = 1024;

/// A file of one chunk.
fn file(number: u8, kib: usize) -> Vec<u8> {
    vec![number; kib * KIB]
}

fn manifest(file: &[u8]) -> DraftContent {
    DraftContent::Blob(Manifest {
        blob: BlobId::of(file),
        size: file.len() as u64,
        mime: "image/jpeg".to_owned(),
        chunks: vec![ChunkHash::of(file)],
        preview: None,
        name: None,
    })
}

fn limits(member: Option<u64>, school: Option<u64>) -> Limits {
    Limits { member_files: member, school_files: school, ..Limits::default() }
}

struct Story {
    server: Server,
    lan: Person,
    khoi: Person,
}

async fn story(folder: &Path, limits: Limits) -> Story {
    let server = Server::with(folder, limits).await;
    let mut hanh = founded(&server).await;
    let lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::Staff, Some(MATHS)))).await;
    Story { server, lan, khoi }
}

/// Opens an initiative with files, whose manifests are admitted whatever room there is.
async fn announces(server: &Server, who: &mut Person, files: &[Vec<u8>]) -> DocId {
    let (doc, opened) = who.opens(1, Audience::Authors);
    let mut chain = vec![opened];
    chain.extend(files.iter().map(|file| who.seal(doc, manifest(file))));
    let answers = who.pushes(server, &chain).await;
    assert!(answers.iter().all(|answer| answer.code.is_none()), "{answers:?}");
    doc
}

/// Sends a file as a machine does; where it has no room, each step says so.
async fn sends(server: &Server, who: &Person, file: &[u8]) -> Result<(), (String, u64)> {
    let chunk = ChunkHash::of(file).to_base64url();
    let asked = Value::Array(vec![Value::bytes(ChunkHash::of(file))]).to_bytes();
    let whole = format!("b/{}", BlobId::of(file).to_base64url());
    let mut refused = None;
    for request in [
        server.http.post(server.school("b/check")).body(asked),
        server.http.put(server.school(&format!("b/c/{chunk}"))).body(file.to_vec()),
        server.http.put(server.school(&whole)),
    ] {
        let answer = who.with_token(request).send().await.unwrap();
        if answer.status().is_success() {
            assert_eq!(refused, None, "what was refused once is refused at every step");
            continue;
        }
        let body = ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!(body.code, Code::OverQuota);
        let [Value::Text(whose), Value::Uint(limit)] = body.details.as_array().unwrap() else { panic!() };
        refused = Some((whose.clone(), *limit));
    }
    refused.map_or(Ok(()), Err)
}

#[tokio::test]
async fn a_members_files_fill_their_room_in_the_order_in_which_they_were_announced() {
    let folder = tempdir().unwrap();
    let limit = 100 * KIB as u64;
    let Story { server, mut lan, mut khoi } = story(folder.path(), limits(Some(limit), None)).await;
    let files = [file(1, 60), file(2, 50), file(3, 30)];
    announces(&server, &mut lan, &files).await;

    assert_eq!(
        sends(&server, &lan, &files[1]).await,
        Err(("member".into(), limit)),
        "the first one has the room"
    );
    assert_eq!(sends(&server, &lan, &files[0]).await, Ok(()));
    assert_eq!(sends(&server, &lan, &files[2]).await, Ok(()), "a smaller one fits");
    let his = [file(4, 90)];
    announces(&server, &mut khoi, &his).await;
    assert_eq!(sends(&server, &khoi, &his[0]).await, Ok(()), "everybody has room of their own");
}

#[tokio::test]
async fn erasing_a_file_makes_room_for_the_next_one() {
    let folder = tempdir().unwrap();
    let Story { server, mut lan, .. } = story(folder.path(), limits(Some(100 * KIB as u64), None)).await;
    let files = [file(1, 60), file(2, 50)];
    let doc = announces(&server, &mut lan, &files).await;
    sends(&server, &lan, &files[0]).await.unwrap();
    assert!(sends(&server, &lan, &files[1]).await.is_err());

    let body = EraseAttachment { blob: BlobId::of(&files[0]) }.to_body();
    let erase = lan.seal(doc, super::support::record(Verb::EraseAttachment, Role::Author, body));
    assert_eq!(lan.pushes(&server, &[erase]).await[0].code, None);
    assert_eq!(sends(&server, &lan, &files[1]).await, Ok(()));
}

#[tokio::test]
async fn the_school_has_a_room_too_and_another_start_may_make_it_larger() {
    let folder = tempdir().unwrap();
    let limit = 100 * KIB as u64;
    let Story { server, mut lan, mut khoi } = story(folder.path(), limits(None, Some(limit))).await;
    let (hers, his) = (file(1, 60), file(2, 50));
    announces(&server, &mut lan, std::slice::from_ref(&hers)).await;
    announces(&server, &mut khoi, std::slice::from_ref(&his)).await;
    sends(&server, &lan, &hers).await.unwrap();
    assert_eq!(sends(&server, &khoi, &his).await, Err(("school".into(), limit)));
    let metrics = server.http.get(server.url("/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("ssk_relay_file_quota_bytes{of=\"school\"} 102400"), "{metrics}");
    assert!(metrics.contains("} 61440"), "what her file takes is told");
    server.stop().await;

    let server = Server::with(folder.path(), limits(None, Some(2 * limit))).await;
    assert_eq!(sends(&server, &khoi, &his).await, Ok(()));
}
