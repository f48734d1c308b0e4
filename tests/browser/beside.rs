//! A tablet beside the window of a machine: what is decided in one is seen in the other.

use api::GetInitiative;
use journeys::display::Display;
use journeys::kind::Kind;
use journeys::window::Window;
use rstest::rstest;

use crate::approval::{approves, finds_it_in_the_queue};
use crate::{KHOI, LAN, SON, Scene, TURN};

const TITLE: &str = "Bộ câu hỏi mở đầu giờ cho khối 8";

#[rstest]
#[case::chromium(Kind::Chromium)]
#[tokio::test(flavor = "multi_thread")]
async fn the_union_sees_in_its_window_what_was_approved_offline_on_a_tablet(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let display = Display::open();
    let mut scene = Scene::of(kind, &[LAN, SON]).await;
    let id = scene.hands_in(LAN, TITLE).await;
    let home = scene.school.take(SON).home().to_owned();
    let son = Window::open("son", &display, &home).await;
    son.clicks("go-review").await;
    son.sees("empty-action").await;

    let khoi = scene.joins("khoi", KHOI).await;
    finds_it_in_the_queue(&khoi, TITLE).await;
    scene.cuts_off(&khoi).await;
    approves(&khoi, "31/151 học sinh").await;
    assert!(khoi.does(GetInitiative { id }).await.unsent > 0, "it waits for the network");
    scene.connects(&khoi).await;

    son.gets("queue-item").await;
    son.reads("queue-item", TITLE).await;
    son.clicks("go-overview").await;
    son.reads("[data-testid=figure-total] b", "1").await;
    son.clicks("figure-total").await;
    son.reads("record", TITLE).await;
    son.clicks("record").await;
    son.reads("document", "31/151 học sinh").await;
    son.closes().await;
    khoi.closes().await;
}
