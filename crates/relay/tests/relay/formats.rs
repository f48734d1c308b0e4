//! Databases as earlier versions left them: all of it is there, and the school goes on.
//!
//! `tests/fixtures/format-N` was written by the first version with that format. It is never changed; a
//! new format adds a folder: `SSK_KEEP_FIXTURE=DIR cargo test -p relay something_of_everything`.

use super::support::{MATHS, Person, SPACE, Server, founded, joins, record};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use protocol::{
    Ack, Audience, BlobId, ChangeHash, ChunkHash, Code, ControlBody, DocId, DraftContent, Manifest, PullItem,
    PushStatus, Role, Value, Verb, actor_id, document_id,
};
use relay::verify;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::tempdir;

const FILE: &[u8] = b"a photo of the notice board, as small as photos are";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn school_of(data: &Path) -> PathBuf {
    data.join("schools").join(SPACE.to_string())
}

fn chunk_of(data: &Path) -> PathBuf {
    let name = ChunkHash::of(FILE).to_string();
    school_of(data).join("blobs").join(&name[..2]).join(&name[2..4]).join(name)
}

/// One change more in a text of Automerge.
fn change(text: &mut AutoCommit, title: &str) -> DraftContent {
    text.put(ROOT, "title", title).unwrap();
    text.commit();
    let last = text.get_last_local_change().unwrap();
    let hash = ChangeHash::from_bytes(last.hash().0);
    DraftContent::Changes { chunks: vec![last.raw_bytes().to_vec()], hashes: vec![hash] }
}

fn text_of(person: &Person, number: u8) -> AutoCommit {
    let actor = actor_id(person.key.device_key(), [number; 6]);
    AutoCommit::new().with_actor(automerge::ActorId::from(actor.to_bytes().as_slice()))
}

/// Two changes, one that is void, and a file that is stored.
async fn writes(lan: &mut Person, server: &Server) {
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let mut text = text_of(lan, 1);
    let one = lan.seal(doc, change(&mut text, "Thẻ lỗi sai"));
    let two = lan.seal(doc, change(&mut text, "Thẻ lỗi sai, bản hai"));
    let void = lan.seal(doc, change(&mut text_of(&Person::new(9), 1), "của người khác"));
    let manifest = Manifest {
        blob: BlobId::of(FILE),
        size: FILE.len() as u64,
        mime: "image/png".to_owned(),
        chunks: vec![ChunkHash::of(FILE)],
        preview: None,
        name: None,
    };
    let file = lan.seal(doc, DraftContent::Blob(manifest));
    let answers = lan.pushes(server, &[opened, one, two, void, file]).await;
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    let good = PushStatus::Admitted;
    assert_eq!(statuses, [good, good, good, PushStatus::Void, good]);
    let put = |path: String, body: &'static [u8]| {
        lan.with_token(server.http.put(server.school(&path)).body(body)).send()
    };
    put(format!("b/c/{}", ChunkHash::of(FILE).to_base64url()), FILE).await.unwrap();
    let stored = put(format!("b/{}", BlobId::of(FILE).to_base64url()), b"").await.unwrap();
    assert_eq!(stored.status(), 204);
}

/// Khôi is revoked, and what his machine sends afterwards is kept aside.
async fn is_revoked(mut khoi: Person, hanh: &mut Person, server: &Server) {
    let (_, good) = khoi.opens(2, Audience::Group);
    khoi.pushes(server, &[good]).await;
    hanh.decides(server, ControlBody::MemberRevoke { member: khoi.member }).await;
    let (_, late) = khoi.opens(3, Audience::Group);
    assert_eq!(hanh.pushes(server, &[late]).await[0].status, PushStatus::Quarantined);
}

/// A school with something of everything that a relay keeps.
async fn school(data: &Path) {
    let server = Server::start(data).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    writes(&mut lan, &server).await;
    is_revoked(khoi, &mut hanh, &server).await;
    let ack = Ack::sign(&lan.key, SPACE, lan.pulls(&server, None).await.unwrap().cursor);
    let acked = lan.with_token(server.http.post(server.school("ack")).body(ack.to_bytes())).send();
    assert_eq!(acked.await.unwrap().status(), 204);
    server.stop().await;
}

#[tokio::test]
async fn something_of_everything_can_be_kept_as_a_fixture() {
    let folder = tempdir().unwrap();
    school(folder.path()).await;
    let report = verify(folder.path()).unwrap();
    assert!(report.is_sound(), "{report}");
    assert!(
        report.to_string().contains("(1 without effect, 0 whose text is no longer kept, 1 in"),
        "{report}"
    );

    if let Some(kept) = std::env::var_os("SSK_KEEP_FIXTURE").map(PathBuf::from) {
        fs::create_dir_all(&kept).unwrap();
        fs::copy(folder.path().join("relay.key"), kept.join("relay.key")).unwrap();
        fs::copy(school_of(folder.path()).join("fence"), kept.join("fence")).unwrap();
        let mut packed =
            GzEncoder::new(fs::File::create(kept.join("relay.db.gz")).unwrap(), Compression::best());
        packed.write_all(&fs::read(school_of(folder.path()).join("relay.db")).unwrap()).unwrap();
        packed.finish().unwrap();
    }
}

/// Lays a fixture as a data folder.
fn lay(fixture: &Path, data: &Path) {
    fs::create_dir_all(chunk_of(data).parent().unwrap()).unwrap();
    fs::copy(fixture.join("relay.key"), data.join("relay.key")).unwrap();
    fs::copy(fixture.join("fence"), school_of(data).join("fence")).unwrap();
    fs::write(chunk_of(data), FILE).unwrap();
    let mut database = Vec::new();
    let packed = fs::File::open(fixture.join("relay.db.gz")).unwrap();
    GzDecoder::new(packed).read_to_end(&mut database).unwrap();
    fs::write(school_of(data).join("relay.db"), database).unwrap();
}

fn formats() -> Vec<PathBuf> {
    let folders = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let formats: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    assert!(!formats.is_empty(), "there is one format at least");
    formats
}

/// Lan as her machine would be: it knows where her chain and the control log end.
async fn lan(server: &Server) -> Person {
    let mut lan = Person::new(2);
    lan.signs_in(server).await;
    for item in lan.pulls(server, None).await.unwrap().items {
        let PullItem::Envelope { header, .. } = item else { continue };
        let (id, header) = (protocol::env_id(&header), protocol::Header::from_bytes(&header).unwrap());
        if header.kind == protocol::Kind::Control {
            lan.next.control = id;
        }
        if header.author == lan.key.device_key() {
            (lan.next.aseq, lan.next.aprev) = (header.aseq + 1, id);
        }
    }
    lan
}

#[tokio::test]
async fn a_school_of_every_format_goes_on() {
    for fixture in formats() {
        let folder = tempdir().unwrap();
        lay(&fixture, folder.path());
        let server = Server::start(folder.path()).await;
        let mut lan = lan(&server).await;

        let doc: DocId = document_id(lan.member, [1; 16]);
        let file = server.school(&format!("b/{}", BlobId::of(FILE).to_base64url()));
        let file = lan.with_token(server.http.get(file)).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(file, FILE, "{fixture:?}");
        let remark = lan.seal(doc, record(Verb::Remark, Role::Author, Value::Map(vec![])));
        let answer = lan.pushes(&server, &[remark]).await.remove(0);
        assert_eq!((answer.status, answer.code), (PushStatus::Admitted, None), "{fixture:?}");
        let khoi = Person::new(3).opens_a_session(&server).await;
        assert_eq!(khoi.status(), Code::NotMember.http_status(), "he was revoked: {fixture:?}");
        server.stop().await;

        let report = verify(folder.path()).unwrap();
        assert!(report.is_sound(), "{fixture:?}: {report}");
    }
}

#[test]
fn a_folder_of_every_format_can_be_checked_as_it_is() {
    for fixture in formats() {
        let folder = tempdir().unwrap();
        lay(&fixture, folder.path());
        let database = fs::read(school_of(folder.path()).join("relay.db")).unwrap();

        let report = verify(folder.path()).unwrap();

        assert!(report.is_sound(), "{fixture:?}: {report}");
        assert!(report.to_string().contains("1 without effect"), "{fixture:?}: {report}");
        assert!(report.to_string().contains("1 in quarantine"), "{fixture:?}: {report}");
        let after = fs::read(school_of(folder.path()).join("relay.db")).unwrap();
        assert!(after == database, "it is not brought to another format by that");
    }
}

#[tokio::test]
async fn a_change_whose_text_is_no_longer_kept_is_no_fault() {
    let folder = tempdir().unwrap();
    school(folder.path()).await;
    let conn = rusqlite::Connection::open(school_of(folder.path()).join("relay.db")).unwrap();
    let drop = "UPDATE log_envelope SET status = 2, payload = NULL WHERE kind = 1 AND status = 0";
    assert_eq!(conn.execute(drop, []).unwrap(), 2);
    conn.close().unwrap();

    let report = verify(folder.path()).unwrap();

    assert!(report.is_sound(), "{report}");
    assert!(report.to_string().contains("2 whose text is no longer kept"), "{report}");
}
