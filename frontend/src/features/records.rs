//! The list of records that every figure leads to, and the page on which an initiative is read.
//!
//! Deliberately knows no rule: which records a member may read, and what a filter means, is decided
//! by the application. Read first: [`page`], [`model`].

pub mod model;
pub mod page;
mod row;
