//! Does what the preview showed.

use std::collections::BTreeMap;

use api::{Code, Error, GrantRole, ImportRoster, ImportView, UngrantRole};
use domain::id::DepartmentId;
use domain::role::Role;
use domain::roster::{Person, PersonRow, PlannedPerson, RowClass, plan};
use protocol::MemberId;

use super::existing::Everybody;
use crate::host;
use crate::ids::Same;
use crate::people::{self, NewPerson};
use crate::session::Session;

/// Roles that a roster grants; who manages the list itself is never read out of a file.
pub(super) fn granted(person: &Person) -> Vec<Role> {
    let possible =
        |role: &Role| *role != Role::Registrar && (person.department.is_some() || !role.is_of_a_department());
    person.roles.iter().copied().filter(possible).collect()
}

/// Finds the lines of people whom an import that was cut off had begun with: they keep their id.
pub(super) fn begun(rows: &[PersonRow], existing: &Everybody) -> BTreeMap<u32, MemberId> {
    let mut found: BTreeMap<u32, MemberId> = BTreeMap::new();
    for row in plan(rows, &existing.begun).people {
        let sure = matches!(row.class, RowClass::Same | RowClass::Changed);
        if let Some(member) = row.member.filter(|_| sure).map(|member| -> MemberId { member.same() })
            && !found.values().any(|taken| *taken == member)
        {
            found.insert(row.line, member);
        }
    }
    found
}

/// Imports the rows.
pub(super) async fn run(
    session: &Session,
    rows: Vec<PlannedPerson>,
    existing: &Everybody,
    begun: &BTreeMap<u32, MemberId>,
    request: &ImportRoster,
) -> Result<ImportView, Error> {
    let problems = rows.iter().filter(|row| row.class == RowClass::Problem).count();
    if problems > 0 && !request.leave_out_problems {
        return Err(Error::new(Code::RosterChanged).with("reason", "problems").with("problems", problems));
    }
    let all = rows.len();
    let same = rows.iter().filter(|row| row.class == RowClass::Same).count();
    let (new, changed): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .filter(|row| is_wanted(row, request))
        .partition(|row| row.class != RowClass::Changed);
    let left_out = all - same - new.len() - changed.len();
    let departments = departments(session, new.iter().chain(&changed))?;
    let made = departments.values().filter(|id| !existing.departments.contains_key(id)).count();
    let new: Vec<NewPerson> = new.iter().map(|row| new_person(row, &departments, begun)).collect();
    let (added, mut roles) = (new.len(), new.iter().map(|person| person.roles.len()).sum::<usize>());
    if !new.is_empty() {
        people::enter(session, new).await?;
    }
    roles += change(session, &changed, existing, &departments).await?;
    Ok(ImportView {
        added: added as u32,
        changed: changed.len() as u32,
        departments: made as u32,
        roles: roles as u32,
        left_out: left_out as u32,
    })
}

fn is_wanted(row: &PlannedPerson, request: &ImportRoster) -> bool {
    match row.class {
        RowClass::New | RowClass::Changed => true,
        RowClass::Doubtful => request.accept_lines.contains(&row.line),
        RowClass::Same | RowClass::Problem => false,
    }
}

/// Finds or makes every department that the rows name.
fn departments<'a>(
    session: &Session,
    rows: impl Iterator<Item = &'a PlannedPerson>,
) -> Result<BTreeMap<String, DepartmentId>, Error> {
    let mut found = BTreeMap::new();
    for name in rows.filter_map(|row| row.person.department.as_ref()) {
        if !found.contains_key(name)
            && let Some(id) = people::department(session, name)?
        {
            found.insert(name.clone(), id);
        }
    }
    Ok(found)
}

fn new_person(
    row: &PlannedPerson,
    departments: &BTreeMap<String, DepartmentId>,
    begun: &BTreeMap<u32, MemberId>,
) -> NewPerson {
    let member = begun.get(&row.line).copied().unwrap_or_else(|| MemberId::from_bytes(host::random()));
    NewPerson { member, entry: entry(member, &row.person, departments, None), roles: granted(&row.person) }
}

/// The entry in the staff list; an empty cell leaves what was known.
fn entry(
    member: MemberId,
    person: &Person,
    departments: &BTreeMap<String, DepartmentId>,
    known: Option<&store::person::Person>,
) -> store::person::Person {
    let text =
        |new: &str, old: Option<&str>| if new.is_empty() { old.unwrap_or_default() } else { new }.to_owned();
    let department = person.department.as_ref().and_then(|name| departments.get(name)).copied();
    store::person::Person {
        member,
        name: text(&person.full_name, known.map(|one| one.name.as_str())),
        staff_code: Some(text(&person.staff_code, known.and_then(|one| one.staff_code.as_deref())))
            .filter(|code| !code.is_empty()),
        birth_date: person.birth_date.or(known.and_then(|one| one.birth_date)),
        position: text(&person.position, known.map(|one| one.position.as_str())),
        subjects: text(&person.subjects, known.map(|one| one.subjects.as_str())),
        qualification: text(&person.qualification, known.map(|one| one.qualification.as_str())),
        department: department.or(known.and_then(|one| one.department)),
    }
}

/// Changes people who are there; returns how many roles were granted.
///
/// A move to another department ends the roles in the old one; otherwise a roster takes no role away.
async fn change(
    session: &Session,
    rows: &[PlannedPerson],
    existing: &Everybody,
    departments: &BTreeMap<String, DepartmentId>,
) -> Result<usize, Error> {
    let mut granted_roles = 0;
    let mut entries = Vec::new();
    for row in rows {
        let Some(member) = row.member else { continue };
        let wire: MemberId = member.same();
        let known = existing.entries.get(&wire);
        let new = entry(wire, &row.person, departments, known);
        let held = session.read(|work| Ok(people::roles(work)?.remove(&wire).unwrap_or_default()))?;
        let stale =
            held.iter().filter(|(_, department)| department.is_some() && *department != new.department);
        for (role, department) in stale {
            people::ungrant_role(session, UngrantRole { member, role: *role, department: *department })
                .await?;
        }
        for role in granted(&row.person) {
            let department = new.department.filter(|_| role.is_of_a_department());
            if !held.contains(&(role, department)) {
                people::grant_role(session, GrantRole { member, role, department }).await?;
                granted_roles += 1;
            }
        }
        entries.push(new);
    }
    if !entries.is_empty() {
        people::replace_entries(session, entries)?;
    }
    Ok(granted_roles)
}
