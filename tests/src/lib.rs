//! Whole stories across real applications and a real relay, and the programs that use the same
//! means: `demo` makes the demonstration school, `bench` prints the figures.
//!
//! The stories are in `journeys/` (applications in one process, the relay in its own), in `window/`
//! (the real window) and in `browser/` (a tab of a real browser), both driven as a person would.
//! Nothing of this package is shipped.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "stories own their clock and their files")]

#[cfg(target_os = "linux")]
pub mod barriers;
#[cfg(target_os = "linux")]
pub mod chromium;
#[cfg(target_os = "linux")]
pub mod display;
#[cfg(target_os = "linux")]
pub mod driver;
#[cfg(target_os = "linux")]
pub mod firefox;
#[cfg(target_os = "linux")]
pub mod kind;
#[cfg(target_os = "linux")]
pub mod page;
#[cfg(target_os = "linux")]
mod pictures;
#[cfg(target_os = "linux")]
pub mod processes;
#[cfg(target_os = "linux")]
pub mod window;
#[cfg(target_os = "linux")]
pub mod words;
