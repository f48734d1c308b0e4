//! Windows in which a browser cannot keep a book.

use journeys::kind::{Kind, Mode};
use journeys::words::said;
use testkit::RelayProcess;

use crate::scene::carries_the_application;
use crate::{Browser, TURN};

#[tokio::test(flavor = "multi_thread")]
async fn a_private_window_that_keeps_nothing_says_so_before_anybody_joins() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let relay = RelayProcess::start(&folder.path().join("relay"));
    carries_the_application(&relay).await;
    let profile = folder.path().join("browser");
    let browser = Browser::of(Kind::Firefox, Mode::Private, "nobody", &profile).await;
    browser.goes_to(&relay.url()).await;
    browser.sees("obstacle-private").await;
    browser.reads("obstacle-private", &said("tab.private.todo")).await;
    browser.misses("start-join").await;
    browser.shows("obstacle-private").await;
    browser.closes().await;
}
