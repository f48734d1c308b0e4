//! Rosters and slips: linked in on a machine, a module of its own in a tab, which few people need and
//! nobody on a first visit.

#[cfg(target_arch = "wasm32")]
mod beside;
#[cfg(not(target_arch = "wasm32"))]
mod here;

#[cfg(target_arch = "wasm32")]
pub use beside::{expect, print_slips, read_roster};
#[cfg(not(target_arch = "wasm32"))]
pub use here::{expect, print_slips, read_roster};
