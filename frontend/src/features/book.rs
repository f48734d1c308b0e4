//! Sổ của tôi: my initiatives, and one of them as the leaf of a notebook that saves as it is written.

mod editor;
mod fields;
mod leaf;
mod list;
mod log;
pub mod model;
pub mod page;
mod upload;
mod written;

pub use log::forget_half_typed;
