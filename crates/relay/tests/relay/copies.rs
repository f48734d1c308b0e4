//! `relay backup` and `relay verify`, as an operator runs them.

use super::support::{MATHS, Person, SPACE, Server, founded, joins, program};
use protocol::{
    Audience, BlobId, ChunkHash, DraftContent, EraseAttachment, Manifest, PushStatus, Role, Verb,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::{TempDir, tempdir};

/// A school with a stored file, its relay still running, and a place for backups.
struct Story {
    server: Server,
    data: TempDir,
    shelf: TempDir,
    lan: Person,
    doc: protocol::DocId,
}

fn photo() -> Vec<u8> {
    (0..1_500_000_u32).map(|index| (index * 31 % 253) as u8).collect()
}

fn chunks() -> Vec<Vec<u8>> {
    photo().chunks(1 << 20).map(<[u8]>::to_vec).collect()
}

fn school_of(folder: &Path) -> PathBuf {
    folder.join("schools").join(SPACE.to_string())
}

fn chunk_of(folder: &Path, chunk: &[u8]) -> PathBuf {
    let name = ChunkHash::of(chunk).to_string();
    school_of(folder).join("blobs").join(&name[..2]).join(&name[2..4]).join(name)
}

impl Story {
    async fn new() -> Self {
        let (data, shelf) = (tempdir().unwrap(), tempdir().unwrap());
        let server = Server::program(data.path()).await;
        let mut hanh = founded(&server).await;
        let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
        let (doc, opened) = lan.opens(1, Audience::Authors);
        let manifest = Manifest {
            blob: BlobId::of(&photo()),
            size: photo().len() as u64,
            mime: "image/jpeg".to_owned(),
            chunks: chunks().iter().map(|chunk| ChunkHash::of(chunk)).collect(),
            preview: None,
            name: None,
        };
        let named = lan.seal(doc, DraftContent::Blob(manifest));
        lan.pushes(&server, &[opened, named]).await;
        let story = Self { server, data, shelf, lan, doc };
        story.sends_the_photo().await;
        story
    }

    async fn sends_the_photo(&self) {
        let put = |path: String, body: Vec<u8>| {
            let request = self.server.http.put(self.server.school(&path)).body(body);
            self.lan.with_token(request).send()
        };
        for chunk in chunks() {
            let path = format!("b/c/{}", ChunkHash::of(&chunk).to_base64url());
            assert_eq!(put(path, chunk).await.unwrap().status(), 204);
        }
        let whole = format!("b/{}", BlobId::of(&photo()).to_base64url());
        assert_eq!(put(whole, vec![]).await.unwrap().status(), 204);
    }

    fn shelf(&self, name: &str) -> PathBuf {
        self.shelf.path().join(name)
    }

    fn backs_up(&self, name: &str) -> Output {
        let target = self.shelf(name);
        program(["backup", target.to_str().unwrap(), "--data", self.data.path().to_str().unwrap()])
    }
}

fn verifies(folder: &Path) -> Output {
    program(["verify", folder.to_str().unwrap()])
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file of a folder with what is in it.
fn contents(folder: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.insert((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    files
}

#[tokio::test]
async fn a_backup_of_a_running_relay_is_sound_and_checking_changes_nothing() {
    let mut story = Story::new().await;
    let made = story.backs_up("monday");
    assert!(made.status.success(), "{}", text(&made));
    // The relay goes on, and the backup does not.
    let (_, later) = story.lan.opens(2, Audience::Authors);
    assert_eq!(story.lan.pushes(&story.server, &[later]).await[0].status, PushStatus::Admitted);

    let before = contents(&story.shelf("monday"));
    let checked = verifies(&story.shelf("monday"));

    assert!(checked.status.success(), "{}", text(&checked));
    let said = text(&checked);
    assert!(said.contains("all is well"), "{said}");
    assert!(said.contains("files 1: 2 pieces"), "{said}");
    assert!(said.contains("no fence, as in every backup"), "{said}");
    assert_eq!(contents(&story.shelf("monday")), before, "it only reads");
    assert!(!story.shelf("monday.part").exists());
    story.server.dies();
}

#[tokio::test]
async fn a_relay_on_a_backup_has_everything_and_says_that_it_is_another_life() {
    let story = Story::new().await;
    let before = story.lan.pulls(&story.server, None).await.unwrap();
    assert!(story.backs_up("monday").status.success());
    let key = story.server.key;
    story.server.dies();

    let restored = Server::program(&story.shelf.path().join("monday")).await;

    assert_eq!(restored.key, key, "devices know it");
    let after = story.lan.pulls(&restored, None).await.unwrap();
    assert_eq!(after.items, before.items);
    assert_ne!(after.cursor.epoch, before.cursor.epoch, "that it was restored is noticed");
    let file = restored.school(&format!("b/{}", BlobId::of(&photo()).to_base64url()));
    let file = story.lan.with_token(restored.http.get(file)).send().await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), photo());
    restored.dies();
}

#[tokio::test]
async fn what_is_there_is_not_written_over_and_what_was_cut_off_does_not_look_whole() {
    let story = Story::new().await;
    std::fs::create_dir_all(story.shelf("taken")).unwrap();
    std::fs::write(story.shelf("taken").join("letter"), "dear").unwrap();
    std::fs::create_dir_all(story.shelf("monday.part/schools/half")).unwrap();
    std::fs::create_dir_all(story.shelf("monday")).unwrap();

    let taken = story.backs_up("taken");
    assert!(!taken.status.success() && text(&taken).contains("not empty"), "{}", text(&taken));
    assert_eq!(std::fs::read(story.shelf("taken").join("letter")).unwrap(), b"dear");
    let made = story.backs_up("monday");
    assert!(made.status.success(), "an empty folder is no obstacle: {}", text(&made));
    assert!(!story.shelf("monday/schools/half").exists(), "what an earlier one left is cleared away");
    let elsewhere = program(["backup", "x", "--data", story.shelf.path().to_str().unwrap()]);
    assert!(text(&elsewhere).contains("no data folder of a relay"), "{}", text(&elsewhere));
    story.server.dies();
}

#[tokio::test]
async fn a_piece_that_is_missing_or_altered_is_named() {
    let story = Story::new().await;
    assert!(story.backs_up("monday").status.success());
    let monday = story.shelf("monday");
    std::fs::remove_file(chunk_of(&monday, &chunks()[0])).unwrap();
    let missing = verifies(&monday);
    std::fs::write(chunk_of(&monday, &chunks()[0]), b"something else").unwrap();
    let altered = verifies(&monday);

    assert_eq!((missing.status.code(), altered.status.code()), (Some(1), Some(1)));
    let name = ChunkHash::of(&chunks()[0]).to_string();
    for (output, what) in [(missing, "is missing"), (altered, "was altered")] {
        let said = text(&output);
        assert!(said.contains(&SPACE.to_string()) && said.contains(&name) && said.contains(what), "{said}");
        assert!(said.contains("Take the piece from another backup"), "{said}");
    }
    std::fs::remove_file(chunk_of(story.data.path(), &chunks()[1])).unwrap();
    let tuesday = story.backs_up("tuesday");
    assert_eq!(tuesday.status.code(), Some(1), "a backup that lacks something says so");
    assert!(text(&tuesday).contains("1 pieces of files are missing"), "{}", text(&tuesday));
    assert!(story.shelf("tuesday/relay.key").is_file(), "the rest is worth having");
    story.server.dies();
}

#[tokio::test]
async fn an_erased_file_is_not_in_later_backups() {
    let mut story = Story::new().await;
    let body = EraseAttachment { blob: BlobId::of(&photo()) }.to_body();
    let erased = story.lan.seal(story.doc, super::support::record(Verb::EraseAttachment, Role::Author, body));
    assert_eq!(story.lan.pushes(&story.server, &[erased]).await[0].status, PushStatus::Admitted);

    let made = story.backs_up("monday");
    let checked = verifies(&story.shelf("monday"));

    assert!(made.status.success() && checked.status.success(), "{}{}", text(&made), text(&checked));
    assert!(text(&checked).contains("files 0"), "{}", text(&checked));
    assert!(!chunk_of(&story.shelf("monday"), &chunks()[0]).exists());
    story.server.dies();
}

#[tokio::test]
async fn what_was_erased_just_before_a_power_cut_is_gone_after_the_next_start() {
    let mut story = Story::new().await;
    let body = EraseAttachment { blob: BlobId::of(&photo()) }.to_body();
    let erased = story.lan.seal(story.doc, super::support::record(Verb::EraseAttachment, Role::Author, body));
    story.lan.pushes(&story.server, &[erased]).await;
    story.server.dies();
    let left = chunk_of(story.data.path(), &chunks()[0]);
    std::fs::write(&left, &chunks()[0]).unwrap();
    let said = text(&verifies(story.data.path()));
    assert!(said.contains("1 pieces of erased files are still here"), "{said}");

    Server::program(story.data.path()).await.dies();

    assert!(!left.exists());
}

#[tokio::test]
async fn a_relay_that_was_killed_can_be_backed_up_before_it_runs_again() {
    let story = Story::new().await;
    let entries = story.lan.pulls(&story.server, None).await.unwrap().head;
    let (data, target) = (story.data.path().to_owned(), story.shelf("monday"));
    story.server.dies();

    let made = program(["backup", target.to_str().unwrap(), "--data", data.to_str().unwrap()]);

    assert!(made.status.success(), "{}", text(&made));
    assert_eq!(count(&text(&verifies(&target))), entries);
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_made_while_everybody_sends_are_each_of_one_moment() {
    let mut story = Story::new().await;
    let first = story.lan.pulls(&story.server, None).await.unwrap().head;
    let stop = Arc::new(AtomicBool::new(false));
    let pushing = {
        let (stop, server, mut lan) = (Arc::clone(&stop), story.server.beside(), story.lan.twin());
        tokio::spawn(async move {
            for nonce in (10..=u8::MAX).take_while(|_| !stop.load(Ordering::Relaxed)) {
                let (_, opened) = lan.opens(nonce, Audience::Authors);
                assert_eq!(lan.pushes(&server, &[opened]).await[0].status, PushStatus::Admitted);
            }
            lan
        })
    };
    let mut entries = Vec::new();
    for name in ["one", "two", "three", "four"] {
        assert!(story.backs_up(name).status.success());
        let checked = verifies(&story.shelf(name));
        assert!(checked.status.success(), "{}", text(&checked));
        entries.push(count(&text(&checked)));
    }
    stop.store(true, Ordering::Relaxed);
    story.lan = pushing.await.unwrap();
    assert!(entries.is_sorted() && entries[0] >= first, "{entries:?}");
    assert!(entries[3] > first, "something was sent meanwhile: {entries:?}");
    story.server.dies();
}

/// How many entries were judged.
fn count(said: &str) -> u64 {
    said.split_once("entries ").unwrap().1.split(':').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_backup_that_is_killed_is_whole_or_has_no_name() {
    let story = Story::new().await;
    let (target, part) = (story.shelf("monday"), story.shelf("monday.part"));
    for _ in 0..10 {
        let mut backup = super::support::command()
            .args(["backup", target.to_str().unwrap(), "--data", story.data.path().to_str().unwrap()])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !part.exists() && backup.try_wait().unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        backup.kill().unwrap();
        backup.wait().unwrap();
        if target.exists() {
            assert!(verifies(&target).status.success(), "what has the name is whole");
            std::fs::remove_dir_all(&target).unwrap();
        }
    }
    assert!(story.backs_up("monday").status.success(), "what they left is no obstacle");
    assert!(verifies(&target).status.success() && !part.exists());
    story.server.dies();
}
