//! Golden bytes: what is signed or hashed once must have the same bytes for ever, on every machine.
//!
//! The same tests run on the host and as WebAssembly, since a tablet's browser signs and checks what a
//! laptop signs and checks.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod bundle;
mod content;
mod envelopes;
#[path = "../../../crates/protocol/tests/protocol/support.rs"]
#[allow(dead_code, reason = "the protocol's own tests use the rest")]
mod support;
