//! Everything with the keyboard alone: where the focus goes, that it is seen, and that it comes back.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::Value;

use crate::{Browser, KHOI, LAN, Scene, TURN};

/// What has the focus: where it is, whether it is seen there, and by what a person sees that it has it.
const FOCUS: &str = "\
const part = document.activeElement;
if (!part || part === document.body) return null;
const box = part.matches('input[type=checkbox], input[type=radio], input[type=file]') ? part.parentElement : part;
const { left, right, top, bottom } = box.getBoundingClientRect();
const seen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right > left && bottom > top;
const edges = [part, part.nextElementSibling, part.closest('label')].filter(Boolean).map(part => getComputedStyle(part));
const marked = edges.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px');
const name = part.getAttribute('aria-label') ?? part.labels?.[0]?.textContent ?? part.textContent;
return { name: part.dataset.testid ?? `${part.tagName.toLowerCase()} ${name.trim().slice(0, 40)}`, seen, marked, dialog: !!part.closest('dialog'), tag: part.tagName };";

/// Presses of Tab after which a place must have been gone through.
const MANY: usize = 120;

const PLACES: [(&str, &str); 7] = [
    ("go-today", "duties"),
    ("go-book", "new-initiative"),
    ("go-review", "queue-item"),
    ("go-overview", "go-overview"),
    ("go-people", "member"),
    ("go-delivery", "sync-now"),
    ("go-settings", "theme-dark"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_key_goes_through_every_place_and_is_seen_everywhere() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    scene.hands_in(LAN, "Thẻ lỗi sai").await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.clicks("go-review").await;
    khoi.gets("queue-item").await;
    let mut wrong = Vec::new();
    for (place, thing) in PLACES {
        if khoi
            .happens(std::time::Duration::ZERO, &format!("document.querySelector('[data-testid={place}]')"))
            .await
            .is_err()
        {
            continue;
        }
        khoi.clicks(place).await;
        khoi.sees(thing).await;
        khoi.until("the heading has the focus", "document.activeElement.tagName === 'H1'").await;
        wrong.extend(khoi.goes_through(place).await);
    }
    khoi.clicks("go-review").await;
    khoi.clicks("queue-item").await;
    khoi.sees("decision-bar").await;
    wrong.extend(khoi.goes_through("an item").await);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_keeps_the_focus_and_gives_it_back() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.clicks("go-settings").await;
    khoi.sees("theme-dark").await;
    khoi.runs("document.querySelector('[data-testid=open-search]').focus()", Vec::new()).await;
    khoi.presses_key(Key::Enter).await;
    khoi.until("the search is open", "document.querySelector('dialog[open]')").await;
    for _ in 0..8 {
        khoi.presses_key(Key::Tab).await;
        let focus = khoi.runs(FOCUS, Vec::new()).await;
        assert!(focus.is_null() || focus["dialog"] == true, "the page behind is out of reach: {focus}");
    }
    khoi.presses_key(Key::Escape).await;
    khoi.until("the search is closed", "!document.querySelector('dialog[open]')").await;
    khoi.until("the focus came back", "document.activeElement.dataset.testid === 'open-search'").await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_press_of_tab_offers_to_skip_the_places() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.goes_to(&scene.address("/settings")).await;
    khoi.sees("theme-dark").await;
    khoi.presses_key(Key::Tab).await;
    khoi.until(
        "the skip link has the focus and is seen",
        "document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().top >= 0",
    )
    .await;
    khoi.presses_key(Key::Enter).await;
    khoi.until("the contents have it", "document.activeElement.closest('main')").await;
    khoi.closes().await;
}

impl Browser {
    /// Presses a key where the focus is.
    async fn presses_key(&self, key: Key) {
        let value = char::from(key);
        let press = [KeyAction::Down { value }, KeyAction::Up { value }];
        let keys = press.into_iter().fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.client.perform_actions(keys).await.expect("it takes keys");
    }

    /// Goes through a place with Tab; tells what is wrong on the way.
    async fn goes_through(&self, place: &str) -> Vec<String> {
        let (mut wrong, mut seen) = (Vec::new(), Vec::new());
        for _ in 0..MANY {
            self.presses_key(Key::Tab).await;
            let focus = self.runs(FOCUS, Vec::new()).await;
            let Some(name) = focus["name"].as_str() else { break };
            if focus["seen"] != Value::Bool(true) {
                wrong.push(format!("{place}: {name} has the focus out of sight"));
            }
            if focus["marked"] != Value::Bool(true) {
                wrong.push(format!("{place}: nothing shows that {name} has the focus"));
            }
            seen.push(name.to_owned());
        }
        if seen.is_empty() {
            wrong.push(format!("{place}: nothing takes the focus"));
        }
        if seen.len() == MANY && seen.iter().rev().take(20).all(|name| Some(name) == seen.last()) {
            wrong.push(format!("{place}: the focus does not leave {}", seen[MANY - 1]));
        }
        wrong
    }
}
