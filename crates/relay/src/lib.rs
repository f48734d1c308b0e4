//! The server that gives every envelope its place, keeps it and hands it out (protocol section 10).
//!
//! One data folder holds the relay's key and, for each school, a SQLite file, a fence and the
//! chunks of its files. Besides serving, it copies such a folder while it is in use, and checks one.
//! What may be placed, `protocol` decides; how a log is kept, `ledger` knows.
//! Beside the endpoints it serves the application for browsers, which it carries as packed files.
//!
//! It deliberately does not know Automerge, the movement's rules, or what any payload means beyond
//! what admission reads of it; and it holds nothing in memory for each document.
//!
//! Read first: [`Config`], [`start`], and the routes in `router.rs`.
#![allow(clippy::disallowed_methods)] // the relay is where its clock, randomness and files are

mod announce;
mod answer;
mod application;
mod backup;
mod blobs;
mod bring;
mod bucket;
mod clock;
mod config;
mod disk;
mod doors;
mod fence;
mod giving;
mod home;
mod housekeeping;
mod import;
mod inside;
mod key;
mod metrics;
mod nonces;
mod range;
mod recovery;
mod relay;
mod router;
mod routes;
mod running;
mod school;
mod session;
mod settings;
mod storage;
mod tls;
mod trust;
mod verify;
mod writer;

pub use application::{Application, Asset, Contents};
pub use backup::{Backup, BackupError, backup};
pub use bring::{ImportError, Imported, import};
pub use clock::{StandIn, stand_in};
pub use config::{Config, Https, Limits, OwnCertificate};
pub use inside::Inside;
pub use key::{KeyError, Keys};
pub use running::{Running, StartError, start};
pub use settings::{LogFormat, Settings, SettingsError};
pub use verify::{Verification, VerifyError, verify};
