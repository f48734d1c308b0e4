//! Tabs that are killed while they save, and a browser that is started again.

use api::{CreateInitiative, GetInitiative};
use domain::id::InitiativeId;
use domain::period::Period;
use fantoccini::wd::WindowHandle;
use journeys::words::said;
use serde_json::json;

use crate::browser::End;
use crate::{Browser, LAN, Scene, TURN};

/// How often a tab is killed.
const ROUNDS: u64 = 10;
/// How many answers there are at least before it is killed.
const ANSWERS: u64 = 3;

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

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_the_tab_was_killed_while_saving() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    let id = begins(&lan).await;
    lan.client.goto("about:blank").await.unwrap();
    let keeper = lan.tab().await;
    for round in 0..ROUNDS {
        let end = [End::Killed, End::Closed, End::Left][round as usize % 3];
        lan.opens_tab(&scene.address(&format!("/book/{id}"))).await;
        let words = format!("Vòng {round}: mỗi lỗi thường gặp thành một thẻ.");
        lan.types("field-solution", &words).await;
        lan.reads("saved-line", &said("book.saving.saved")).await;
        let answered = saves_until(&lan, id, round, end, &keeper).await;

        lan.opens_tab(&scene.address(&format!("/book/{id}"))).await;
        lan.sees("field-solution").await;
        let kept = lan.does(GetInitiative { id }).await;
        assert_eq!(kept.solution, words, "round {round}: what was called saved is lost ({end:?})");
        let number = number_of(&kept.support_needed, round);
        assert!(number >= answered, "round {round}: {answered} were answered, {number} is there ({end:?})");
        lan.ends_tab(End::Closed, &keeper).await;
    }
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_was_closed_starts_without_a_relay_and_asks_nobody_to_join() {
    let _turn = TURN.lock().await;
    let mut scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.keeps_the_application().await;
    let id = begins(&lan).await;
    lan.closes().await;

    scene.school.relay.kill();
    let lan = Browser::opens("lan", &scene.profile("lan")).await;
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

/// Saves without a pause and ends the tab in the middle of it; gives what was answered before.
async fn saves_until(lan: &Browser, id: InitiativeId, round: u64, end: End, then: &WindowHandle) -> u64 {
    lan.runs(SAVE, vec![json!(id), json!(round)]).await;
    lan.until("some are answered", &format!("window.answered >= {ANSWERS}")).await;
    let answered = lan.runs("return window.answered", Vec::new()).await;
    lan.ends_tab(end, then).await;
    answered.as_u64().expect("a number")
}

/// The number of the sentence that is there.
fn number_of(text: &str, round: u64) -> u64 {
    let number = text.strip_prefix(&format!("Vòng {round}, câu ")).and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("round {round}: “{text}” was never saved in it"))
}
