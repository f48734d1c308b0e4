//! A browser that has no room, threw the book away, or holds files that are not what they should be.

use api::{AttachEvidence, BeginUpload, Code, CreateInitiative, GetInitiative};
use domain::id::InitiativeId;
use journeys::chromium;
use journeys::words::said;
use serde_json::{Value, json};
use testkit::RelayProcess;

use crate::{Browser, KHOI, LAN, Scene, TURN};

/// What the pages of an address keep, without the mark that there was a book.
const KEPT: &str = "file_systems,cache_storage,service_workers,indexeddb";

/// The files of the pool, by the name in their heads; only where nobody has them open.
const FILES: &str = "\
const root = await navigator.storage.getDirectory();
const pool = await root.getDirectoryHandle('so-sang-kien');
const folder = await pool.getDirectoryHandle('.opaque');
const files = new Map();
for await (const handle of folder.values()) {
  const head = new Uint8Array(await (await handle.getFile()).slice(0, 512).arrayBuffer());
  files.set(new TextDecoder().decode(head.slice(0, head.indexOf(0))), handle);
}
const write = async (handle, at, bytes) => {
  const stream = await handle.createWritable({ keepExistingData: true });
  await stream.write({ type: 'write', position: at, data: new Uint8Array(bytes) });
  await stream.close();
};
const book = [...files.keys()].find(name => name.endsWith('book.db'));
const names = async folder => { const all = []; for await (const name of folder.keys()) all.push(name); return all; };
";

/// Where SQLite's bytes begin in a file of the pool, and where its `user_version` lies in those.
const START: &str = "4096";

impl Browser {
    /// Runs an asynchronous script in the page; its answer must come.
    pub async fn works(&self, script: &str) -> Value {
        let wrapped = format!(
            "const done = arguments[0]; (async () => {{ {script} }})().then(done, error => done({{ broke: String(error) }}));"
        );
        let answer = self.client.execute_async(&wrapped, Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{}: {script}: {error}", self.name));
        assert!(answer.get("broke").is_none(), "{}: {answer}", self.name);
        answer
    }

    /// Goes where the address keeps its files and nobody has them open: a page that is no application.
    async fn leaves_the_application(&self, scene: &Scene) {
        self.client.goto(&scene.address("/healthz")).await.expect("the relay answers");
    }

    pub async fn devtools(&self, command: &str, parameters: Value) {
        chromium::devtools(&self.client, command, parameters).await.expect("DevTools answer");
    }

    pub async fn begins(&self) -> InitiativeId {
        let request =
            CreateInitiative { title: "Thẻ lỗi sai".to_owned(), content_area: None, period: None };
        self.does(request).await.summary.id
    }

    async fn refuses<C: api::Call>(&self, request: C) -> Code {
        let (name, request) = (json!(C::NAME), json!(serde_json::to_string(&request).unwrap()));
        let script = format!(
            "try {{ await window.soSangKien.call({name}, {request}); return null }} catch (error) {{ return JSON.parse(error).code }}"
        );
        serde_json::from_value(self.works(&script).await).expect("it was refused")
    }
}

/// Hands in a small file, as its first page does it.
pub async fn attaches(lan: &Browser, id: InitiativeId) {
    let bytes = b"Danh muc the loi sai cua lop 8A";
    let begun = lan.does(BeginUpload { name: "the.txt".to_owned(), size: bytes.len() as u64 }).await;
    let base64 = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
    lan.does(api::AppendUpload { upload: begun.upload.clone(), offset: 0, base64 }).await;
    let request = AttachEvidence {
        id,
        upload: Some(begun.upload),
        path: None,
        title: "Thẻ".to_owned(),
        caption: String::new(),
        supports: Vec::new(),
    };
    lan.does(request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_the_browser_threw_away_is_missed_and_comes_back_with_a_new_code() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let id = scene.hands_in(LAN, "Thẻ lỗi sai").await;
    let khoi = Browser::opens("khoi", &scene.profile("khoi")).await;
    khoi.goes_to(&scene.address("/")).await;
    khoi.clicks("start-join").await;
    khoi.reads("join-promise", &said("storage.join.private")).await;
    khoi.shows("join-promise").await;
    khoi.clicks("start-back").await;
    khoi.joins(&scene.school, KHOI).await;
    khoi.clicks("go-settings").await;
    khoi.reads("browser-promise", &said("storage.may_go.title")).await;
    khoi.reads("storage-lines", &said("storage.application")).await;
    khoi.shows("settings-storage").await;

    khoi.client.goto("about:blank").await.unwrap();
    let cleared = json!({ "origin": scene.address(""), "storageTypes": KEPT });
    khoi.devtools("Storage.clearDataForOrigin", cleared).await;
    khoi.goes_to(&scene.address("/")).await;
    khoi.reads("lost-books", KHOI).await;
    khoi.reads("lost-books", &said("storage.lost.todo")).await;
    khoi.shows("lost-books").await;
    khoi.joins(&scene.school, KHOI).await;
    assert_eq!(khoi.does(GetInitiative { id }).await.summary.title, "Thẻ lỗi sai");
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_ours_is_put_aside_and_the_book_opens() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    let id = lan.begins().await;
    lan.leaves_the_application(&scene).await;
    let strangers = format!(
        "{FILES} await write(await folder.getFileHandle('cua-ai', {{ create: true }}), 0, Array(10000).fill(65));
         await write(files.get(book + '-journal'), {START}, Array(6000).fill(0x55)); return true"
    );
    lan.works(&strangers).await;

    lan.goes_to(&scene.address("/book")).await;
    lan.sees("go-book").await;
    assert_eq!(lan.does(GetInitiative { id }).await.summary.title, "Thẻ lỗi sai");
    let aside = "return await names(await root.getDirectoryHandle('so-sang-kien-aside'))";
    lan.leaves_the_application(&scene).await;
    let kept = lan.works(&format!("{FILES} {aside}")).await;
    assert!(kept[0].as_str().is_some_and(|name| name.ends_with("cua-ai")), "it is kept: {kept}");
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_something_else_lies_in_the_applications_place_everything_can_be_put_aside() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = Browser::opens("lan", &scene.profile("lan")).await;
    lan.client.goto(&scene.address("/healthz")).await.unwrap();
    lan.works("const root = await navigator.storage.getDirectory(); await root.getFileHandle('so-sang-kien', { create: true }); return true").await;
    lan.goes_to(&scene.address("/")).await;
    lan.clicks("set-all-aside").await;
    lan.joins(&scene.school, LAN).await;
    lan.closes().await;
}

/// What may have happened to a file while nobody had it open.
const NEWER: &str = "await write(files.get(book), 4096 + 60, [0, 0, 35, 40]); return true";
const DAMAGED: &str = "await write(files.get(book), 4096, Array(2048).fill(0xAA)); return true";
const FILES_DAMAGED: &str =
    "await write(files.get('so-sang-kien/files.db'), 4096, Array(2048).fill(0xAA)); return true";

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_book_is_put_aside_and_its_person_joins_again() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.leaves_the_application(&scene).await;
    lan.works(&format!("{FILES} {DAMAGED}")).await;

    lan.goes_to(&scene.address("/")).await;
    lan.clicks("open-profile").await;
    lan.reads("error", &said("errors.damaged_profile.todo")).await;
    lan.shows("damaged-book").await;
    lan.clicks("set-aside").await;
    lan.misses("open-profile").await;
    lan.misses("lost-books").await;
    lan.joins(&scene.school, LAN).await;
    lan.leaves_the_application(&scene).await;
    let books = format!("{FILES} return [...files.keys()].filter(name => name.endsWith('book.db')).length");
    assert_eq!(lan.works(&books).await, 2, "the damaged one is kept");
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_of_a_newer_version_says_that_the_application_is_to_be_updated() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.leaves_the_application(&scene).await;
    lan.works(&format!("{FILES} {NEWER}")).await;

    lan.goes_to(&scene.address("/")).await;
    lan.clicks("open-profile").await;
    lan.reads("error", &said("errors.newer_profile.what")).await;
    lan.clicks("get-newer").await;
    lan.sees("open-profile").await;
    lan.misses("error").await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_files_do_not_keep_a_book_closed() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    let id = lan.begins().await;
    lan.leaves_the_application(&scene).await;
    lan.works(&format!("{FILES} {FILES_DAMAGED}")).await;

    lan.goes_to(&scene.address("/")).await;
    lan.clicks("open-profile").await;
    lan.sees("go-book").await;
    assert_eq!(lan.does(GetInitiative { id }).await.summary.title, "Thẻ lỗi sai");
    attaches(&lan, id).await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_schools_relay_at_the_address_is_told_apart_and_gets_nothing() {
    let _turn = TURN.lock().await;
    let mut scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.keeps_the_application().await;
    let address = scene.school.relay.address().to_owned();
    scene.school.relay.kill();
    let id = lan.begins().await;
    let mut stranger = RelayProcess::start_at(&scene.school.folder().join("stranger"), &address);

    lan.loads_anew().await;
    lan.clicks("go-delivery").await;
    lan.gets("error").await;
    lan.reads("error", &said("errors.not_our_relay.what")).await;
    lan.shows("delivery-not-our-relay").await;
    assert_eq!(lan.refuses(api::SyncNow {}).await, Code::NotOurRelay);
    assert_eq!(lan.does(GetInitiative { id }).await.summary.title, "Thẻ lỗi sai", "the book is open");
    stranger.kill();
    scene.school.relay.restart();
    lan.clicks("sync-now").await;
    lan.misses("error").await;
    lan.closes().await;
}
