//! The first start on a machine that nobody has used yet.

use journeys::display::Display;

use crate::{TURN, Window};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_asks_who_somebody_is() {
    let _turn = TURN.lock().await;
    let (display, home) = (Display::open(), tempfile::tempdir().unwrap());
    let window = Window::open("first-start", &display, &home.path().join("home")).await;
    window.sees("start-join").await;
    window.sees("start-found").await;
    window.misses("open-profile").await;
    window.shows("start").await;

    window.clicks("start-join").await;
    window.sees("join-ticket").await;
    window.types("join-ticket", "SSK1:KHONG-PHAI-MA-MOI").await;
    window.clicks("join-school").await;
    window.sees("error").await;
    window.shows("start-join-refused").await;
    window.clicks("start-back").await;
    window.clicks("start-found").await;
    window.misses("start-join").await;
    window.shows("start-found").await;
    window.closes().await;
}
