//! The two screens: the list with its filter, and one initiative to read.

mod filter;
mod list;
mod read;

pub use list::RecordsPage;
pub use read::ReadPage;
