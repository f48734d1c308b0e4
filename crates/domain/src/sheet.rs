//! The field table of the initiative document (domain, sections 4.1 to 4.5).
//!
//! A path names a field: `results/<id>/baseline`. The table says what may stand there, whether a
//! change of it after an approval is material, and whether it belongs to the registration.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;

mod check;
mod fields;

pub use check::{FieldError, check_value};
pub use fields::FIELDS;

/// The most characters of a long text.
pub const LONGEST_TEXT: usize = 20_000;
/// The most characters of a title or another single line.
pub const LONGEST_LINE: usize = 300;
/// The most entries of one list.
pub const MOST_ENTRIES: usize = 200;

named! {
    /// What a change of a field means for an approval.
    Class {
        /// The change asks for re-approval.
        Material = "material",
        /// The change is shown, the approval stands.
        Editorial = "editorial",
    }
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A long text that merges letter by letter.
    Text,
    /// A short text that merges letter by letter: a title, a label.
    MergingLine,
    /// A short text that is set as a whole.
    Line,
    /// One of fixed names.
    Choice(&'static [&'static str]),
    /// A slug of the movement.
    Slug,
    /// An exact decimal.
    Decimal,
    /// A contribution share: whole percent from 1 to 100.
    Share,
    /// A place in a list.
    Order,
    /// A size in bytes or a moment in milliseconds.
    Long,
    /// A day, "2026-09-30".
    Date,
    /// A month, "2026-09".
    Month,
    /// A school year, "2026-2027".
    SchoolYear,
    /// A member.
    Member,
    /// Another initiative.
    Initiative,
    /// A file.
    Blob,
    /// The id of an entry in another list of this document.
    EntryRef,
    /// One element of a set, named by the last key of the path: set or removed.
    Element,
    /// One entry of a keyed list: made or removed as a whole.
    Entry,
}

/// One row of the field table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The path, with `*` for a key of a list, set or map.
    pub pattern: &'static str,
    /// What may stand there.
    pub kind: FieldKind,
    /// What a change means for an approval.
    pub class: Class,
    /// Whether the registration sheet contains it; the dossier contains everything.
    pub in_registration: bool,
}

/// One value that a person sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text, a choice, a day, a month, an id.
    Text(String),
    /// An exact decimal.
    Number(Decimal),
    /// A whole number.
    Integer(i64),
    /// Yes or no; for a list entry or an element of a set, `true` makes it.
    Flag(bool),
    /// Takes the value, element or entry away.
    Remove,
}

/// Finds the row of a path; nothing for a path that the document does not have.
pub fn field_of(path: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| fits(field.pattern, path))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some("*"), Some(key)) if !key.is_empty() => {}
            (Some(expected), Some(key)) if expected == key => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests;
