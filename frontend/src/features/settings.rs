//! Cài đặt: language, appearance, and whose book it is.

mod device;
pub mod forget;
pub mod lock;
pub mod page;
