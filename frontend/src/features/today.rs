//! Hôm nay: what is due, what waits, what came back, where the work is.

pub mod model;
pub mod page;
mod parts;
