//! The browser tab's worker: the application in a page, with the contract as messages.
//!
//! Runs in a dedicated module worker of one tab, the leader. A script beside it starts the worker,
//! passes messages of all tabs on, and starts another one when it breaks; it calls four functions:
//! `open()`, `call(name, request)`, `subscribe(tell)` and `woke_up()`. Requests, answers, topics and
//! errors are the contract's JSON as text; a refused promise is an error's JSON.
//!
//! It deliberately knows no call by name, no rule and no page. Nothing of it is built for machines.
//!
//! Read first: `worker.rs` (the four functions), `pool.rs` (where SQLite's files lie).

#[cfg(target_arch = "wasm32")]
mod panics;
#[cfg(target_arch = "wasm32")]
mod pool;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use worker::{call, open, subscribe, woke_up};
