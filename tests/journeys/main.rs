//! Stories of a school: real applications, a real relay process, real files.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "stories own their files")]

mod alike;
mod apart;
mod at_rest;
mod bundles;
mod clock;
mod damaged;
mod erased;
mod evidence;
mod faults;
mod founding;
mod hostile;
mod killed;
mod locked;
mod main_job;
mod moved;
mod proposals;
mod refused;
mod restoring;
mod revoked;
mod room;
mod rotated;
mod secret;
mod six_digits;
mod snapshots;
mod storage;
mod terminal;
