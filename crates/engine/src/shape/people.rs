//! The school's own document: what everybody may know of its people, and the rules in force.
//!
//! Names of people are not in it: they lie in the staff list's file, which can be erased, while the
//! history of a document cannot (protocol, section 5).

use domain::id::{BlobId, DepartmentId, MemberId};
use domain::period::SchoolYear;
use domain::sheet::{Class, Field, FieldError, FieldKind, LONGEST_LINE, Value};
use domain::text::nfc;

/// The most characters of the movement's rules.
const LONGEST_RULES: usize = 400_000;

const fn row(pattern: &'static str, kind: FieldKind) -> Field {
    Field { pattern, kind, class: Class::Editorial, in_registration: false }
}

/// Every field of the document.
pub const FIELDS: &[Field] = &[
    row("school", FieldKind::Line),
    row("school_year", FieldKind::SchoolYear),
    row("rules", FieldKind::Line),
    row("staff_list", FieldKind::Blob),
    row("departments/*", FieldKind::Entry),
    row("departments/*/name", FieldKind::Line),
    row("departments/*/order", FieldKind::Order),
    row("members/*", FieldKind::Entry),
    row("members/*/department", FieldKind::Line),
    row("members/*/order", FieldKind::Order),
];

/// Checks a value and gives its stored form.
pub fn check(field: &Field, path: &str, value: &Value) -> Result<Value, FieldError> {
    let wrong = || FieldError::WrongType { path: path.to_owned() };
    if !key_fits(path) {
        return Err(FieldError::UnknownField { path: path.to_owned() });
    }
    match (field.kind, value) {
        (_, Value::Remove) => Ok(Value::Remove),
        (FieldKind::Entry, Value::Flag(true)) => Ok(Value::Flag(true)),
        (FieldKind::Order, Value::Integer(order)) if *order >= 0 => Ok(Value::Integer(*order)),
        (FieldKind::Order, Value::Integer(_)) => {
            Err(FieldError::OutOfRange { path: path.to_owned(), least: 0, most: i64::MAX })
        }
        (_, Value::Text(text)) => check_text(field, path, nfc(text.trim())).map(Value::Text),
        _ => Err(wrong()),
    }
}

fn check_text(field: &Field, path: &str, text: String) -> Result<String, FieldError> {
    let most = if field.pattern == "rules" { LONGEST_RULES } else { LONGEST_LINE };
    if text.chars().count() > most {
        return Err(FieldError::TooLong { path: path.to_owned(), most });
    }
    let fits = match field.pattern {
        "school_year" => text.parse::<SchoolYear>().is_ok(),
        "staff_list" => text.parse::<BlobId>().is_ok(),
        "members/*/department" => text.is_empty() || text.parse::<DepartmentId>().is_ok(),
        _ => !matches!(field.kind, FieldKind::Entry | FieldKind::Order),
    };
    if fits { Ok(text) } else { Err(FieldError::Malformed { path: path.to_owned() }) }
}

fn key_fits(path: &str) -> bool {
    let mut keys = path.split('/');
    match (keys.next(), keys.next()) {
        (Some("departments"), Some(key)) => key.parse::<DepartmentId>().is_ok(),
        (Some("members"), Some(key)) => key.parse::<MemberId>().is_ok(),
        _ => true,
    }
}
