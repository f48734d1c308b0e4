//! Rosters and slips for the browser tab, as a module of their own.
//!
//! What reads workbooks and draws PDFs took a third of what the worker loads, and only those who keep
//! the roster need it. The worker's script fetches it when it is first asked for, or when somebody
//! looks at the people who may need it soon (`frontend/tab/aids.js`).
//!
//! It deliberately knows nothing but `documents`: bytes in, JSON or bytes out. Nothing of it is built
//! for machines, where `runtime` has `documents` inside.
//!
//! Read first: `module.rs` (the two functions).

#[cfg(target_arch = "wasm32")]
mod module;

#[cfg(target_arch = "wasm32")]
pub use module::{print_slips, read_roster};
