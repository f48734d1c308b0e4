//! Every place in every state: empty, with a thousand rows, with names as long as names get, when
//! calls fail; in both languages, in light and in dark.
//!
//! What the application answers is changed on its way to the page: so a place is in a state without a
//! school that would have to be brought into it.

use journeys::chromium;
use serde_json::json;

use crate::{Browser, HA, SON, Scene, TURN};

/// Changes what calls answer from now on, by `window.pretence`: `rows` clones the rows of lists,
/// `long` makes every name long, `fails` names an error that every call which reads is answered with.
const PRETEND: &str = "\
const host = window.soSangKien;
if (window.pretence) return;
window.pretence = {};
const call = host.call;
const NAMES = new Set(['title', 'name', 'authors', 'department', 'department_name', 'person', 'position', 'file_name', 'problem', 'solution', 'school']);
const LONG = 'Nguyễn Phước Thiên Hương Quỳnh Trâm Bảo Ngọc Diễm Thúy – Tổ Khoa học tự nhiên, Công nghệ, Giáo dục thể chất và Hoạt động trải nghiệm hướng nghiệp';
const grow = (value, key) => {
  if (Array.isArray(value)) return value.map(part => grow(part, key));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, grow(part, key)]));
  return typeof value === 'string' && NAMES.has(key) && !/^[\\w-]*$/.test(value) ? LONG : value;
};
const id = at => at.toString(16).padStart(32, 'a');
const many = (list, name) => list.length === 0 ? list : Array.from({ length: window.pretence.rows }, (_, at) => name(structuredClone(list[at % list.length]), at));
const ROWS = {
  list_queue: list => many(list, (row, at) => (row.initiative.id = id(at), row)),
  list_initiatives: (list, { offset = 0, limit }) => many(list, (row, at) => (row.id = id(at), row)).slice(offset, offset + (limit || 100)),
  list_my_initiatives: list => many(list, (row, at) => (row.id = id(at), row)),
  list_people: view => ({ ...view, members: many(view.members, (row, at) => (row.id = id(at), row)) }),
  get_delivery: view => ({ ...view, items: many(view.items, (row, at) => (row.initiative = id(at), row)) }),
};
const READS = /^(list_(?!templates)|get_(?!start)|search|read_)/;
host.call = async (name, request) => {
  if (window.pretence.fails && READS.test(name)) throw JSON.stringify({ code: window.pretence.fails, details: {}, retryable: true });
  let answer = JSON.parse(await call(name, request));
  if (window.pretence.rows && ROWS[name]) answer = ROWS[name](answer, JSON.parse(request));
  if (window.pretence.long) answer = grow(answer, '');
  return JSON.stringify(answer);
};";

/// Places with what is there once they are, whatever state they are in.
const PLACES: [&str; 7] = ["today", "book", "review", "overview", "people", "delivery", "settings"];

/// Sizes of screens in which states are looked at: a tablet and a phone.
const SIZES: [(u32, u32); 2] = [(1180, 820), (390, 844)];

#[tokio::test(flavor = "multi_thread")]
async fn no_state_of_a_place_keeps_anybody_out() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[HA]).await;
    let son = scene.joins("son", SON).await;
    son.runs(PRETEND, Vec::new()).await;
    son.looks_everywhere("empty", json!({})).await;

    scene.hands_in(HA, "Bản đồ câm: học sinh tự chấm bằng lớp phủ").await;
    son.presses("go-review").await;
    son.gets("queue-item").await;
    son.looks_everywhere("long-names", json!({ "long": true })).await;
    son.looks_everywhere("a-thousand-rows", json!({ "rows": 1000 })).await;
    son.looks_everywhere("failing", json!({ "fails": "disk_full" })).await;
    son.runs("window.pretence = {}", Vec::new()).await;
    scene.cuts_off(&son).await;
    son.looks_everywhere("offline", json!({})).await;
    son.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn larger_letters_fit_into_every_place() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[HA]).await;
    scene.hands_in(HA, "Bản đồ câm: học sinh tự chấm bằng lớp phủ").await;
    let son = scene.joins("son", SON).await;
    son.runs(PRETEND, Vec::new()).await;
    son.clicks("go-review").await;
    son.gets("queue-item").await;
    // Letters twice as large, as the settings of a system or a browser make them.
    son.runs("document.documentElement.style.fontSize = '200%'", Vec::new()).await;
    son.looks_everywhere("large-letters", json!({})).await;
    son.runs("document.documentElement.style.fontSize = ''", Vec::new()).await;
    // A browser's own zoom makes the page narrower instead: a laptop at 200 %.
    for place in PLACES {
        son.resizes(683, 384).await;
        son.presses(&format!("go-{place}")).await;
        son.sees("main h1").await;
        son.notes_barriers(&format!("{place} at 200 %")).await;
    }
    colours_of_the_system(&son).await;
    son.closes().await;
}

/// Somebody has the system choose all colours: what only a colour says would be gone.
async fn colours_of_the_system(son: &Browser) {
    let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    chromium::devtools(&son.client, "Emulation.setEmulatedMedia", forced)
        .await
        .expect("the browser takes it");
    son.resizes(1180, 820).await;
    for place in PLACES {
        son.presses(&format!("go-{place}")).await;
        son.sees("main h1").await;
        son.keep(&format!("tab-1180x820-{place}-forced-colors.png")).await;
    }
    son.presses("go-review").await;
    son.presses("queue-item").await;
    son.sees("decision-bar").await;
    let drawn = "getComputedStyle(document.querySelector('[data-testid=approve]')).borderTopWidth !== '0px'";
    son.until("a button has an edge without its colour", drawn).await;
}

impl Browser {
    /// Looks at every place in a state, in Vietnamese on a tablet and in English on a phone.
    async fn looks_everywhere(&self, state: &str, pretence: serde_json::Value) {
        for ((width, height), [language, other]) in SIZES.into_iter().zip([["vi", "en"], ["en", "vi"]]) {
            self.resizes(width, height).await;
            self.runs("window.pretence = arguments[0]", vec![pretence.clone()]).await;
            // With the language everything is asked for anew, also what the frame keeps.
            self.presses("go-settings").await;
            for language in [other, language] {
                self.presses(&format!("language-{language}")).await;
                self.until(
                    "it speaks that language",
                    &format!("document.documentElement.lang === '{language}'"),
                )
                .await;
            }
            for place in PLACES {
                self.presses(&format!("go-{place}")).await;
                self.until(
                    &format!("{place} has an end of loading"),
                    "document.querySelector('main h1') && !document.querySelector('main .loading')",
                )
                .await;
                self.tells_errors(place, !pretence["fails"].is_null()).await;
                self.keep(&format!("tab-{width}x{height}-{place}-{state}.png")).await;
                self.notes_barriers(&format!("{place}, {state}, at {width}×{height} in {language}")).await;
            }
        }
    }

    /// A place says that something failed where it did, and only there; settings read little.
    async fn tells_errors(&self, place: &str, fails: bool) {
        if place != "settings" {
            let told = format!("(document.querySelector('main [data-testid=error]') !== null) === {fails}");
            self.until(&format!("{place} tells what failed, and nothing else"), &told).await;
        }
    }

    /// Presses a thing by script: on a narrow screen the rail is not there, its links are.
    async fn presses(&self, thing: &str) {
        self.sees(thing).await;
        self.runs(&format!("document.querySelector('[data-testid=\"{thing}\"]').click()"), Vec::new()).await;
    }
}
