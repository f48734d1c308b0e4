//! A newer version of the application: announced, and taken when the person agrees.

use std::path::Path;

use api::{GetDelivery, GetInitiative, InitiativeView, StageState};
use fantoccini::wd::WindowHandle;
use journeys::kind::Kind;
use journeys::words::said;
use relay::{Application, Asset, Config, Contents, Https, Limits, Running};
use rstest::rstest;
use serde_json::{Value, json};
use testkit::binary;

use crate::approval::finds_it_in_the_queue;
use crate::{Browser, KHOI, LAN, Scene, TURN, arrives};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";
/// What only the page of the newer version has.
const MARK: &str = "meta[name=newer]";
/// Written and not yet saved when the newer version is taken.
const LAST_WORDS: &str = "Mỗi lỗi thường gặp thành một thẻ; sửa theo cặp.";

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_waits_for_the_person_and_loses_nothing(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let mut scene = Scene::of(kind, &[LAN]).await;
    let id = scene.hands_in(LAN, TITLE).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.keeps_the_application().await;
    finds_it_in_the_queue(&khoi, TITLE).await;
    let first = khoi.tab().await;
    let second = khoi.opens_tab(&scene.address("/book")).await;
    khoi.clicks("new-initiative").await;
    khoi.sees("field-solution").await;

    let newer = becomes_newer(&mut scene).await;
    khoi.loads_anew().await;
    khoi.gets("newer-application").await;
    khoi.misses(MARK).await;
    scene.cuts_off(&khoi).await;
    khoi.turns_to(&first).await;
    begins_a_remark(&khoi).await;
    khoi.turns_to(&second).await;
    khoi.clicks("take-newer").await;
    khoi.reads("newer-application", &said("common.newer.writing")).await;
    khoi.turns_to(&first).await;
    khoi.clicks("return").await;
    khoi.sees("empty-action").await;
    khoi.misses(MARK).await;

    khoi.turns_to(&second).await;
    khoi.types("field-solution", LAST_WORDS).await;
    khoi.clicks("take-newer").await;
    has_the_newer(&khoi, [&first, &second]).await;
    khoi.until("the last words are kept", &is_written(LAST_WORDS)).await;
    let view = khoi.does(GetInitiative { id }).await;
    assert_eq!(view.state.stages[0].state, StageState::Returned, "the decision outlives the version");
    assert!(khoi.does(GetDelivery {}).await.unsent > 0, "it is not sent yet");
    scene.connects(&khoi).await;
    let returned = |view: &InitiativeView| view.state.stages[0].state == StageState::Returned;
    arrives(scene.school.person(LAN), id, "the remark arrives", returned).await;
    khoi.closes().await;
    newer.stop().await;
}

async fn begins_a_remark(khoi: &Browser) {
    khoi.sees("newer-application").await;
    khoi.clicks("queue-item").await;
    khoi.reads("document", "31/151 học sinh").await;
    khoi.types("remark", "Xin ghi rõ bài kiểm tra nào.").await;
}

async fn has_the_newer(khoi: &Browser, tabs: [&WindowHandle; 2]) {
    for tab in tabs {
        khoi.turns_to(tab).await;
        khoi.sees(MARK).await;
        khoi.sees("go-book").await;
        khoi.misses("newer-application").await;
    }
}

/// The expression that tells whether the solution's field holds words.
fn is_written(words: &str) -> String {
    format!("document.querySelector('[data-testid=field-solution]')?.value === {}", json!(words))
}

/// Puts a relay in the place of the school's: on its data, at its address, with a newer application.
async fn becomes_newer(scene: &mut Scene) -> Running {
    assert!(scene.school.relay.stop(), "the relay stops");
    let config = Config {
        data: scene.school.relay.data().to_owned(),
        listen: scene.school.relay.address().to_owned(),
        schools: 1,
        limits: Limits::default(),
        application: newer_application(),
        https: Https::default(),
    };
    relay::start(config).await.expect("a relay starts in its place")
}

/// The application as it was built, with another page; named and listed as the builder does it.
fn newer_application() -> Application {
    let program = binary("relay");
    let target = program.ancestors().nth(2).expect("programs lie in a profile's folder of the target folder");
    let mut files = Vec::new();
    collect(&target.join("tab-bundle"), "", &mut files);
    let contents = |name: &str| {
        let file = files.iter().find(|file| file.path == name).unwrap_or_else(|| panic!("{name} is carried"));
        text(file.contents)
    };
    let page = contents("index.html").replace("<head>", "<head><meta name=\"newer\" />");
    let name = format!("app/index-{}.html", &blake3::hash(page.as_bytes()).to_hex()[..16]);
    let worker = lists(&contents("sw.js"), &format!("/{name}"));
    files.retain(|file| !["index.html", "sw.js"].contains(&file.path));
    files.push(plain("index.html".to_owned(), page.clone().into_bytes()));
    files.push(plain(name, page.into_bytes()));
    files.push(plain("sw.js".to_owned(), worker.into_bytes()));
    Application::of(files.leak())
}

/// The service worker with another page in its list.
fn lists(worker: &str, page: &str) -> String {
    let (list, rest) = worker.split_once(";\n").expect("the list is the first line");
    let mut list: Value = serde_json::from_str(list.trim_start_matches("const BUNDLE = ")).unwrap();
    let before = std::mem::replace(&mut list["page"], json!(page));
    let names = list["files"].as_array_mut().unwrap();
    names.retain(|name| *name != before);
    names.push(json!(page));
    list["version"] = json!(&blake3::hash(json!(names).to_string().as_bytes()).to_hex()[..16]);
    format!("const BUNDLE = {list};\n{rest}")
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<Asset>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().display()));
        match name.rsplit_once('.') {
            _ if path.is_dir() => collect(&path, &format!("{name}/"), files),
            Some((name, "gz")) => files.push(plain(name.to_owned(), unpacked(&path))),
            Some((_, "br")) => {}
            _ => files.push(plain(name, std::fs::read(&path).unwrap())),
        }
    }
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    bytes
}

/// A file that the relay of a story carries, until the story's process ends.
fn plain(path: String, bytes: Vec<u8>) -> Asset {
    Asset { path: path.leak(), contents: Contents::Plain(bytes.leak()) }
}

fn text(contents: Contents) -> String {
    let Contents::Plain(bytes) = contents else { panic!("files of a story are not packed") };
    String::from_utf8(bytes.to_vec()).unwrap()
}
