//! Hands that press twice, go back, reload in the middle, and a network that comes and goes.

use api::{CreateInitiative, GetInitiative, StageState};
use domain::id::InitiativeId;
use domain::role::Stage;
use journeys::kind::{Connection, Kind};
use journeys::words::said;
use rstest::rstest;
use serde_json::json;

use crate::approval::finds_it_in_the_queue;
use crate::{Browser, KHOI, LAN, Scene, TURN, arrives};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";
/// How often the network comes and goes.
const FLAPS: usize = 15;

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn pressing_twice_decides_once_while_the_network_comes_and_goes(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let mut scene = Scene::of(kind, &[LAN]).await;
    let id = scene.hands_in(LAN, TITLE).await;
    let khoi = scene.joins("khoi", KHOI).await;
    finds_it_in_the_queue(&khoi, TITLE).await;
    khoi.clicks("queue-item").await;
    khoi.reads("document", "31/151 học sinh").await;
    for _ in 0..FLAPS {
        khoi.is_told(Connection::Gone).await;
        scene.network.cut_after_receiving(700);
        khoi.is_told(Connection::There).await;
        scene.network.mend();
    }
    khoi.reads("approve", &said("review.decide.approve")).await;
    let twice =
        "const press = document.querySelector('[data-testid=approve]'); press.click(); press.click();";
    khoi.runs(twice, Vec::new()).await;
    khoi.sees("empty-action").await;
    khoi.client.back().await.unwrap();
    khoi.client.forward().await.unwrap();
    khoi.loads_anew().await;
    scene.school.relay.restart();
    let approved = |view: &api::InitiativeView| view.summary.waiting_for.contains(&Stage::Union);
    let seen = arrives(scene.school.person(LAN), id, "the approval arrives", approved).await;
    assert_eq!(decisions(&seen), 1, "one press more is no decision more: {:?}", seen.timeline);
    let view = khoi.does(GetInitiative { id }).await;
    assert_eq!(view.state.stages[0].state, StageState::Approved);
    khoi.closes().await;
}

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn words_that_two_tabs_write_into_one_field_are_the_same_in_both(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    let request = CreateInitiative { title: TITLE.to_owned(), content_area: None, period: None };
    let id = lan.does(request).await.summary.id;
    let leaf = scene.address(&format!("/book/{id}"));
    lan.goes_to(&leaf).await;
    let first = lan.tab().await;
    let second = lan.opens_tab(&leaf).await;
    let mut before = String::new();
    for (round, tab) in [&first, &second, &first, &second].into_iter().enumerate() {
        lan.turns_to(tab).await;
        // Words that arrive while others are typed are joined with them: nobody writes over what they
        // have not read.
        shows(&lan, &before).await;
        before = format!("Lần {round}: 31/151 học sinh dưới trung bình.");
        lan.types("field-problem", &before).await;
    }
    // The last words were typed a moment ago: reloading saves them as leaving the page does.
    lan.loads_anew().await;
    for tab in [&second, &first] {
        lan.turns_to(tab).await;
        shows(&lan, &before).await;
    }
    assert_eq!(problem(&lan, id).await, before);
    lan.closes().await;
}

fn decisions(view: &api::InitiativeView) -> usize {
    view.timeline.iter().filter(|item| item.stage == Some(Stage::Department)).count()
}

async fn shows(lan: &Browser, words: &str) {
    let holds = format!("document.querySelector('[data-testid=field-problem]')?.value === {}", json!(words));
    lan.until(&format!("the field has the words “{words}”"), &holds).await;
}

async fn problem(lan: &Browser, id: InitiativeId) -> String {
    lan.does(GetInitiative { id }).await.problem
}
