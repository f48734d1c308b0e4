//! What the book knows without a screen.

pub mod burst;
pub mod choices;
pub mod find;
pub mod leaf;
pub mod log;
pub mod merge;
pub mod people;
