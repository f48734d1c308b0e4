//! What the book knows without a screen.

pub mod burst;
pub mod find;
pub mod leaf;
pub mod log;
pub mod merge;
