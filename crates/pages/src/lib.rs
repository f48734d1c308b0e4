//! The pages of a PDF as pixels: evidence is looked at where it lies, in the window and in a tab.
//!
//! A WebAssembly module of its own, in a worker of its own (`frontend/pdf`), which is loaded when
//! somebody opens the first PDF: a first visit does not fetch it, and a file that breaks it breaks
//! nothing else.
//!
//! It deliberately knows no file, no call of the contract and no page of the interface.
//!
//! Read first: [`Sheets`], [`Unreadable`].

mod sheets;
#[cfg(target_arch = "wasm32")]
mod worker;

pub use sheets::{Pixels, Sheets, Unreadable};
