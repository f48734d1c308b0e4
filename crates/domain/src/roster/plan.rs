//! The plan of an import.

use std::collections::{BTreeMap, BTreeSet};

use super::classify::classify;
use super::position::{Positions, positions};
use super::{
    Advice, ExistingPerson, Person, PersonRow, PlannedDepartment, PlannedPerson, RosterPlan, RowClass,
    RowProblem,
};
use crate::date::Date;
use crate::id::MemberId;
use crate::role::Role;
use crate::text::{fold, nfc};

const LONGEST_NAME: usize = 100;

/// Plans an import: what each row would do, which departments appear, what is still lacking.
///
/// Blank rows are skipped; nothing is guessed, and nothing is written.
pub fn plan(rows: &[PersonRow], existing: &[ExistingPerson]) -> RosterPlan {
    let mut spelling: BTreeMap<String, String> = BTreeMap::new();
    for department in existing.iter().filter_map(|person| person.person.department.as_ref()) {
        spelling.entry(fold(department)).or_insert_with(|| department.clone());
    }
    let known: BTreeSet<String> = spelling.keys().cloned().collect();
    let mut people: Vec<PlannedPerson> = Vec::new();
    for row in rows.iter().filter(|row| !is_blank(row)) {
        let planned = planned(row, existing, &people, &mut spelling);
        people.push(planned);
    }
    let departments = departments(&people, &known);
    let advice = advice(&people, existing, &departments);
    RosterPlan { people, departments, advice }
}

fn is_blank(row: &PersonRow) -> bool {
    let cells = [&row.staff_code, &row.full_name, &row.birth_date, &row.department, &row.position];
    cells.iter().all(|cell| cell.trim().is_empty())
}

fn planned(
    row: &PersonRow,
    existing: &[ExistingPerson],
    earlier: &[PlannedPerson],
    spelling: &mut BTreeMap<String, String>,
) -> PlannedPerson {
    let Positions { roles, kind, unknown } = positions(&row.position);
    let birth_date = Date::parse_input(&row.birth_date);
    let person = Person {
        staff_code: clean(&row.staff_code),
        full_name: clean(&row.full_name),
        birth_date: birth_date.as_ref().ok().copied(),
        department: department(&row.department, spelling),
        position: clean(&row.position),
        subjects: clean(&row.subjects),
        qualification: clean(&row.qualification),
        roles,
    };
    let mut problems = problems(&person);
    if birth_date.is_err() && !row.birth_date.trim().is_empty() {
        problems.push(RowProblem::BirthDateMalformed);
    }
    problems.extend(repeated(&person, earlier));
    let (class, found, changes) = classify(&person, existing);
    let class = if problems.is_empty() { class } else { RowClass::Problem };
    let member = found.map(|found| found.member);
    PlannedPerson {
        line: row.line,
        class,
        person,
        kind,
        member,
        changes,
        problems,
        unknown_positions: unknown,
    }
}

fn clean(cell: &str) -> String {
    nfc(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the department, in the spelling that came first; leadership belongs to none.
fn department(cell: &str, spelling: &mut BTreeMap<String, String>) -> Option<String> {
    let name = clean(cell);
    let key = fold(&name);
    if key.is_empty() || matches!(key.as_str(), "ban giam hieu" | "bgh" | "ban lanh dao") {
        return None;
    }
    Some(spelling.entry(key).or_insert(name).clone())
}

fn problems(person: &Person) -> Vec<RowProblem> {
    let mut problems = Vec::new();
    let name = &person.full_name;
    if name.is_empty() {
        problems.push(RowProblem::NameMissing);
    } else if !name.chars().any(char::is_alphabetic) || name.chars().count() > LONGEST_NAME {
        problems.push(RowProblem::NameMalformed);
    }
    if person.department.is_none() && !person.roles.contains(&Role::Leadership) {
        problems.push(RowProblem::DepartmentMissing);
    }
    problems
}

/// Finds an earlier row of the same file that is the same person.
fn repeated(person: &Person, earlier: &[PlannedPerson]) -> Option<RowProblem> {
    let same_code = |other: &&PlannedPerson| {
        !person.staff_code.is_empty() && fold(&other.person.staff_code) == fold(&person.staff_code)
    };
    if let Some(other) = earlier.iter().find(same_code) {
        return Some(RowProblem::SameStaffCode { line: other.line });
    }
    let codes_differ = |other: &Person| !person.staff_code.is_empty() && !other.staff_code.is_empty();
    let same_person = |other: &&PlannedPerson| {
        let other = &other.person;
        !person.full_name.is_empty()
            && other.full_name.to_lowercase() == person.full_name.to_lowercase()
            && other.birth_date == person.birth_date
            && other.department == person.department
            && !codes_differ(other)
    };
    earlier.iter().find(same_person).map(|other| RowProblem::SamePerson { line: other.line })
}

fn departments(people: &[PlannedPerson], known: &BTreeSet<String>) -> Vec<PlannedDepartment> {
    let mut departments: Vec<PlannedDepartment> = Vec::new();
    for name in people.iter().filter_map(|planned| planned.person.department.as_ref()) {
        if let Some(department) = departments.iter_mut().find(|department| department.name == *name) {
            department.people += 1;
        } else {
            let is_new = !known.contains(&fold(name));
            departments.push(PlannedDepartment { name: name.clone(), people: 1, is_new });
        }
    }
    departments
}

fn advice(
    people: &[PlannedPerson],
    existing: &[ExistingPerson],
    departments: &[PlannedDepartment],
) -> Vec<Advice> {
    let importable = |planned: &&PlannedPerson| planned.class != RowClass::Problem;
    let replaced: BTreeSet<MemberId> =
        people.iter().filter(importable).filter_map(|planned| planned.member).collect();
    let kept =
        existing.iter().filter(|person| !replaced.contains(&person.member)).map(|person| &person.person);
    let after: Vec<&Person> =
        people.iter().filter(importable).map(|planned| &planned.person).chain(kept).collect();
    let held = |role: Role| after.iter().filter(|person| person.roles.contains(&role)).count() as u32;
    let mut advice = Vec::new();
    if held(Role::Registrar) < 2 {
        advice.push(Advice::TwoRegistrars { found: held(Role::Registrar) });
    }
    let needed = [Role::Leadership, Role::UnionOfficer, Role::Clerk];
    advice
        .extend(needed.into_iter().filter(|role| held(*role) == 0).map(|role| Advice::NobodyHolds { role }));
    for department in departments {
        let head = |person: &&&Person| {
            person.roles.contains(&Role::DepartmentHead)
                && person.department.as_ref() == Some(&department.name)
        };
        if after.iter().find(head).is_none() {
            advice.push(Advice::NoHead { department: department.name.clone() });
        }
    }
    advice
}
