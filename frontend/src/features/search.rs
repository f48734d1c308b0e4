//! The search over everything, from anywhere, without accents.

mod model;
pub mod palette;
