//! A whole school in one process: real applications, a real relay, and a world between them that one
//! number decides.
//!
//! Machines and relay are the product's own code. What stands in for the world is here: clocks,
//! randomness, the wire, the folders of disks. So whatever a seed does, it does again.
//!
//! Read first: [`Plan`], [`run`], `quiet` (what must hold when all is calm).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool of tests: its files are its own, and what it did not expect must end it"
)]

mod act;
mod beginning;
mod checks;
mod dice;
mod disk;
mod machine;
mod plan;
mod planted;
mod post;
mod quiet;
mod run;
mod school;
mod shrink;
mod sticks;
mod trace;
mod world;

pub use dice::Dice;
pub use plan::{Act, Operation, Plan, Weather};
pub use planted::Planted;
pub use run::{Outcome, run};
pub use shrink::shrink;
pub use trace::Violation;
