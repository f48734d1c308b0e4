//! A relay whose folder was put back from a backup, or lost: it notices, takes what comes back before
//! anything new, and is whole again.

use super::support::{MATHS, Person, SPACE, Server, founded, genesis, grant, joins, record};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT};
use protocol::{
    Audience, ChangeHash, Code, ControlBody, Cursor, DeviceKey, DraftContent, Envelope, ErrorBody,
    HaveAnswer, HaveRequest, HaveStage, ItemStatus, PullItem, PushStatus, Role, SessionAnswer,
    SignedCheckpoint, Value, Vector, Verb,
};
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// A school with a backup of its folder, and what came after the backup.
struct Story {
    folder: TempDir,
    server: Server,
    hanh: Person,
    lan: Person,
    khoi: Person,
    /// Lan's, all of it placed after the backup.
    after: Vec<Envelope>,
    checkpoint: SignedCheckpoint,
    cursor: Cursor,
}

fn school_folder(data: &Path) -> PathBuf {
    data.join("schools").join(SPACE.to_string())
}

/// Copies files over those that are there, which stay the same files.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for name in ["relay.db", "fence"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

async fn last_checkpoint(server: &Server, person: &mut Person) -> SignedCheckpoint {
    let answer = person.opens_a_session(server).await.bytes().await.unwrap();
    SessionAnswer::from_bytes(&answer).unwrap().checkpoint
}

impl Story {
    async fn begins() -> Self {
        let folder = tempdir().unwrap();
        let server = Server::start(folder.path()).await;
        let mut hanh = founded(&server).await;
        let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
        let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
        server.stop().await;
        copy(&school_folder(folder.path()), &folder.path().join("backup"));
        let server = Server::start(folder.path()).await;
        let (doc, opened) = lan.opens(1, Audience::Group);
        let withdrawn = lan.seal(doc, record(Verb::Withdraw, Role::Author, Value::map([])));
        let after = vec![opened, withdrawn];
        assert!(lan.pushes(&server, &after).await.iter().all(|answer| answer.status == PushStatus::Admitted));
        let checkpoint = last_checkpoint(&server, &mut hanh).await;
        let cursor = hanh.pulls(&server, None).await.unwrap().cursor;
        Self { folder, server, hanh, lan, khoi, after, checkpoint, cursor }
    }

    /// Stops the relay, puts the backup over the files, and starts again: nothing but what members
    /// show can tell that the log went back.
    async fn put_back_in_place(&mut self) {
        self.restarts(|data| copy(&data.join("backup"), &school_folder(data))).await;
    }

    /// Puts the backup in the place of the folder, as a person would.
    async fn put_back(&mut self) {
        self.restarts(|data| {
            std::fs::rename(school_folder(data), data.join("lost")).unwrap();
            copy(&data.join("backup"), &school_folder(data));
        })
        .await;
    }

    async fn restarts(&mut self, meanwhile: impl FnOnce(&Path)) {
        let elsewhere = tempdir().unwrap();
        let stand_in = Server::start(elsewhere.path()).await;
        std::mem::replace(&mut self.server, stand_in).stop().await;
        meanwhile(self.folder.path());
        let server = Server::start(self.folder.path()).await;
        std::mem::replace(&mut self.server, server).stop().await;
    }

    /// What Lan's numbers are that the backup lacks.
    fn lost(&self) -> Vector {
        let numbers = self.after.iter().map(|one| (lan_key(), one.header().aseq, one.header().aseq));
        Vector::of(numbers)
    }
}

fn lan_key() -> DeviceKey {
    Person::new(2).key.device_key()
}

async fn has(
    server: &Server,
    who: &Person,
    held: Vector,
    checkpoint: Option<SignedCheckpoint>,
    stage: HaveStage,
) -> Result<HaveAnswer, ErrorBody> {
    let body = HaveRequest { held, skipped: Vector::default(), checkpoint, stage }.to_bytes();
    let answer = who.with_token(server.http.post(server.school("have")).body(body)).send().await.unwrap();
    let fine = answer.status() == 200;
    let bytes = answer.bytes().await.unwrap();
    if fine {
        Ok(HaveAnswer::from_bytes(&bytes).unwrap())
    } else {
        Err(ErrorBody::from_bytes(&bytes).unwrap())
    }
}

async fn code_of_pull(server: &Server, who: &Person, after: Cursor) -> Code {
    let url = server.school(&format!("pull?after={after}"));
    let answer = who.with_token(server.http.get(url)).send().await.unwrap();
    ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap().code
}

#[tokio::test]
async fn a_folder_that_was_put_back_begins_a_new_epoch_at_its_end() {
    let mut story = Story::begins().await;
    story.put_back().await;
    story.hanh.signs_in(&story.server).await;

    let page = story.hanh.pulls(&story.server, None).await.unwrap();

    assert_ne!(page.cursor.epoch, story.cursor.epoch);
    assert_eq!(code_of_pull(&story.server, &story.hanh, story.cursor).await, Code::EpochChanged);
    let base = last_checkpoint(&story.server, &mut story.hanh).await.open(&story.server.key).unwrap().base;
    assert_eq!(base.map(|base| (base.epoch, base.seq)), Some((story.cursor.epoch, page.cursor.seq)));
}

#[tokio::test]
async fn a_restored_relay_takes_what_it_asked_for_and_nothing_else() {
    let mut story = Story::begins().await;
    story.put_back().await;
    story.hanh.signs_in(&story.server).await;
    story.lan.signs_in(&story.server).await;
    let (_, new) = story.lan.opens(7, Audience::Group);

    let early = story.lan.pushes(&story.server, &[new.clone(), story.after[0].clone()]).await;
    assert!(early.iter().all(|answer| answer.code == Some(Code::Recovering)), "{early:?}");
    story.hanh_revokes_khoi(1).await;
    let asked = has(&story.server, &story.hanh, story.lost(), None, HaveStage::Asks).await.unwrap();
    assert_eq!((asked.want, asked.recovering), (story.lost(), true));
    let back = story.hanh.pushes(&story.server, &story.after).await;
    assert!(back.iter().all(|answer| answer.status == PushStatus::Admitted), "{back:?}");
    let answer = story.lan.pushes(&story.server, std::slice::from_ref(&new)).await;
    assert_eq!(answer[0].code, Some(Code::Recovering), "the registrar has not said yet that this is all");
    let sent = has(&story.server, &story.hanh, story.lost(), None, HaveStage::Sent).await.unwrap();
    assert!(!sent.recovering && sent.want.is_empty());
    assert_eq!(story.lan.pushes(&story.server, &[new]).await[0].status, PushStatus::Admitted);
}

#[tokio::test]
async fn who_was_revoked_after_the_backup_brings_nothing_of_their_own_before_the_revocation() {
    let mut story = Story::begins().await;
    let cut = story.khoi.next.aseq - 1;
    let (_, past) = story.khoi.opens(9, Audience::Group);
    story.put_back().await;
    story.khoi.signs_in(&story.server).await;
    let own = Vector::of([(story.khoi.key.device_key(), 1, past.header().aseq)]);

    let asked = has(&story.server, &story.khoi, own, None, HaveStage::Asks).await.unwrap();
    assert!(asked.want.is_empty(), "nobody else has seen it placed");
    let answer = story.khoi.pushes(&story.server, std::slice::from_ref(&past)).await;
    assert_eq!(answer[0].code, Some(Code::Recovering));
    story.hanh.signs_in(&story.server).await;
    story.hanh_revokes_khoi(cut).await;
    has(&story.server, &story.hanh, Vector::default(), None, HaveStage::Sent).await.unwrap();

    let through = story.lan_pushes(&past).await;
    assert_eq!(through, (PushStatus::Quarantined, Some(Code::Revoked)), "not through a colleague either");
}

impl Story {
    /// Hạnh brings back a revocation that the backup lacks.
    async fn hanh_revokes_khoi(&mut self, last_aseq: u64) {
        let revoked = ControlBody::DeviceRevoke { device: self.khoi.key.device_key(), last_aseq };
        let entry = self.hanh.control(revoked);
        let number = entry.header().aseq;
        let early = self.hanh.pushes(&self.server, std::slice::from_ref(&entry)).await;
        assert_eq!(
            early[0].code,
            Some(Code::Recovering),
            "a new entry would take the place of one that was lost"
        );
        let held = Vector::of([(self.hanh.key.device_key(), number, number)]);
        has(&self.server, &self.hanh, held, None, HaveStage::Asks).await.unwrap();
        let answer = self.hanh.pushes(&self.server, &[entry]).await;
        assert_eq!(answer[0].status, PushStatus::Admitted);
    }

    async fn lan_pushes(&mut self, envelope: &Envelope) -> (PushStatus, Option<Code>) {
        self.lan.signs_in(&self.server).await;
        let answer = self.lan.pushes(&self.server, std::slice::from_ref(envelope)).await.remove(0);
        (answer.status, answer.code)
    }
}

#[tokio::test]
async fn only_what_the_relay_signed_itself_proves_that_its_log_went_back() {
    let mut story = Story::begins().await;
    story.put_back_in_place().await;
    story.hanh.signs_in(&story.server).await;
    assert_eq!(code_of_pull(&story.server, &story.hanh, story.cursor).await, Code::LogRewound);
    let held = story.lost();
    let unproven = has(&story.server, &story.hanh, held.clone(), None, HaveStage::Asks).await.unwrap();
    assert!(!unproven.recovering, "an unsigned claim begins nothing");
    let mut forged = story.checkpoint.clone();
    forged.bytes[20] ^= 1;
    let refused = has(&story.server, &story.hanh, held.clone(), Some(forged), HaveStage::Asks).await;
    assert_eq!(refused.unwrap_err().code, Code::BadSignature);

    let shown = Some(story.checkpoint.clone());
    let proven = has(&story.server, &story.hanh, held.clone(), shown.clone(), HaveStage::Asks).await;
    assert_eq!(proven.unwrap_err().code, Code::LogRewound);
    assert_eq!(code_of_pull(&story.server, &story.hanh, story.cursor).await, Code::EpochChanged);
    let epoch = story.hanh.pulls(&story.server, None).await.unwrap().cursor.epoch;
    let again = has(&story.server, &story.hanh, held, shown, HaveStage::Asks).await.unwrap();
    assert!(again.recovering, "shown once more it changes nothing");
    assert_eq!(story.hanh.pulls(&story.server, None).await.unwrap().cursor.epoch, epoch);
}

#[tokio::test]
async fn a_restore_waits_for_the_control_entries_that_the_relay_had_signed_for() {
    let mut story = Story::begins().await;
    story.hanh.decides(&story.server, grant(story.lan.member, Role::Clerk, None)).await;
    let entry = story.hanh.next;
    let checkpoint = Some(last_checkpoint(&story.server, &mut story.lan).await);
    story.put_back().await;
    story.lan.signs_in(&story.server).await;
    story.hanh.signs_in(&story.server).await;
    has(&story.server, &story.lan, story.lost(), checkpoint, HaveStage::Asks).await.unwrap();

    let early = has(&story.server, &story.hanh, Vector::default(), None, HaveStage::Sent).await.unwrap();
    assert!(early.recovering, "an older machine of the registrar does not know of it");
    let number = entry.aseq - 1;
    let held = Vector::of([(story.hanh.key.device_key(), number, number)]);
    assert_eq!(
        has(&story.server, &story.hanh, held.clone(), None, HaveStage::Asks).await.unwrap().want,
        held
    );
}

#[tokio::test]
async fn a_restart_does_not_end_a_restore() {
    let mut story = Story::begins().await;
    story.put_back().await;
    story.hanh.signs_in(&story.server).await;
    let epoch = story.hanh.pulls(&story.server, None).await.unwrap().cursor.epoch;

    story.restarts(|_| ()).await;

    assert_eq!(story.hanh.pulls(&story.server, None).await.unwrap().cursor.epoch, epoch);
    story.lan.signs_in(&story.server).await;
    let answer = story.lan.pushes(&story.server, &story.after[..1]).await;
    assert_eq!(answer[0].code, Some(Code::Recovering));
}

#[tokio::test]
async fn a_restore_ends_when_everybody_who_was_seen_has_synced_without_a_registrar() {
    let mut story = Story::begins().await;
    story
        .restarts(|data| {
            let database = rusqlite::Connection::open(data.join("backup/relay.db")).unwrap();
            let hanh = Person::new(1).key.device_key();
            database.execute("UPDATE relay_seen SET at = 0 WHERE device = ?1", [hanh.as_bytes()]).unwrap();
        })
        .await;
    story.put_back().await;
    story.lan.signs_in(&story.server).await;
    story.khoi.signs_in(&story.server).await;

    let first = has(&story.server, &story.lan, story.lost(), None, HaveStage::Sent).await.unwrap();
    let second = has(&story.server, &story.khoi, story.lost(), None, HaveStage::Sent).await.unwrap();

    assert!(first.recovering && !second.recovering, "nobody waits for a laptop of last year");
}

#[tokio::test]
async fn a_restore_ends_after_a_day() {
    let mut story = Story::begins().await;
    story.put_back().await;
    story
        .restarts(|data| {
            let database = rusqlite::Connection::open(school_folder(data).join("relay.db")).unwrap();
            database.execute("UPDATE relay_recovery SET since = since - 86400001", []).unwrap();
        })
        .await;
    story.lan.signs_in(&story.server).await;

    assert_eq!(story.lan.pushes(&story.server, &story.after[..1]).await[0].status, PushStatus::Admitted);
}

#[tokio::test]
async fn a_relay_that_lost_all_but_its_key_is_founded_again_and_refilled() {
    let mut story = Story::begins().await;
    story.restarts(|data| std::fs::rename(school_folder(data), data.join("lost")).unwrap()).await;
    let answer = story.hanh.opens_a_session(&story.server).await;
    assert_eq!(answer.status(), 404, "the school is not here");
    let mut founder = Person::new(1);
    let envelope = genesis(&mut founder, story.server.key);
    let again = story.server.http.post(story.server.url("/v1/found")).body(envelope.to_wire());
    assert_eq!(again.send().await.unwrap().status(), 200);
    story.hanh.signs_in(&story.server).await;
    let shown = Some(story.checkpoint.clone());

    let lost = has(&story.server, &story.hanh, Vector::default(), shown, HaveStage::Asks).await;
    assert_eq!(lost.unwrap_err().code, Code::LogRewound, "its own checkpoint tells of another life");
    let lan = story.lan.opens_a_session(&story.server).await.bytes().await.unwrap();
    assert_eq!(ErrorBody::from_bytes(&lan).unwrap().code, Code::Recovering, "who is unknown yet waits");
    founder.token = story.hanh.token.clone();
    let held = Vector::of([(founder.key.device_key(), 2, 2)]);
    has(&story.server, &founder, held, None, HaveStage::Asks).await.unwrap();
    founder.decides(&story.server, grant(founder.member, Role::Clerk, None)).await;
}

#[tokio::test]
async fn a_header_without_its_payload_takes_nobodys_place() {
    let mut story = Story::begins().await;
    let (_, new) = story.lan.opens(5, Audience::Group);
    let alone = Envelope::from_parts(new.header_bytes().to_vec(), new.signature(), None).unwrap();

    let answer = story.khoi.pushes(&story.server, &[alone]).await;

    assert_eq!((answer[0].status, answer[0].code), (PushStatus::Refused, Some(Code::BadPayload)));
    assert_eq!(story.lan.pushes(&story.server, &[new]).await[0].status, PushStatus::Admitted);
}

#[tokio::test]
async fn a_change_of_which_only_a_snapshot_tells_comes_back_by_its_header() {
    let mut story = Story::begins().await;
    let doc = story.after[0].header().doc;
    let change = story.lan.seal(doc, change(&story.lan));
    let answer = story.lan.pushes(&story.server, std::slice::from_ref(&change)).await;
    assert_eq!(answer[0].status, PushStatus::Admitted);
    story.after.push(change.clone());
    let header = Envelope::from_parts(change.header_bytes().to_vec(), change.signature(), None).unwrap();
    let shown = Some(last_checkpoint(&story.server, &mut story.hanh).await);
    story.put_back().await;
    story.khoi.signs_in(&story.server).await;
    has(&story.server, &story.khoi, story.lost(), shown, HaveStage::Asks).await.unwrap();

    let told = [story.after[0].clone(), story.after[1].clone(), header];
    let statuses: Vec<_> =
        story.khoi.pushes(&story.server, &told).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [PushStatus::Admitted; 3]);
    let held = || async { story.khoi.pulls(&story.server, None).await.unwrap().items };
    let status = |items: Vec<PullItem>| match items.last() {
        Some(PullItem::Envelope { status, payload, .. }) => (*status, payload.is_some()),
        other => panic!("{other:?}"),
    };
    assert_eq!(status(held().await), (ItemStatus::Compacted, false));

    story.khoi.pushes(&story.server, &[change]).await;
    assert_eq!(status(held().await), (ItemStatus::Admitted, true), "whoever holds it whole completes it");
}

/// A first change of somebody's device.
fn change(person: &Person) -> DraftContent {
    let actor = protocol::actor_id(person.key.device_key(), [1; 6]);
    let mut document = AutoCommit::new().with_actor(automerge::ActorId::from(actor.to_bytes().as_slice()));
    document.put(ROOT, "planned", 120_i64).unwrap();
    document.commit();
    let last = document.get_last_local_change().unwrap();
    let hash = ChangeHash::from_bytes(last.hash().0);
    DraftContent::Changes { chunks: vec![last.raw_bytes().to_vec()], hashes: vec![hash] }
}
