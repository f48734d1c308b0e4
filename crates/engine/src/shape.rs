//! Which fields a document of a class has.

use std::collections::HashMap;
use std::sync::OnceLock;

use domain::period::SchoolYear;
use domain::sheet::{FIELDS, Field, FieldError, FieldKind, MOST_ENTRIES, Value};
use protocol::Class;

mod people;

/// The most departments or members of one school.
const MOST_PEOPLE: usize = 20_000;

/// What kind of document it is: its table of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Sáng kiến: the table of `domain::sheet`.
    Initiative,
    /// The school: name, year, rules, departments, members and the id of the staff list's file.
    People,
}

impl Shape {
    /// Finds the shape of a class; nothing for a class that this version does not write.
    pub fn of(class: Class) -> Option<Self> {
        match class {
            Class::Initiative => Some(Self::Initiative),
            Class::People => Some(Self::People),
            _ => None,
        }
    }

    /// Lists the rows of the table.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Initiative => FIELDS,
            Self::People => people::FIELDS,
        }
    }

    /// Finds the row of a path; nothing for a path that the document does not have.
    pub fn field_of(self, path: &str) -> Option<&'static Field> {
        if path.contains('*') {
            return None;
        }
        let rows = match self {
            Self::Initiative => rows(&INITIATIVE, FIELDS),
            Self::People => rows(&PEOPLE, people::FIELDS),
        };
        rows.get(pattern(path)?.as_str()).copied()
    }

    /// Checks a value for the field at a path and gives the row and the stored form.
    ///
    /// # Errors
    /// [`FieldError`] names the path and what is wrong.
    pub fn check(self, path: &str, value: &Value) -> Result<(&'static Field, Value), FieldError> {
        let unknown = || FieldError::UnknownField { path: path.to_owned() };
        let field = self.field_of(path).ok_or_else(unknown)?;
        let stored = match self {
            Self::Initiative => domain::sheet::check_value(path, value)?,
            Self::People => people::check(field, path, value)?,
        };
        Ok((field, stored))
    }

    /// Gives the entry that a field belongs to: `results/<id>` of `results/<id>/unit`.
    pub(crate) fn entry_of<'a>(self, field: &Field, path: &'a str) -> Option<&'a str> {
        let (list, _) = field.pattern.split_once("/*/")?;
        let end = path.match_indices('/').nth(1)?.0;
        let entry = &path[..end];
        self.field_of(entry)
            .filter(|row| row.kind == FieldKind::Entry && row.pattern.starts_with(list))
            .map(|_| entry)
    }

    /// Lists texts that are made together with a value, before two people begin them apart.
    pub(crate) fn companions(self, path: &str, value: &Value) -> Vec<String> {
        match (self, path, value) {
            (Self::Initiative, "school_year", Value::Text(year)) => year.parse::<SchoolYear>().map_or_else(
                |_| Vec::new(),
                |year| {
                    let months = year.starts().month().through(year.ends().month());
                    months.iter().map(|month| format!("plan/{month}")).collect()
                },
            ),
            _ => Vec::new(),
        }
    }

    /// Gives the most entries that one list of the document may have.
    pub(crate) fn most_entries(self) -> usize {
        match self {
            Self::Initiative => MOST_ENTRIES,
            Self::People => MOST_PEOPLE,
        }
    }
}

type Rows = HashMap<&'static str, &'static Field>;
static INITIATIVE: OnceLock<Rows> = OnceLock::new();
static PEOPLE: OnceLock<Rows> = OnceLock::new();

fn rows(cell: &'static OnceLock<Rows>, fields: &'static [Field]) -> &'static Rows {
    cell.get_or_init(|| fields.iter().map(|field| (field.pattern, field)).collect())
}

/// Writes a path as the pattern of its row: every second key is a key of a list or set.
fn pattern(path: &str) -> Option<String> {
    let mut pattern = String::with_capacity(path.len());
    for (place, key) in path.split('/').enumerate() {
        if key.is_empty() {
            return None;
        }
        if place > 0 {
            pattern.push('/');
        }
        pattern.push_str(if place % 2 == 1 { "*" } else { key });
    }
    Some(pattern)
}

#[cfg(test)]
mod tests;
