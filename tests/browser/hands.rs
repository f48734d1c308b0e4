//! What hands do on a tablet: turn pages, pull, look from near, write with a keyboard on the screen.

use api::CreateInitiative;
use domain::id::InitiativeId;
use journeys::words::said;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{Browser, KHOI, LAN, Scene, TURN};

const TITLES: [&str; 3] = ["Thẻ lỗi sai", "Vở hai cột", "Góc đọc sách"];

/// Everything that takes a press and is not tall or wide enough for a finger: what it is, and its size.
/// Links in the middle of a sentence are as high as the sentence; a label takes presses for its field.
const TOO_SMALL: &str = "\
const LEAST = 44 - 0.5;
const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=button]';
const shown = part => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.sr, .skip');
const inline = part => part.matches('a') && getComputedStyle(part).display === 'inline' && part.parentElement.textContent.trim() !== part.textContent.trim();
const target = part => part.matches('input[type=checkbox], input[type=radio], input[type=file]') ? part.closest('label') ?? part.labels[0] ?? part : part;
return [...document.querySelectorAll(pressed)].filter(part => shown(part) && !inline(part)).map(part => {
  const { width, height } = target(part).getBoundingClientRect();
  const name = part.dataset.testid ?? part.className + ' “' + part.textContent.trim().slice(0, 40) + '”';
  return width >= LEAST && height >= LEAST ? null : `${part.tagName.toLowerCase()} ${name}: ${width.toFixed(0)}×${height.toFixed(0)}`;
}).filter(Boolean);";

/// Whether an element lies wholly within the page that is seen.
fn in_sight(css: &str) -> String {
    format!(
        "(box => box.height > 0 && box.top >= 0 && box.bottom <= innerHeight)(document.querySelector({}).getBoundingClientRect())",
        json!(css)
    )
}

/// Lan hands in three initiatives, and Khôi has a tablet with the first of them before him.
async fn reads_the_first(scene: &Scene, width: u32, height: u32) -> (Browser, Vec<InitiativeId>) {
    let mut ids = Vec::new();
    for title in TITLES {
        ids.push(scene.hands_in(LAN, title).await);
    }
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.holds_a_tablet(width, height).await;
    khoi.goes_within("/review").await;
    let all = format!("document.querySelectorAll('[data-testid=queue-item]').length === {}", TITLES.len());
    khoi.until_others("everything has come", &all).await;
    khoi.taps("queue-item").await;
    khoi.stands_at(1).await;
    (khoi, ids)
}

#[rstest]
#[case::landscape(1180, 820)]
#[case::portrait(820, 1180)]
#[tokio::test(flavor = "multi_thread")]
async fn a_finger_turns_from_one_item_to_the_next(#[case] width: u32, #[case] height: u32) {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let (khoi, _) = reads_the_first(&scene, width, height).await;

    khoi.drags("document", (-i64::from(width) / 4, 6)).await;
    khoi.stands_at(2).await;
    khoi.until("the heading has the focus", "document.activeElement.tagName === 'H1'").await;
    khoi.drags("document", (0, -i64::from(height) / 4)).await;
    khoi.until("the page is scrolled", "scrollY > 0").await;
    khoi.rests().await;
    khoi.stands_at(2).await;
    khoi.drags("document", (-i64::from(width) / 4, 0)).await;
    khoi.stands_at(3).await;
    khoi.drags("document", (-i64::from(width) / 4, 0)).await;
    khoi.reads("item-said", &said("review.item.is_last")).await;
    khoi.drags("document", (i64::from(width) / 4, 0)).await;
    khoi.stands_at(2).await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_portrait_the_thumb_reaches_decisions_and_neighbours() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let (khoi, _) = reads_the_first(&scene, 820, 1180).await;

    for reached in ["approve", "return", "bar-next", "remark"] {
        let low = format!(
            "document.querySelector('[data-testid={reached}]').getBoundingClientRect().top > innerHeight * 2 / 3"
        );
        khoi.until(&format!("{reached} is within the thumb's reach"), &low).await;
    }
    khoi.taps("bar-next").await;
    khoi.stands_at(2).await;
    khoi.taps("bar-previous").await;
    khoi.stands_at(1).await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_on_the_screen_never_covers_the_field() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let (khoi, _) = reads_the_first(&scene, 820, 1180).await;

    khoi.taps("remark").await;
    khoi.opens_its_keyboard(820, 1180).await;
    khoi.until("the remark is in sight", &in_sight("[data-testid=remark]")).await;
    khoi.until("so are the decisions", &in_sight("[data-testid=approve]")).await;
    khoi.until(
        "the places give way",
        "getComputedStyle(document.querySelector('.bottom')).display === 'none'",
    )
    .await;
    khoi.holds_a_tablet(820, 1180).await;
    khoi.until("the keyboard is gone", "!document.documentElement.hasAttribute('data-keyboard')").await;

    let request = CreateInitiative { title: TITLES[0].to_owned(), content_area: None, period: None };
    let own = khoi.does(request).await.summary.id;
    khoi.goes_within(&format!("/book/{own}")).await;
    khoi.clicks("field-beneficiaries").await;
    khoi.opens_its_keyboard(820, 1180).await;
    khoi.until("the field is in sight", &in_sight("[data-testid=field-beneficiaries]")).await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pulling_a_place_down_sends_and_receives() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.holds_a_tablet(820, 1180).await;
    khoi.sees("go-review").await;

    khoi.drags("main h1", (4, 300)).await;
    khoi.sees("toast").await;
    khoi.until("what came of it is spoken", "document.querySelector('[role=status] [data-testid=toast]')")
        .await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_too_small_for_a_finger() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let (khoi, _) = reads_the_first(&scene, 1180, 820).await;
    let mut small = Vec::new();
    for (width, height) in [(1180, 820), (820, 1180), (390, 844)] {
        khoi.holds_a_tablet(width, height).await;
        for (place, thing) in PLACES {
            khoi.goes_within(place).await;
            khoi.sees(thing).await;
            small.extend(khoi.finds_too_small(&format!("{place} at {width}×{height}")).await);
        }
        khoi.goes_within("/review").await;
        khoi.clicks("queue-item").await;
        khoi.sees("decision-bar").await;
        small.extend(khoi.finds_too_small(&format!("an item at {width}×{height}")).await);
    }
    assert!(small.is_empty(), "{} things are too small:\n{}", small.len(), small.join("\n"));
    khoi.closes().await;
}

/// Addresses with what is there once they are.
const PLACES: [(&str, &str); 8] = [
    ("/", "duties"),
    ("/book", "new-initiative"),
    ("/review", "queue-item"),
    ("/records", "record"),
    ("/overview", "figure-total"),
    ("/people", "member"),
    ("/delivery", "sync-now"),
    ("/settings", "theme-dark"),
];

impl Browser {
    /// Waits until the item at this place of the queue is there and was spoken.
    async fn stands_at(&self, place: usize) {
        let so = format!(
            "/^{place} .* {}$/.test(document.querySelector('[data-testid=item-said]').textContent)",
            TITLES.len()
        );
        self.until(&format!("item {place} is spoken"), &so).await;
        self.sees("document").await;
    }

    /// Tells what of a place is too small.
    async fn finds_too_small(&self, place: &str) -> Vec<String> {
        let found = self.runs(TOO_SMALL, Vec::new()).await;
        let found = found.as_array().unwrap().iter().filter_map(Value::as_str);
        found.map(|part| format!("{place}: {part}")).collect()
    }

    /// Goes to a place without loading the page anew.
    pub async fn goes_within(&self, place: &str) {
        let go = "const link = Object.assign(document.createElement('a'), { href: arguments[0] }); document.querySelector('main').append(link); link.click(); link.remove();";
        self.runs(go, vec![json!(place)]).await;
        self.until(&format!("{place} is open"), &format!("location.pathname === {}", json!(place))).await;
    }

    /// The keyboard takes the lower part of the screen, and the page becomes lower.
    async fn opens_its_keyboard(&self, width: u32, height: u32) {
        self.holds_a_tablet(width, height - 420).await;
        self.until("the page knows it", "document.documentElement.hasAttribute('data-keyboard')").await;
    }
}
