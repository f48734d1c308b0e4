//! A head of a department who approves on a tablet, with and without a network.

use api::{GetInitiative, GetOverview, StageState};
use domain::decimal::Decimal;
use domain::id::InitiativeId;
use domain::role::Stage;
use domain::sheet::Value;
use journeys::kind::Kind;
use journeys::words::said;
use rstest::rstest;
use testkit::RESULT;

use crate::{Browser, KHOI, LAN, Scene, TURN, VINH, arrives};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn an_approval_without_a_network_outlives_the_page_and_reaches_everybody(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[LAN, VINH]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.keeps_the_application().await;
    let id = scene.hands_in(LAN, TITLE).await;
    finds_it_in_the_queue(&khoi, TITLE).await;

    scene.cuts_off(&khoi).await;
    approves(&khoi, "31/151 học sinh").await;
    khoi.loads_anew().await;
    khoi.sees("empty-action").await;
    is_approved_and_only_here(&khoi, id).await;
    khoi.clicks("go-delivery").await;
    khoi.shows("delivery-offline").await;
    let lan = scene.school.person(LAN);
    lan.syncs().await;
    assert_eq!(lan.sees(id).await.summary.waiting_for, [Stage::Department], "nothing has left the tablet");

    scene.connects(&khoi).await;
    arrives(lan, id, "the approval arrives", |view| is_with_the_others(&view.summary.waiting_for)).await;
    is_in_the_overview(&scene).await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_author_changes_meanwhile_is_told_and_comes_back_as_a_difference() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let lan = scene.school.person(LAN);
    let id = scene.hands_in(LAN, TITLE).await;
    let khoi = scene.joins("khoi", KHOI).await;
    finds_it_in_the_queue(&khoi, TITLE).await;
    khoi.clicks("queue-item").await;
    khoi.reads("document", "31/151 học sinh").await;

    lan.types(id, "problem", "32/151 học sinh dưới trung bình ở bài kiểm tra chung.").await;
    lan.syncs().await;
    khoi.gets("see-newer").await;
    khoi.shows("review-newer").await;
    khoi.clicks("see-newer").await;
    khoi.reads("document", "32/151 học sinh").await;

    scene.cuts_off(&khoi).await;
    sets_another_target(&scene, id).await;
    khoi.clicks("go-review").await;
    approves(&khoi, "32/151 học sinh").await;
    scene.connects(&khoi).await;
    approves_only_the_change(&khoi).await;
    arrives(lan, id, "the change is approved", |view| is_with_the_others(&view.summary.waiting_for)).await;
    khoi.closes().await;
}

/// Looks into the queue until an initiative of somebody else is there.
pub async fn finds_it_in_the_queue(khoi: &Browser, title: &str) {
    khoi.clicks("go-review").await;
    khoi.gets("queue-item").await;
    khoi.reads("queue-item", title).await;
}

/// Opens the only item of the queue, reads and approves it.
pub async fn approves(khoi: &Browser, words: &str) {
    khoi.clicks("queue-item").await;
    khoi.reads("document", words).await;
    khoi.reads("approve", &said("review.decide.approve")).await;
    khoi.clicks("approve").await;
    khoi.sees("empty-action").await;
}

async fn is_approved_and_only_here(khoi: &Browser, id: InitiativeId) {
    let view = khoi.does(GetInitiative { id }).await;
    assert_eq!(view.state.stages[0].state, StageState::Approved, "what was answered is kept");
    assert!(view.unsent > 0, "it waits for the network");
}

/// Whether the department has approved: then the union and the leadership are asked.
fn is_with_the_others(waiting_for: &[Stage]) -> bool {
    waiting_for == [Stage::Union, Stage::Leadership]
}

async fn is_in_the_overview(scene: &Scene) {
    let vinh = scene.school.person(VINH);
    vinh.syncs().await;
    let overview = vinh.does(GetOverview::default()).await;
    assert_eq!(overview.total.count, 1, "the headmaster's overview counts it");
    let behind = vinh.does(overview.total.filter).await;
    assert!(is_with_the_others(&behind[0].waiting_for), "the department's approval is seen there");
}

/// Lan does not know of the approval, and hands in what she changed.
async fn sets_another_target(scene: &Scene, id: InitiativeId) {
    let lan = scene.school.person(LAN);
    let target = Value::Number(Decimal::from_whole(12).unwrap());
    lan.writes(id, &format!("results/{RESULT}/target"), target).await;
    lan.hands_in(id).await;
    lan.syncs().await;
}

async fn approves_only_the_change(khoi: &Browser) {
    khoi.gets("queue-item").await;
    khoi.clicks("queue-item").await;
    khoi.reads("[data-testid=changes] del", "15").await;
    khoi.reads("[data-testid=changes] ins", "12").await;
    khoi.reads("approve", &said("review.decide.approve_change")).await;
    khoi.shows("review-difference").await;
    khoi.clicks("approve").await;
    khoi.sees("empty-action").await;
}
