//! What comes to the relay in a sealed file.

use super::support::{MATHS, Person, SPACE, Server, founded, joins, program};
use protocol::{
    Audience, BlobId, BundleAnswer, BundleItem, BundleWriter, ChunkHash, ControlBody, DocId, DraftContent,
    Manifest, MemberId, Recipient, RelayKey, Role, SealWith, SpaceId, Vector,
};
use tempfile::tempdir;

struct Story {
    server: Server,
    /// Whose work is carried.
    lan: Person,
    /// Who carries it.
    khoi: Person,
}

async fn story(folder: &std::path::Path) -> Story {
    let server = Server::start(folder).await;
    let mut hanh = founded(&server).await;
    let lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    Story { server, lan, khoi }
}

fn file() -> Vec<u8> {
    (0..1_500_000_u32).map(|index| (index % 251) as u8).collect()
}

/// An opening and a manifest of Lan's, and the file.
fn work(lan: &mut Person) -> (DocId, Vec<BundleItem>) {
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let (file, name) = (file(), Some("ảnh.jpg".to_owned()));
    let chunks: Vec<&[u8]> = file.chunks(1 << 20).collect();
    let manifest = Manifest {
        blob: BlobId::of(&file),
        size: file.len() as u64,
        mime: "image/jpeg".to_owned(),
        chunks: chunks.iter().map(|chunk| ChunkHash::of(chunk)).collect(),
        preview: None,
        name,
    };
    let blob = lan.seal(doc, DraftContent::Blob(manifest));
    let mut items = vec![BundleItem::Envelope(opened), BundleItem::Envelope(blob)];
    items.extend(chunks.into_iter().map(|chunk| BundleItem::Chunk(chunk.to_vec())));
    (doc, items)
}

fn bundle(relay: RelayKey, space: SpaceId, items: &[BundleItem]) -> Vec<u8> {
    let with = SealWith { key: [1; 32], prefix: [2; 19] };
    let to = Recipient { name: relay.to_bytes(), box_key: relay.box_key() };
    let (mut writer, mut file) = BundleWriter::begin(space, 0, &with, &[(to, [3; 32])]).unwrap();
    file.extend(writer.add(&BundleItem::Vector(Vector::default())).unwrap());
    for item in items {
        file.extend(writer.add(item).unwrap());
    }
    file.extend(writer.finish().unwrap());
    file
}

impl Story {
    async fn brings(&self, file: Vec<u8>) -> Result<BundleAnswer, u16> {
        let request = self.server.http.post(self.server.school("bundle")).body(file);
        let answer = self.khoi.with_token(request).send().await.unwrap();
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.unwrap();
        if status == 200 { Ok(BundleAnswer::from_bytes(&bytes).unwrap()) } else { Err(status) }
    }

    fn sealed(&self, items: &[BundleItem]) -> Vec<u8> {
        bundle(self.server.key, SPACE, items)
    }
}

#[tokio::test]
async fn work_and_its_file_come_by_somebody_who_may_not_read_them() {
    let folder = tempdir().unwrap();
    let mut story = story(folder.path()).await;
    let (_, items) = work(&mut story.lan);
    let file_of_work = story.sealed(&items);

    let taken = story.brings(file_of_work.clone()).await.unwrap();
    let expected = BundleAnswer { placed: 2, files: 1, whole: true, ..BundleAnswer::default() };
    assert_eq!(taken, expected);
    let again = story.brings(file_of_work).await.unwrap();
    assert_eq!(again, BundleAnswer { known: 2, whole: true, ..BundleAnswer::default() }, "twice is once");
    let path = format!("b/{}", BlobId::of(&file()).to_base64url());
    let request = story.server.http.get(story.server.school(&path));
    let got = story.lan.with_token(request).send().await.unwrap().bytes().await.unwrap();
    assert!(got == file(), "the file is at the relay");
}

#[tokio::test]
async fn a_part_that_another_bundle_encloses_is_opened_too() {
    let folder = tempdir().unwrap();
    let mut story = story(folder.path()).await;
    let (_, items) = work(&mut story.lan);
    let enclosed = story.sealed(&items);

    let taken = story.brings(story.sealed(&[BundleItem::Enclosed(enclosed)])).await.unwrap();
    assert_eq!((taken.placed, taken.files, taken.whole), (2, 1, true));
}

#[tokio::test]
async fn what_is_cut_altered_or_not_for_this_relay_is_told() {
    let folder = tempdir().unwrap();
    let mut story = story(folder.path()).await;
    let (_, items) = work(&mut story.lan);
    let whole = story.sealed(&items);

    assert_eq!(story.brings(b"%PDF-1.7".to_vec()).await, Err(400));
    assert_eq!(story.brings(bundle(story.server.key, SpaceId::from_bytes([1; 16]), &items)).await, Err(404));
    let other = protocol::SigningKey::from_seed([77; 32]);
    let elsewhere = bundle(RelayKey::from_bytes(other.public()), SPACE, &items);
    assert_eq!(story.brings(elsewhere).await, Err(403));
    let mut altered = whole.clone();
    altered[5_000] ^= 1;
    assert_eq!(story.brings(altered).await, Err(400), "nothing before it was sound");
    let cut = story.brings(whole[..whole.len() - 1].to_vec()).await.unwrap();
    assert_eq!((cut.placed, cut.files, cut.whole), (2, 0, false), "what lay before the cut is kept");
    assert!(story.brings(whole).await.unwrap().whole);
}

#[tokio::test]
async fn a_gap_waits_and_membership_is_not_decided_by_a_file() {
    let folder = tempdir().unwrap();
    let mut story = story(folder.path()).await;
    let (_, opened) = story.lan.opens(1, Audience::Authors);
    let (_, second) = story.lan.opens(2, Audience::Authors);
    let member = ControlBody::Member { member: MemberId::from_bytes([99; 16]) };
    let control = story.lan.seal_only(SPACE.into(), DraftContent::Control(member));

    let later = story.sealed(&[BundleItem::Envelope(second.clone())]);
    assert_eq!(story.brings(later).await.unwrap().incomplete, 1, "the number before it is missing");
    let disguised = story.sealed(&[BundleItem::Control(control.clone()), BundleItem::Envelope(control)]);
    let refused = story.brings(disguised).await.unwrap();
    assert_eq!((refused.placed, refused.refused), (0, 1));
    let turned = story.sealed(&[BundleItem::Envelope(second), BundleItem::Envelope(opened)]);
    assert_eq!(story.brings(turned).await.unwrap().placed, 2, "in any order");
}

#[tokio::test]
async fn an_operator_brings_a_file_to_a_relay_that_does_not_run() {
    let folder = tempdir().unwrap();
    let (data, stick) = (folder.path().join("data"), folder.path().join("work.ssk"));
    let mut story = story(&data).await;
    let (_, items) = work(&mut story.lan);
    let sealed = story.sealed(&items);
    std::fs::write(&stick, &sealed).unwrap();
    let brings = || program(["import", stick.to_str().unwrap(), "--data", data.to_str().unwrap()]);
    let said = |output: &std::process::Output| {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };

    assert!(said(&brings()).contains("another relay is already running"), "{}", said(&brings()));
    story.server.stop().await;
    let taken = brings();
    assert!(taken.status.success() && said(&taken).contains("new entries 2"), "{}", said(&taken));
    assert!(said(&taken).contains("files that are whole now 1"), "{}", said(&taken));
    std::fs::write(&stick, &sealed[..sealed.len() / 2]).unwrap();
    let cut = brings();
    assert!(!cut.status.success() && said(&cut).contains("cut off or damaged"), "{}", said(&cut));
    std::fs::write(&stick, b"a letter").unwrap();
    assert!(said(&brings()).contains("is no file of work"), "{}", said(&brings()));
    let report = relay::verify(&data).unwrap();
    assert!(report.is_sound(), "{report}");
}
