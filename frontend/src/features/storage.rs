//! Chỗ lưu: what lies on this machine, how much of it may, and what the browser promises.

mod browser;
mod card;
mod lost;
mod model;

pub use browser::{BrowserNote, JoinNote, use_browser};
pub use card::StorageCard;
pub use lost::{LostBooks, follow_whereabouts};
