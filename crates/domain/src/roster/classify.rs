//! Whether a row is somebody whom the school already has.

use super::{ExistingPerson, Person, PersonField, RowClass};
use crate::text::{fold, nfc};

/// How surely a row is an existing person.
enum Likeness {
    /// It is.
    Sure,
    /// It may be.
    Perhaps,
    /// It is not.
    No,
}

/// Finds what a row is, and whom it is or may be.
pub(super) fn classify<'a>(
    person: &Person,
    existing: &'a [ExistingPerson],
) -> (RowClass, Option<&'a ExistingPerson>, Vec<PersonField>) {
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    for other in existing {
        match likeness(person, &other.person) {
            Likeness::Sure => sure.push(other),
            Likeness::Perhaps => perhaps.push(other),
            Likeness::No => {}
        }
    }
    match (&sure[..], &perhaps[..]) {
        ([one], _) => {
            let changes = changes(person, &one.person);
            let class = if changes.is_empty() { RowClass::Same } else { RowClass::Changed };
            (class, Some(*one), changes)
        }
        ([], []) => (RowClass::New, None, Vec::new()),
        ([first, ..], _) | ([], [first, ..]) => {
            (RowClass::Doubtful, Some(*first), changes(person, &first.person))
        }
    }
}

fn likeness(person: &Person, other: &Person) -> Likeness {
    let same_letters = fold(&person.full_name) == fold(&other.full_name);
    let codes_known = !person.staff_code.is_empty() && !other.staff_code.is_empty();
    let births = person.birth_date.zip(other.birth_date).map(|(one, other)| one == other);
    if codes_known && fold(&person.staff_code) == fold(&other.staff_code) {
        let somebody_else = !same_letters && births != Some(true);
        return if somebody_else { Likeness::Perhaps } else { Likeness::Sure };
    }
    if !same_letters {
        return Likeness::No;
    }
    let same_marks = key(&person.full_name) == key(&other.full_name);
    match (codes_known, births, same_department(person, other)) {
        (true, Some(true), _) => Likeness::Perhaps,
        (true, _, _) | (false, Some(false), false) => Likeness::No,
        (false, Some(true), _) => Likeness::Sure,
        (false, None, true) if same_marks => Likeness::Sure,
        (false, None, _) if !same_marks && !same_department(person, other) => Likeness::No,
        (false, _, _) => Likeness::Perhaps,
    }
}

fn key(name: &str) -> String {
    nfc(&name.to_lowercase()).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same_department(person: &Person, other: &Person) -> bool {
    let folded = |person: &Person| person.department.as_deref().map(fold);
    folded(person) == folded(other)
}

/// Lists what would change; an empty cell changes nothing.
fn changes(person: &Person, other: &Person) -> Vec<PersonField> {
    let text = |new: &str, old: &str| !new.is_empty() && nfc(new) != nfc(old);
    let department = person.department.is_some() && !same_department(person, other);
    let position = !person.position.is_empty() && person.roles != other.roles
        || !person.position.is_empty() && fold(&person.position) != fold(&other.position);
    let candidates = [
        (PersonField::StaffCode, text(&person.staff_code, &other.staff_code)),
        (PersonField::FullName, text(&person.full_name, &other.full_name)),
        (PersonField::BirthDate, person.birth_date.is_some() && person.birth_date != other.birth_date),
        (PersonField::Department, department),
        (PersonField::Position, position),
        (PersonField::Subjects, text(&person.subjects, &other.subjects)),
        (PersonField::Qualification, text(&person.qualification, &other.qualification)),
    ];
    candidates.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
}
