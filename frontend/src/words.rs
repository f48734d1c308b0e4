//! How things of the contract are said: states, numbers, days, fields, errors.
//!
//! Pure: a language and a thing in, words out.

mod error;
mod field;
mod missing;
mod number;
mod pupil;
mod status;
mod terms;
mod time;

pub use error::error;
pub use field::field;
pub use missing::missing;
pub use number::{bytes, count, list, number, percent, points};
pub use pupil::{pupil, pupil_code};
pub use status::{status, status_name, status_tone};
pub use terms::*;
pub use time::{clock, clock_ahead, date, moment, month, month_title, month_year};

/// Says one of several fixed names in words; unknown names are said by the last text.
macro_rules! name {
    ($lang:expr, $name:expr, { $($word:literal => $($key:ident).+),+ $(,)? } else $($other:ident).+) => {
        match $name {
            $($word => crate::i18n::td_string!($lang, $($key).+),)+
            _ => crate::i18n::td_string!($lang, $($other).+),
        }
    };
}
use name;

#[cfg(test)]
mod tests;
