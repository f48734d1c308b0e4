//! Bức tranh chung: how the movement stands, every number leading to its records.
//!
//! Deliberately computes no figure of its own: counts and their filters come with the view, only
//! their geometry is decided here. Read first: [`page`], [`model`].

mod figures;
mod matrix;
pub mod model;
mod months;
pub mod page;
mod panel;
mod participation;
mod results;
mod silent;
mod statuses;
