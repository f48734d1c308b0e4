//! The bundle: work of a school in one sealed file, carried from device to device or to the relay
//! (protocol section 15).
//!
//! A file is a header and frames. The header names the recipients, each with the file's key sealed to
//! its box key; the frames hold a sequence of items that ends with their count. [`BundleWriter`] gives
//! bytes out while items go in, and [`BundleReader`] gives items out while bytes go in, so neither
//! ever holds more than one item and one frame. Keys and nonces are arguments.

mod error;
mod frame;
mod header;
mod item;
mod read;
mod seal;
mod write;

pub use error::BundleError;
pub use header::{BundleHeader, Recipient};
pub use item::{BundleDraft, BundleItem};
pub use read::BundleReader;
pub use write::{BundleWriter, SealWith};
