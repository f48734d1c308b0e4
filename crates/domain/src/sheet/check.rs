//! What a person types, checked and brought into its stored form.

use super::{Field, FieldKind, LONGEST_LINE, LONGEST_TEXT, Value, field_of};
use crate::date::{Date, Month};
use crate::id::{BlobId, EntryId, InitiativeId, MemberId};
use crate::period::SchoolYear;
use crate::text::nfc;

/// Why a value cannot stand in a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The document has no such field, or a key of the path is malformed.
    #[error("there is no field {path}")]
    UnknownField {
        /// The path.
        path: String,
    },
    /// The field takes values of another type.
    #[error("{path} takes another type of value")]
    WrongType {
        /// The path.
        path: String,
    },
    /// The text is longer than the field allows.
    #[error("{path} holds at most {most} characters")]
    TooLong {
        /// The path.
        path: String,
        /// The most characters.
        most: usize,
    },
    /// The text is none of the field's choices.
    #[error("{path} has no choice \"{value}\"")]
    NoSuchChoice {
        /// The path.
        path: String,
        /// What was given.
        value: String,
    },
    /// The text is no day, month, school year or id.
    #[error("{path} is not written as it must be")]
    Malformed {
        /// The path.
        path: String,
    },
    /// The number is outside what the field can hold.
    #[error("{path} is outside {least} to {most}")]
    OutOfRange {
        /// The path.
        path: String,
        /// The least value.
        least: i64,
        /// The greatest value.
        most: i64,
    },
}

/// Checks a value for the field at a path and gives its stored form: NFC, trimmed where that is safe.
///
/// # Errors
///
/// [`FieldError`] names the path and what is wrong; nothing is cut or guessed.
pub fn check_value(path: &str, value: &Value) -> Result<Value, FieldError> {
    let unknown = || FieldError::UnknownField { path: path.to_owned() };
    let field = field_of(path).ok_or_else(unknown)?;
    if !keys_fit(field, path) {
        return Err(unknown());
    }
    match (field.kind, value) {
        (_, Value::Remove) | (FieldKind::Element, Value::Flag(false)) => Ok(Value::Remove),
        (FieldKind::Element | FieldKind::Entry, Value::Flag(true)) => Ok(Value::Flag(true)),
        (FieldKind::Decimal, Value::Number(number)) => Ok(Value::Number(*number)),
        (FieldKind::Share, Value::Integer(number)) => within(path, *number, 1, 100),
        (FieldKind::Order, Value::Integer(number)) => within(path, *number, 0, 1_000_000),
        (FieldKind::Long, Value::Integer(number)) => within(path, *number, 0, i64::MAX),
        (kind, Value::Text(text)) => check_text(kind, path, &nfc(text)).map(Value::Text),
        _ => Err(FieldError::WrongType { path: path.to_owned() }),
    }
}

fn within(path: &str, number: i64, least: i64, most: i64) -> Result<Value, FieldError> {
    if (least..=most).contains(&number) {
        Ok(Value::Integer(number))
    } else {
        Err(FieldError::OutOfRange { path: path.to_owned(), least, most })
    }
}

fn check_text(kind: FieldKind, path: &str, text: &str) -> Result<String, FieldError> {
    let trimmed = text.trim();
    let written = |good: bool| {
        if good { Ok(trimmed.to_owned()) } else { Err(FieldError::Malformed { path: path.to_owned() }) }
    };
    match kind {
        // A text that is being typed ends in a space between two words: it is kept as it is.
        FieldKind::Text => short(path, text, LONGEST_TEXT),
        FieldKind::MergingLine => short(path, &text.replace(['\r', '\n'], " "), LONGEST_LINE),
        FieldKind::Line => short(path, &trimmed.replace(['\r', '\n'], " "), LONGEST_LINE),
        FieldKind::Choice(choices) if choices.contains(&trimmed) => Ok(trimmed.to_owned()),
        FieldKind::Choice(_) => {
            Err(FieldError::NoSuchChoice { path: path.to_owned(), value: trimmed.chars().take(64).collect() })
        }
        FieldKind::Slug => written(is_slug(trimmed)),
        FieldKind::Date => written(trimmed.parse::<Date>().is_ok()),
        FieldKind::Month => written(trimmed.parse::<Month>().is_ok()),
        FieldKind::SchoolYear => {
            trimmed.parse::<SchoolYear>().map(|year| year.to_string()).or_else(|_| written(false))
        }
        FieldKind::Member => written(trimmed.parse::<MemberId>().is_ok()),
        FieldKind::Initiative => written(trimmed.parse::<InitiativeId>().is_ok()),
        FieldKind::Blob => written(trimmed.parse::<BlobId>().is_ok()),
        FieldKind::EntryRef => written(trimmed.parse::<EntryId>().is_ok()),
        _ => Err(FieldError::WrongType { path: path.to_owned() }),
    }
}

fn short(path: &str, text: &str, most: usize) -> Result<String, FieldError> {
    if text.chars().count() > most {
        return Err(FieldError::TooLong { path: path.to_owned(), most });
    }
    Ok(text.to_owned())
}

fn is_slug(text: &str) -> bool {
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | 'đ');
    !text.is_empty() && text.chars().count() <= 64 && text.chars().all(allowed)
}

/// Tells whether the keys where the pattern has `*` are written as keys of that list.
fn keys_fit(field: &Field, path: &str) -> bool {
    let mut before = "";
    field.pattern.split('/').zip(path.split('/')).all(|(pattern, key)| {
        let list = std::mem::replace(&mut before, pattern);
        pattern != "*" || key_fits(list, key)
    })
}

fn key_fits(list: &str, key: &str) -> bool {
    match list {
        "authors" => key.parse::<MemberId>().is_ok(),
        "plan" => key.parse::<Month>().is_ok(),
        "sub_items" | "campaigns" | "tasks" | "titles" => is_slug(key),
        "supports" => is_claim(key),
        _ => key.parse::<EntryId>().is_ok(),
    }
}

fn is_claim(key: &str) -> bool {
    let Some((list, id)) = key.split_once(':') else { return false };
    match list {
        "results" | "quantities" | "log" | "difficulties" => id.parse::<EntryId>().is_ok(),
        "criteria" => is_slug(id),
        _ => false,
    }
}
