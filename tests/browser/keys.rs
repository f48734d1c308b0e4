//! A tablet's key, its lock, and how it forgets.

use std::path::PathBuf;

use api::{Approve, BundleSource, CreateInitiative, GetReview, ImportBundle, ListMyInitiatives};
use domain::record::Part;
use domain::role::Stage;
use journeys::words::said;
use serde_json::{Value, json};

use crate::{Browser, KHOI, LAN, Scene, TURN, arrives};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";
const PIN: &str = "271828";

/// What IndexedDB keeps, and whether the browser gives any of it out.
const LOOK_AT_KEYS: &str = "\
const [done] = arguments;
const opening = indexedDB.open('so-sang-kien-keys');
opening.onsuccess = () => {
  const asked = opening.result.transaction('devices').objectStore('devices').getAll();
  asked.onsuccess = async () => {
    const keys = asked.result.flatMap(device => [device.sign, device.wrap]);
    const refused = key => ['raw', 'pkcs8', 'jwk'].map(form =>
      crypto.subtle.exportKey(form, key).then(() => false, () => true));
    const answers = await Promise.all(keys.flatMap(refused));
    opening.result.close();
    done({ kinds: keys.map(key => key.algorithm.name), refused: answers.every(Boolean) });
  };
};";

/// Every byte that the browser keeps in files for this page, as Latin letters.
const READ_FILES: &str = "\
const [done] = arguments;
const walk = async folder => {
  let all = '';
  for await (const entry of folder.values()) {
    if (entry.kind === 'directory') all += await walk(entry);
    else all += new TextDecoder('latin1').decode(await (await entry.getFile()).arrayBuffer());
  }
  return all;
};
navigator.storage.getDirectory().then(walk).then(done, error => done('cannot be read: ' + error));";

async fn asks(browser: &Browser, script: &str) -> Value {
    browser.client.execute_async(script, Vec::new()).await.expect("the page answers")
}

/// Whether files hold a setting of this name with 64 digits and nothing before its name.
fn has_secret(files: &str, name: &str) -> bool {
    files.match_indices(name).any(|(place, _)| {
        let before = files[..place].chars().next_back();
        let digits = files[place + name.len()..].chars().take(64).filter(char::is_ascii_hexdigit).count();
        digits == 64 && before.is_none_or(|before| before != '_')
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_signs_with_a_key_that_nobody_takes_out_of_it() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.keeps_the_application().await;
    let keys = asks(&khoi, LOOK_AT_KEYS).await;
    assert_eq!(keys, json!({ "kinds": ["Ed25519", "AES-GCM"], "refused": true }));
    let files = asks(&khoi, READ_FILES).await;
    let files = files.as_str().expect("text");
    assert!(has_secret(files, "device_key"), "this looks at the wrong place: {} letters", files.len());
    assert!(!has_secret(files, "device") && !has_secret(files, "box"), "a secret lies in the files");

    let id = scene.hands_in(LAN, TITLE).await;
    khoi.clicks("go-review").await;
    khoi.gets("queue-item").await;
    scene.cuts_off(&khoi).await;
    let heads = khoi.does(GetReview { id }).await.initiative.heads;
    let approve =
        Approve { id, part: Part::Registration, stage: Stage::Department, heads, text: String::new() };
    khoi.does(approve).await;
    khoi.loads_anew().await;
    khoi.sees("go-review").await;
    scene.connects(&khoi).await;
    let lan = scene.school.person(LAN);
    let approved = [Stage::Union, Stage::Leadership];
    arrives(lan, id, "the approval arrives", |view| view.summary.waiting_for == approved).await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_tablet_shows_nothing_until_its_pin_is_typed() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    begins(&lan, TITLE).await;
    lan.clicks("go-settings").await;
    lan.clicks("set-pin").await;
    lan.types("pin-new", PIN).await;
    lan.types("pin-again", PIN).await;
    lan.shows("settings-pin").await;
    lan.clicks("keep-pin").await;
    lan.sees("lock-now").await;
    lan.shows("settings-lock").await;

    lan.clicks("lock-now").await;
    lan.sees("locked").await;
    lan.until(
        "nothing of the book is on the page",
        &format!("!document.body.textContent.includes('{TITLE}')"),
    )
    .await;
    lan.shows("locked").await;
    lan.types("unlock-pin", "314159").await;
    lan.clicks("unlock").await;
    lan.reads("error", &said("errors.wrong_pin.what")).await;
    lan.loads_anew().await;
    lan.sees("locked").await;
    lan.types("unlock-pin", PIN).await;
    lan.clicks("unlock").await;
    lan.clicks("go-book").await;
    lan.reads("my-initiatives", TITLE).await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_that_forgets_says_what_only_it_has_and_keeps_nothing() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.keeps_the_application().await;
    begins(&lan, TITLE).await;
    let files = asks(&lan, READ_FILES).await;
    assert!(files.as_str().unwrap().contains("device_key"), "this looks at the wrong place");
    let file = is_told_and_takes_it_out(&lan, &scene).await;
    lan.clicks("forget-agree").await;
    lan.clicks("forget-now").await;
    lan.sees("start-join").await;
    lan.misses("open-profile").await;
    lan.misses("lost-books").await;
    keeps_nothing(&lan).await;
    lan.closes().await;

    let laptop = scene.school.person(LAN);
    let source = BundleSource { upload: None, path: Some(file.to_str().unwrap().to_owned()) };
    laptop.does(ImportBundle { file: source }).await;
    assert_eq!(laptop.does(ListMyInitiatives {}).await[0].title, TITLE, "her other machine has the draft");
}

/// Reads what would be lost, and takes it out as a file; gives the file.
async fn is_told_and_takes_it_out(lan: &Browser, scene: &Scene) -> PathBuf {
    lan.clicks("go-settings").await;
    lan.clicks("forget").await;
    lan.reads("forget-drafts", TITLE).await;
    lan.shows("settings-forget").await;
    let folder = scene.school.folder().join("downloads");
    lan.saves_files_in(&folder).await;
    lan.clicks("forget-take-out").await;
    lan.clicks("make-bundle").await;
    lan.sees("taken-out").await;
    lan.shows("settings-forget-take-out").await;
    let file = lan.saved_in(&folder).await;
    lan.clicks("[data-testid=take-out-dialog] [data-testid=close-dialog]").await;
    file
}

/// Looks through everything that a browser keeps for a page.
async fn keeps_nothing(lan: &Browser) {
    let files = asks(lan, READ_FILES).await;
    let files = files.as_str().unwrap();
    assert!(!files.contains("device_key") && !files.contains("book.db"), "{} letters are left", files.len());
    let kept = asks(lan, "arguments[0](indexedDB.databases())").await;
    assert_eq!(kept, json!([]), "a key is left");
    let typed = lan.runs("return localStorage.length", Vec::new()).await;
    assert_eq!(typed, json!(0), "half-typed words are left");
}

async fn begins(lan: &Browser, title: &str) {
    let request = CreateInitiative { title: title.to_owned(), content_area: None, period: None };
    lan.does(request).await;
}
