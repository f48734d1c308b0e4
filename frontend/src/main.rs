//! The interface of Sổ Sáng Kiến, for the window and the browser.
//!
//! It shows views of the contract and sends requests. It deliberately knows no rule of the
//! movement, keeps no data of its own beyond what is being typed, and never waits for a network.
//!
//! Read first: [`app::App`], [`live::live`], [`act::Act`].

#![allow(
    clippy::disallowed_methods,
    reason = "a host: the browser's clock and randomness start here and go on as arguments"
)]

mod act;
mod app;
mod features;
mod files;
mod i18n;
mod ipc;
mod live;
mod parts;
mod remembered;
mod session;
mod topics;
mod ui;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    features::start::take_from_address();
    leptos::mount::mount_to_body(app::App);
}
