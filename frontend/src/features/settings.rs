//! Cài đặt: language, appearance, and whose book it is.

pub mod page;
