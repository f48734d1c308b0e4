//! Duyệt: what waits for a decision, and one initiative with all that a decision needs.
//!
//! Deliberately knows no rule: who may decide at which stage, and what changed, comes with the view.
//! Read first: [`page`], [`document::Document`], [`model`].

mod ahead;
mod changes;
mod criteria;
mod decide;
mod differing;
mod difficulties;
pub mod document;
pub mod evidence;
mod keys;
pub mod model;
pub mod opinions;
pub mod page;
mod reading;
mod remarks;
pub mod timeline;
mod turning;
pub mod waiting;

pub use difficulties::Difficulties;
pub use remarks::{RemarkField, use_draft};
