//! The contract between the application and its hosts: window, browser tab and terminal.
//!
//! One list (`call.rs`) declares every call with its request and answer; everything here is plain
//! data in the words of the screen. Views are flat and ready to show and never travel back.
//!
//! This crate deliberately knows neither storage nor network nor Automerge, and holds no rule.
//!
//! Read first: [`Call`], [`InitiativeView`], [`Error`].
//!
//! ```
//! use api::{Call, GetToday};
//! assert_eq!(GetToday::NAME, "get_today");
//! ```

/// Declares plain data of the contract: the usual derives, and a JSON Schema for `ssk calls`.
macro_rules! plain {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub $kind $name $body
    )*};
}

mod bundle;
mod call;
mod delivery;
mod error;
mod evidence;
mod initiative;
mod movement;
mod overview;
mod people;
mod profile;
mod requests;
mod review;
mod search;
mod storage;
mod today;
mod topic;

pub use bundle::*;
pub use call::*;
pub use delivery::*;
pub use error::*;
pub use evidence::*;
pub use initiative::*;
pub use movement::*;
pub use overview::*;
pub use people::*;
pub use profile::*;
pub use requests::*;
pub use review::*;
pub use search::*;
pub use storage::*;
pub use today::*;
pub use topic::*;

#[cfg(test)]
mod tests;
