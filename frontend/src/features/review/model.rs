//! What can be wrong in the review place, without a screen: deadlines, keys, differences, decisions.

mod beside;
mod decision;
mod difference;
mod key;
mod queue;
mod spoken;

pub use beside::*;
pub use decision::*;
pub use difference::*;
pub use key::*;
pub use queue::*;
pub use spoken::*;

#[cfg(test)]
mod tests;
