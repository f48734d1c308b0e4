//! The first screen: whose book, join with an invitation, or found a school's book.

mod found;
mod join;
mod model;
pub mod page;
mod pin;
mod recovery;
pub mod unlock;

pub use model::address;
