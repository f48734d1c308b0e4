//! Files of a profile: the system's own on a machine, kept by SQLite in a browser tab.
//!
//! Both forms have the names of `std::fs` where it has one. Whoever writes files here goes through
//! this module and nothing else, so that everything works in a tab too. On a machine the files of a book
//! that is open are encrypted on their way through (ADR 0029).

#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(not(target_arch = "wasm32"))]
mod machine;
#[cfg(not(target_arch = "wasm32"))]
mod opened;
#[cfg(not(target_arch = "wasm32"))]
mod sealed;
// Its tests run on machines whose paths are written as in a tab.
#[cfg(any(target_arch = "wasm32", all(test, unix)))]
mod settle;

#[cfg(target_arch = "wasm32")]
pub use kept::*;
#[cfg(not(target_arch = "wasm32"))]
pub use machine::*;
#[cfg(not(target_arch = "wasm32"))]
pub use opened::Opened;
