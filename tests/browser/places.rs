//! Every place as a tab shows it, on every size of screen.

use journeys::kind::Kind;
use rstest::rstest;

use crate::{Browser, HA, SON, Scene, TURN};

/// Places of the rail, with what is there once they are.
const PLACES: [(&str, &str); 7] = [
    ("today", "duties"),
    ("book", "new-initiative"),
    ("review", "queue-item"),
    ("overview", "figure-total"),
    ("people", "member"),
    ("delivery", "sync-now"),
    ("settings", "theme-dark"),
];

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn no_place_of_the_tab_keeps_anybody_out(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[HA]).await;
    scene.hands_in(HA, "Bản đồ câm: học sinh tự chấm bằng lớp phủ").await;
    let son = scene.opens("son").await;
    son.goes_to(&scene.address("/")).await;
    son.sees("start-join").await;
    son.shows("start").await;
    son.clicks("start-join").await;
    son.sees("join-ticket").await;
    son.shows("start-join").await;
    son.clicks("start-back").await;
    son.joins(&scene.school, SON).await;

    for (place, thing) in PLACES {
        son.clicks(&format!("go-{place}")).await;
        son.gets(thing).await;
        son.shows(place).await;
    }
    opens_what_lies_behind(&son).await;
    son.closes().await;
}

/// Pages behind the places: an own leaf, an item of the queue, records, an initiative to read.
async fn opens_what_lies_behind(son: &Browser) {
    son.clicks("go-book").await;
    son.clicks("new-initiative").await;
    son.sees("field-title").await;
    son.shows("leaf-draft").await;
    son.clicks("go-review").await;
    son.clicks("queue-item").await;
    son.sees("decision-bar").await;
    son.shows("review-item").await;
    son.clicks("go-overview").await;
    son.clicks("figure-total").await;
    son.sees("record").await;
    son.shows("records").await;
    son.clicks("record").await;
    son.sees("document").await;
    son.shows("initiative").await;
}
