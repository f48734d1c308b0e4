//! One profile's SQLite file: documents, read model, full-text search, drafts' undo, files, people.
//!
//! Every table is one file under `table/` with its migration, its row and its functions; they take
//! a [`Connection`], so that one transaction can hold a change, its envelope (the ledger's tables
//! are in the same file) and everything that is read from it.
//!
//! This crate deliberately knows no rule, no network, no clock, and not what is inside a document
//! or a card: it keeps bytes and JSON that others write. Envelopes, membership and grants are the
//! ledger's; everything here except drafts, settings and undo can be built again from them.
//!
//! On machines the file may be encrypted (SQLCipher); whose key it is and where it lies is not known here.
//!
//! [`files`] is for a host without a file system: it keeps whole files in a SQLite file of their own.
//!
//! Read first: [`Store`], [`document::Document`], [`search::Entry`].
//!
//! ```
//! use store::{Store, StoreError, setting};
//! # let folder = tempfile::tempdir()?;
//! let store = Store::open(&folder.path().join("so.db"))?;
//! store.transaction(|tx| setting::set(tx, setting::Key::School, "THCS An Bình"))?;
//! let school = store.read(|db| setting::get(db, setting::Key::School))?;
//! assert_eq!(school.as_deref(), Some("THCS An Bình"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests look at files and clocks"))]

mod column;
mod error;
pub mod files;
mod lock;
mod migration;
mod open;
#[cfg(not(target_arch = "wasm32"))]
mod sealing;
mod table;

pub use error::StoreError;
pub use lock::Lock;
pub use open::{Store, bytes, check};
pub use rusqlite::Connection;
#[cfg(not(target_arch = "wasm32"))]
pub use sealing::{is_plain, look_into, seal};
pub use table::{
    blob, blob_use, card, department, document, draft, invitation, opened, pending, person, receipt, refused,
    search, setting, undo,
};

#[cfg(test)]
mod tests;
