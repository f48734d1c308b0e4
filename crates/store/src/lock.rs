//! One running copy a profile.
//!
//! On a machine it is an advisory lock on a file beside the database. In a browser tab the pool of
//! files belongs to one worker of one tab, and the worker keeps a list of what it has open.

#[cfg(not(target_arch = "wasm32"))]
mod machine;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(not(target_arch = "wasm32"))]
pub use machine::Lock;
#[cfg(target_arch = "wasm32")]
pub use worker::Lock;
