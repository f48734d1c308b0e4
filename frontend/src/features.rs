//! The places of the interface, one module each.

pub mod delivery;
pub mod people;
pub mod search;
pub mod settings;
pub mod start;
pub mod storage;

// Places of the book:
pub mod book;
pub mod today;

// Places of deciding and of the whole:
pub mod overview;
pub mod records;
pub mod review;
