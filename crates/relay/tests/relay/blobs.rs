use super::support::{MATHS, Person, Server, founded, joins};
use protocol::{
    Audience, BlobId, ChunkHash, DocId, DraftContent, EraseAttachment, Manifest, Role, Value, Verb,
};
use tempfile::tempdir;

const MIB: usize = 1024 * 1024;

fn file() -> Vec<u8> {
    (0..2 * MIB + 1000).map(|index| (index * 7 % 251) as u8).collect()
}

fn manifest(file: &[u8]) -> Manifest {
    Manifest {
        blob: BlobId::of(file),
        size: file.len() as u64,
        mime: "image/jpeg".to_owned(),
        chunks: file.chunks(MIB).map(ChunkHash::of).collect(),
        preview: None,
        name: Some("ảnh.jpg".to_owned()),
    }
}

struct Story {
    server: Server,
    lan: Person,
    khoi: Person,
    doc: DocId,
}

/// Lan has an initiative and has pushed the manifest of a file.
async fn story(folder: &std::path::Path) -> Story {
    let server = Server::start(folder).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let blob = lan.seal(doc, DraftContent::Blob(manifest(&file())));
    let answers = lan.pushes(&server, &[opened, blob]).await;
    assert!(answers.iter().all(|answer| answer.code.is_none()), "{answers:?}");
    Story { server, lan, khoi, doc }
}

impl Story {
    async fn missing(&self) -> Vec<ChunkHash> {
        let hashes = manifest(&file()).chunks.iter().map(Value::bytes).collect();
        let body = Value::Array(hashes).to_bytes();
        let request = self.server.http.post(self.server.school("b/check")).body(body);
        let bytes = self.lan.with_token(request).send().await.unwrap().bytes().await.unwrap();
        let missing = Value::from_bytes(&bytes).unwrap();
        missing.as_array().unwrap().iter().map(|hash| hash.as_bytes().unwrap().try_into().unwrap()).collect()
    }

    async fn put(&self, path: &str, body: Vec<u8>) -> u16 {
        let request = self.server.http.put(self.server.school(path)).body(body);
        self.lan.with_token(request).send().await.unwrap().status().as_u16()
    }

    async fn sends_all(&self) -> String {
        for chunk in file().chunks(MIB) {
            let path = format!("b/c/{}", ChunkHash::of(chunk).to_base64url());
            assert_eq!(self.put(&path, chunk.to_vec()).await, 204);
        }
        let path = format!("b/{}", BlobId::of(&file()).to_base64url());
        assert_eq!(self.put(&path, vec![]).await, 204);
        path
    }
}

#[tokio::test]
async fn an_upload_goes_on_where_it_broke_off() {
    let folder = tempdir().unwrap();
    let story = story(folder.path()).await;
    let file = file();
    let chunks: Vec<_> = file.chunks(MIB).collect();
    let whole = format!("b/{}", BlobId::of(&file).to_base64url());
    let path = |chunk: &[u8]| format!("b/c/{}", ChunkHash::of(chunk).to_base64url());

    assert_eq!(story.put(&path(chunks[0]), chunks[0].to_vec()).await, 204);
    assert_eq!(story.put(&path(chunks[1]), chunks[0].to_vec()).await, 400, "a wrong chunk is not kept");
    assert_eq!(story.put(&path(b"foreign"), b"foreign".to_vec()).await, 404, "nobody named it");
    assert_eq!(story.put(&whole, vec![]).await, 422, "it is not whole yet");
    assert_eq!(story.missing().await, [ChunkHash::of(chunks[1]), ChunkHash::of(chunks[2])]);
    story.sends_all().await;
    assert_eq!(story.missing().await, []);
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke_off_and_only_readers_get_it() {
    let folder = tempdir().unwrap();
    let story = story(folder.path()).await;
    let url = story.server.school(&story.sends_all().await);
    let get = |person: &Person, range: &str| {
        person.with_token(story.server.http.get(&url).header("range", range)).send()
    };

    let whole = story.lan.with_token(story.server.http.get(&url)).send().await.unwrap();
    assert_eq!(whole.headers()["content-disposition"], "attachment");
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(whole.bytes().await.unwrap(), file());
    let part = get(&story.lan, "bytes=1048570-2097160").await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.bytes().await.unwrap(), file()[1_048_570..=2_097_160]);
    assert_eq!(get(&story.lan, "bytes=9999999-").await.unwrap().status(), 416);
    assert_eq!(get(&story.khoi, "bytes=0-").await.unwrap().status(), 404, "Khôi does not read the draft");
}

#[tokio::test]
async fn an_erased_file_is_gone_at_once() {
    let folder = tempdir().unwrap();
    let mut story = story(folder.path()).await;
    let url = story.server.school(&story.sends_all().await);
    let body = EraseAttachment { blob: BlobId::of(&file()) }.to_body();
    let erase = story.lan.seal(story.doc, super::support::record(Verb::EraseAttachment, Role::Author, body));

    assert!(story.lan.pushes(&story.server, &[erase]).await[0].code.is_none());

    let answer = story.lan.with_token(story.server.http.get(&url)).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let blobs = folder.path().join("schools").join(super::support::SPACE.to_string()).join("blobs");
    for chunk in manifest(&file()).chunks {
        let name = chunk.to_string();
        let path = blobs.join(&name[..2]).join(&name[2..4]).join(&name);
        assert!(!path.exists(), "no chunk lies on the disk");
    }
}
