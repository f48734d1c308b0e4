//! Stories inside one process: real sessions on real files, with a relay that is only its log.

mod registration;
mod school;

pub use registration::{QUANTITY, RESULT, edit, fills_in, submits, writes};
pub use school::School;
