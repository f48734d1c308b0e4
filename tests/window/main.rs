//! The real window, driven as a person would: by looking, clicking and typing.
//!
//! Everybody has a window and a home of their own; between them stands a real relay that goes away
//! and comes back. Pictures are kept in `artefacts/screenshots`, and of a failure also the page's
//! source; axe-core looks at every place of which a picture is kept. Only WebKitGTK brings a driver
//! along, so this is told on Linux alone.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "stories own their files")]

mod first_start;
mod main_job;

use journeys::window::Window;
use journeys::words::said;

/// Stories take turns: two at once would wait for each other's machine more than for their own.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
