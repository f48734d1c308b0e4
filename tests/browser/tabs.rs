//! Several tabs of one browser.

use api::{CreateInitiative, ListMyInitiatives};
use fantoccini::wd::WindowHandle;
use journeys::kind::Kind;
use rstest::rstest;

use crate::browser::End;
use crate::{Browser, KHOI, LAN, Scene, TURN};

const OFFLINE: &str = "Sổ mượn thiết bị không cần mạng";

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_works_through_the_first_and_goes_on_when_that_is_closed(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[LAN]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.clicks("go-review").await;
    khoi.sees("empty-action").await;
    let first = khoi.tab().await;
    let second = khoi.opens_tab(&scene.address("/review")).await;
    khoi.sees("empty-action").await;

    scene.hands_in(LAN, "Thẻ lỗi sai").await;
    for tab in [&second, &first] {
        khoi.turns_to(tab).await;
        waits(&khoi, 1).await;
    }
    writes_in_one_and_reads_in_the_other(&khoi, [&second, &first]).await;

    khoi.ends_tab(End::Closed, &second).await;
    let kept = khoi.does(ListMyInitiatives {}).await;
    assert_eq!(kept[0].title, OFFLINE, "the second tab has what it wrote through the first");
    begins(&khoi, "Góc đọc sách của lớp").await;
    scene.hands_in(LAN, "Video 5 phút tải sẵn").await;
    waits(&khoi, 2).await;
    khoi.closes().await;
}

async fn writes_in_one_and_reads_in_the_other(khoi: &Browser, [one, other]: [&WindowHandle; 2]) {
    khoi.clicks("go-book").await;
    khoi.sees("new-initiative").await;
    khoi.turns_to(one).await;
    begins(khoi, OFFLINE).await;
    khoi.turns_to(other).await;
    khoi.reads("my-initiatives", OFFLINE).await;
}

/// Waits until so many items are in the queue on the page, which is not loaded anew.
async fn waits(khoi: &Browser, count: usize) {
    let items = format!("document.querySelectorAll('[data-testid=queue-item]').length === {count}");
    khoi.until_others(&format!("{count} wait for Khôi"), &items).await;
}

async fn begins(khoi: &Browser, title: &str) {
    khoi.does(CreateInitiative { title: title.to_owned(), content_area: None, period: None }).await;
}
