//! A school for tests: named people with real applications, a real relay process, and a network
//! that can be made to fail.
//!
//! It knows no inside of the application: everything goes through the contract's calls, as a host
//! would do it. It is never part of what is shipped.
//!
//! Read first: [`School`], [`Person`], [`RelayProcess`].
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests own their clock and their files")]

mod http;
mod joining;
mod network;
mod person;
mod registration;
mod relay;
mod school;

pub use http::http;
pub use joining::{confirms, is_let_in, joins};
pub use network::Network;
pub use person::Person;
pub use registration::{QUANTITY, RESULT, Registration};
pub use relay::{NAME, RelayProcess, binary};
pub use school::{ROSTER, School};
