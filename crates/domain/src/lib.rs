//! Nouns and rules of the emulation movement: what an initiative is, which decisions a school makes
//! about it, and what follows from them.
//!
//! The crate is pure. It deliberately knows no clock, no randomness, no file, no network, no
//! Automerge and no signature: time and identifiers are arguments, documents come in as a generic
//! [`node::Node`], decisions as [`record::Record`]. No rule of a school is written in code either;
//! content areas, criteria, months, stages and thresholds are data in a [`movement::Movement`].
//!
//! Read first: [`initiative::Initiative`] (what people write), [`record::Record`] (what people
//! decide), [`status::derive`] (what follows from both).
//!
//! ```
//! use domain::decimal::Decimal;
//! use domain::result::percent;
//!
//! let failing: Decimal = "14".parse()?;
//! let pupils: Decimal = "151".parse()?;
//! let share = percent(failing, pupils).expect("the class is not empty");
//! assert_eq!(share.to_vietnamese(), "9,3%");
//! # Ok::<(), domain::decimal::DecimalError>(())
//! ```

#[macro_use]
mod named;

pub mod calendar;
pub mod date;
pub mod decimal;
pub mod difference;
pub mod id;
pub mod initiative;
pub mod movement;
pub mod node;
pub mod overview;
pub mod period;
pub mod record;
pub mod result;
pub mod role;
pub mod roster;
pub mod sheet;
pub mod stage;
pub mod status;
pub mod submission;
pub mod text;
