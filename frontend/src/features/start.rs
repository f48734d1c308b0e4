//! The first screen: whose book, join with an invitation, or found a school's book.

mod brought;
mod found;
mod join;
mod model;
pub mod page;
mod pin;
mod recovery;
pub mod unlock;
mod wait;

pub use brought::take_from_address;
pub use model::address;
