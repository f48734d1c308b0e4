//! The two screens of the review place: the queue, and one item of it.

mod item;
mod queue;

pub use item::ReviewPage;
pub use item::head::{Named, Neighbours};
pub use queue::QueuePage;
