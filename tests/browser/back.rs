//! Back, as a button or a gesture of the tablet does it: what lies over the page goes first.

use crate::{Browser, KHOI, Scene, TURN};

#[tokio::test(flavor = "multi_thread")]
async fn back_closes_what_lies_over_the_page_and_leaves_the_page_afterwards() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.clicks("go-book").await;
    khoi.sees("new-initiative").await;
    khoi.clicks("go-people").await;
    khoi.sees("member").await;

    khoi.clicks("open-search").await;
    khoi.sees("search-words").await;
    goes_back(&khoi).await;
    khoi.misses("search-words").await;
    is_at(&khoi, "/people").await;
    goes_back(&khoi).await;
    is_at(&khoi, "/book").await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_found_by_searching_is_one_step_from_where_the_search_began() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let khoi = scene.joins("khoi", KHOI).await;
    khoi.clicks("go-people").await;
    khoi.sees("member").await;

    khoi.clicks("open-search").await;
    khoi.clicks("[data-testid=search] [data-testid=close-dialog]").await;
    khoi.misses("search-words").await;
    khoi.clicks("open-search").await;
    khoi.types("search-words", "Cài đặt").await;
    khoi.clicks("search-hit").await;
    khoi.sees("theme-dark").await;
    is_at(&khoi, "/settings").await;
    goes_back(&khoi).await;
    is_at(&khoi, "/people").await;
    khoi.sees("member").await;
    khoi.closes().await;
}

async fn goes_back(khoi: &Browser) {
    khoi.client.back().await.expect("the browser has somewhere to go back to");
}

/// Is at a place and stays there: no way of the page's own leads on.
async fn is_at(khoi: &Browser, path: &str) {
    khoi.until(path, &format!("location.pathname === '{path}'")).await;
    khoi.until("the history is at rest", "history.state === null || !history.state.layers").await;
    khoi.until(path, &format!("location.pathname === '{path}'")).await;
}
