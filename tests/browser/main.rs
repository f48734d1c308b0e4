//! The application in a tab of a real browser, served by a real relay, beside real applications of
//! others.
//!
//! Between the browser and the relay lies a wire that can be cut; the others speak with the relay
//! itself. Pictures are kept in `artefacts/screenshots` as `tab-…` and `firefox-…`, and axe-core looks at
//! every place of which one is kept. The browsers are Chromium and Firefox, as Debian has them.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "stories own their files")]

mod aids;
mod approval;
mod back;
mod beside;
mod browser;
mod carried;
mod clumsy;
mod files;
mod full;
mod hands;
mod keyboard;
mod keys;
mod killed;
mod looks;
mod members;
mod newer;
mod obstacle;
mod places;
mod relay_key;
mod saved;
mod scene;
mod secure;
mod six_digits;
mod states;
mod storage;
mod tabs;
mod touch;

use browser::Browser;
use scene::{HA, HANH, KHOI, LAN, SON, Scene, VINH, arrives};

/// Stories take turns: two at once would wait for each other's machine more than for their own.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
