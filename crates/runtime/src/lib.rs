//! The application without a host: runs the engine over the store, HTTP, files, clock and keys.
//!
//! A host (window, terminal, browser tab) opens an [`Application`] on a folder, passes calls of the
//! contract through, and forwards topics. Nothing here knows which host it is, and nothing here
//! knows a rule of the movement: rules are in `domain`, rights in `protocol`.
//!
//! Read first: [`Application`], `Session` (one open profile), `sync` (the exchange with the relay).
#![allow(clippy::disallowed_methods, reason = "the clock, randomness and files belong to this crate")]

mod again;
mod application;
mod apply;
mod aside;
mod book;
mod bundle;
mod card;
mod clock;
mod control;
mod decide;
mod delivery;
mod disk;
mod entrance;
mod envelopes;
mod error;
mod evidence;
mod forget;
mod found;
mod handlers;
mod host;
mod ids;
mod invite;
mod join;
mod joiners;
mod keys;
mod lists;
mod lock;
mod overview;
mod paper;
mod people;
mod profile;
mod proposals;
mod quarantine;
mod reading;
mod registrars;
mod relay_key;
mod revoke;
mod roster;
mod school;
mod searching;
mod session;
mod signing;
mod snapshot;
mod storage;
mod sync;
mod today;
mod vault;
mod view;
mod waiting;

pub use application::Application;
#[cfg(target_arch = "wasm32")]
pub use disk::settle_databases;
pub use host::set_clock;
#[cfg(not(target_arch = "wasm32"))]
pub use host::stand_in::{Sending, StandIn, stand_in};
#[cfg(not(target_arch = "wasm32"))]
pub use vault::look_into;
pub use vault::{KeyStore, KeyStoreSilent};

#[cfg(test)]
mod tests;
