//! Gửi – nhận: what is where, the relay, files on their way, what was refused, the log.

mod carry;
mod items;
mod log;
mod model;
pub mod page;
mod relay;
mod relay_key;
mod room;
pub mod sync;

pub use carry::TakeOutDialog;
