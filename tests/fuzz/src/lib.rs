//! Bytes that nobody would send: every reader of foreign bytes, given anything, answers.
//!
//! A target is a function of bytes that panics where something is wrong: a reader that breaks, a form
//! that is not the only one, a limit that was passed, an answer that depends on how the bytes came.
//! [`check`] runs one under a cap on memory. Two drivers use it: the short run of `cargo xtask test`
//! (the corpus, and what a seed makes of it) and libFuzzer, which `cargo xtask fuzz` builds with the
//! stable compiler's own counters.
//!
//! It deliberately knows no network, no disk and no clock: what the relay does with what it has read is
//! for the relay's own tests.
//!
//! Read first: [`TARGETS`], [`check`], [`Seed`].
#![allow(clippy::expect_used, reason = "a target says what is wrong by breaking")]

mod corpus;
mod memory;
mod mutate;
mod seeds;
mod targets;

pub use corpus::{folder, kept};
pub use mutate::Mutations;
pub use seeds::{Seed, seeds};
pub use targets::{TARGETS, Target, target};

/// What any input may take: the largest change inflated, and as much again.
const MEMORY: usize = 12 * 1024 * 1024;
/// What each byte of an input may take beside that: one becomes a value in a list, which grows.
const MEMORY_PER_BYTE: usize = 96;

/// Runs a target on an input.
///
/// # Panics
/// Where the target breaks, or takes more memory than such an input may.
pub fn check(target: &Target, input: &[u8]) {
    let most = MEMORY + MEMORY_PER_BYTE * input.len();
    let taken = memory::most_held(|| (target.run)(input));
    assert!(
        taken <= most,
        "{}: {} bytes of input took {taken} bytes of memory, of at most {most}",
        target.name,
        input.len()
    );
}
