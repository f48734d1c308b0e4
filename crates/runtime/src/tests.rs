//! Stories inside one process: real sessions on real files, with a relay that is only its log.

mod school;

pub use school::School;
