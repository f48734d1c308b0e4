//! What a preview shows.

use api::{RosterColumn, RosterOutcome, RosterPreview, RosterRow};
use documents::roster::{Field, RosterSheet};
use domain::roster::{Person, PersonField, PlannedPerson, RosterPlan, RowClass, RowProblem};
use domain::text::fold;
use protocol::BlobId;

use super::existing::Everybody;

/// Shows a plan.
pub(super) fn preview(
    token: BlobId,
    sheet: &RosterSheet,
    plan: &RosterPlan,
    existing: &Everybody,
) -> RosterPreview {
    let count = |class: RowClass| plan.people.iter().filter(|row| row.class == class).count() as u32;
    let known = |name: &str| existing.departments.values().any(|there| fold(there) == fold(name));
    RosterPreview {
        token: token.to_string(),
        sheet: sheet.sheet.clone(),
        columns: sheet
            .columns
            .iter()
            .filter(|column| !column.header.is_empty())
            .map(|column| RosterColumn {
                header: column.header.clone(),
                field: column.field.map_or("", Field::name).to_owned(),
            })
            .collect(),
        rows: plan.people.iter().map(|planned| row(planned, existing)).collect(),
        new_departments: plan
            .departments
            .iter()
            .filter(|department| !known(&department.name))
            .map(|department| department.name.clone())
            .collect(),
        new_members: count(RowClass::New),
        changed_members: count(RowClass::Changed),
        same_members: count(RowClass::Same),
        problems: count(RowClass::Problem),
    }
}

fn row(planned: &PlannedPerson, existing: &Everybody) -> RosterRow {
    let person = &planned.person;
    let known = planned.member.and_then(|member| existing.people.iter().find(|one| one.member == member));
    let changes = planned.changes.iter().map(|field| {
        let old = known.map(|known| value(&known.person, *field)).unwrap_or_default();
        format!("{}: {} → {}", field.name(), old, value(person, *field))
    });
    RosterRow {
        line: planned.line,
        outcome: match planned.class {
            RowClass::New => RosterOutcome::New,
            RowClass::Same => RosterOutcome::Same,
            RowClass::Changed => RosterOutcome::Changed,
            RowClass::Doubtful => RosterOutcome::Doubtful,
            RowClass::Problem => RosterOutcome::Problem,
        },
        name: person.full_name.clone(),
        staff_code: (!person.staff_code.is_empty()).then(|| person.staff_code.clone()),
        birth_date: person.birth_date,
        department: person.department.clone().unwrap_or_default(),
        position: person.position.clone(),
        subjects: person.subjects.clone(),
        qualification: person.qualification.clone(),
        roles: super::import::granted(person),
        problems: problems(planned),
        changes: changes.collect(),
    }
}

fn problems(planned: &PlannedPerson) -> Vec<String> {
    let mut words: Vec<String> = planned.problems.iter().map(|problem| word(problem).to_owned()).collect();
    if planned.class == RowClass::Doubtful {
        words.push("perhaps_known".to_owned());
    }
    if !planned.unknown_positions.is_empty() {
        words.push("unknown_position".to_owned());
    }
    words
}

const fn word(problem: &RowProblem) -> &'static str {
    match problem {
        RowProblem::NameMissing => "name_missing",
        RowProblem::NameMalformed => "name_malformed",
        RowProblem::BirthDateMalformed => "birth_date_malformed",
        RowProblem::DepartmentMissing => "department_missing",
        RowProblem::SameStaffCode { .. } => "same_staff_code",
        RowProblem::SamePerson { .. } => "same_person",
    }
}

fn value(person: &Person, field: PersonField) -> String {
    match field {
        PersonField::StaffCode => person.staff_code.clone(),
        PersonField::FullName => person.full_name.clone(),
        PersonField::BirthDate => {
            person.birth_date.map(domain::date::Date::to_vietnamese).unwrap_or_default()
        }
        PersonField::Department => person.department.clone().unwrap_or_default(),
        PersonField::Position => person.position.clone(),
        PersonField::Subjects => person.subjects.clone(),
        PersonField::Qualification => person.qualification.clone(),
    }
}
