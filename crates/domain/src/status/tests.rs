//! The rules T-1 to T-11, each by its name.

mod rules;
mod school;
mod set;
