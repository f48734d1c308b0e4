//! Tabs and browsers that are killed while they save, and a browser that is started again.

use api::{CreateInitiative, GetInitiative};
use domain::id::InitiativeId;
use domain::period::Period;
use journeys::kind::Kind;
use journeys::words::said;
use rstest::rstest;
use serde_json::json;

use crate::browser::End;
use crate::{Browser, LAN, Scene, TURN};

/// How often somebody's work is broken off: fifty times in all.
const ROUNDS: u64 = 38;
/// In Firefox, which takes longer to start.
const ROUNDS_OF_FIREFOX: u64 = 12;

/// How the work of a round ends.
#[derive(Clone, Copy, Debug)]
enum Break {
    /// The tab goes, and the browser goes on.
    Of(End),
    /// The whole browser is killed.
    OfAll,
}

const IN_CHROMIUM: &[Break] = &[
    Break::Of(End::Killed),
    Break::OfAll,
    Break::Of(End::Killed),
    Break::Of(End::Closed),
    Break::Of(End::Left),
];
const IN_FIREFOX: &[Break] = &[Break::OfAll, Break::Of(End::Closed), Break::OfAll, Break::Of(End::Left)];

/// Saves one sentence after the other until the page ends, and counts the answers.
const SAVE: &str = "\
const [id, round] = arguments;
window.answered = 0;
const save = number => {
  const value = { text: `Vòng ${round}, câu ${number}` };
  const request = { id, edits: [{ path: 'support_needed', value }] };
  return window.soSangKien.call('edit_initiative', JSON.stringify(request));
};
(async () => {
  for (let number = 1; ; number++) {
    await save(number);
    window.answered = number;
  }
})();";

#[rstest]
#[case::chromium(Kind::Chromium, ROUNDS, IN_CHROMIUM)]
#[case::firefox(Kind::Firefox, ROUNDS_OF_FIREFOX, IN_FIREFOX)]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_a_break_while_saving(
    #[case] kind: Kind,
    #[case] rounds: u64,
    #[case] breaks: &[Break],
) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[]).await;
    let mut lan = scene.joins("lan", LAN).await;
    let id = begins(&lan).await;
    lan.goes_to(&leaf(&scene, id)).await;
    for (round, end) in (0..rounds).zip(breaks.iter().cycle()) {
        let words = format!("Vòng {round}: mỗi lỗi thường gặp thành một thẻ.");
        lan.types("field-solution", &words).await;
        lan.reads("saved-line", &said("book.saving.saved")).await;
        let answered = saves_some(&lan, id, round).await;
        lan = breaks_off(lan, &scene, *end).await;
        lan.goes_to(&leaf(&scene, id)).await;
        lan.sees("field-solution").await;
        let kept = lan.does(GetInitiative { id }).await;
        assert_eq!(kept.solution, words, "round {round}: what was called saved is lost ({end:?})");
        let number = number_of(&kept.support_needed, round);
        assert!(number >= answered, "round {round}: {answered} were answered, {number} is there ({end:?})");
    }
    lan.closes().await;
}

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_was_closed_starts_without_a_relay_and_asks_nobody_to_join(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let mut scene = Scene::of(kind, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.keeps_the_application().await;
    let id = begins(&lan).await;
    lan.closes().await;

    scene.school.relay.kill();
    let lan = scene.opens("lan").await;
    lan.goes_to(&scene.address("/book")).await;
    lan.sees("go-book").await;
    lan.misses("start-join").await;
    lan.reads("my-initiatives", "Thẻ lỗi sai").await;
    let kept = lan.does(GetInitiative { id }).await;
    assert_eq!(kept.summary.title, "Thẻ lỗi sai");
    lan.closes().await;
}

async fn begins(lan: &Browser) -> InitiativeId {
    let request = CreateInitiative {
        title: "Thẻ lỗi sai".to_owned(),
        content_area: None,
        period: Some(Period::WholeYear),
    };
    lan.does(request).await.summary.id
}

fn leaf(scene: &Scene, id: InitiativeId) -> String {
    scene.address(&format!("/book/{id}"))
}

/// Saves without a pause, goes on saving, and gives how often an answer came so far: from two times to
/// fourteen, so that breaks meet the book in many states.
async fn saves_some(lan: &Browser, id: InitiativeId, round: u64) -> u64 {
    lan.runs(SAVE, vec![json!(id), json!(round)]).await;
    lan.until("some are answered", &format!("window.answered >= {}", 2 + round * 7 % 13)).await;
    lan.runs("return window.answered", Vec::new()).await.as_u64().expect("a number")
}

/// Ends the tab or the browser in the middle of saving; gives the browser with an empty tab.
async fn breaks_off(lan: Browser, scene: &Scene, end: Break) -> Browser {
    match end {
        Break::Of(end) => {
            let next = lan.client.new_window(true).await.unwrap().handle;
            lan.ends_tab(end, &next).await;
            lan
        }
        Break::OfAll => {
            lan.dies();
            scene.opens("lan").await
        }
    }
}

/// The number of the sentence that is there.
fn number_of(text: &str, round: u64) -> u64 {
    let number = text.strip_prefix(&format!("Vòng {round}, câu ")).and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("round {round}: “{text}” was never saved in it"))
}
