//! The people whom the school has, as a roster is compared with them.

use std::collections::{BTreeMap, BTreeSet};

use api::Error;
use domain::id::DepartmentId;
use domain::roster::{ExistingPerson, Person, positions};
use protocol::MemberId;

use crate::error;
use crate::ids::Same;
use crate::session::Work;

/// Everybody, by member, and departments by name.
pub(super) struct Everybody {
    /// Those in the log, as the plan compares them.
    pub(super) people: Vec<ExistingPerson>,
    /// Those whom only the staff list names: an import was cut off before they were entered.
    pub(super) begun: Vec<ExistingPerson>,
    /// As the staff list has them.
    pub(super) entries: BTreeMap<MemberId, store::person::Person>,
    /// Names of departments.
    pub(super) departments: BTreeMap<DepartmentId, String>,
}

/// Reads the staff list.
pub(super) fn everybody(work: &Work<'_>) -> Result<Everybody, Error> {
    let departments = store::department::all(work.connection()).map_err(error::from_store)?;
    let departments: BTreeMap<_, _> = departments.into_iter().map(|one| (one.id, one.name)).collect();
    let entries = store::person::all(work.connection()).map_err(error::from_store)?;
    let members = ledger::members(work.connection()).map_err(error::from_ledger)?;
    let members: BTreeSet<MemberId> = members.into_iter().map(|row| row.member).collect();
    let compared = |entry: &store::person::Person| ExistingPerson {
        member: entry.member.same(),
        person: Person {
            staff_code: entry.staff_code.clone().unwrap_or_default(),
            full_name: entry.name.clone(),
            birth_date: entry.birth_date,
            department: entry.department.and_then(|id| departments.get(&id)).cloned(),
            position: entry.position.clone(),
            subjects: entry.subjects.clone(),
            qualification: entry.qualification.clone(),
            // By the words, as the row's are: roles granted by hand are no difference.
            roles: positions(&entry.position).roles,
        },
    };
    let (entered, begun): (Vec<_>, Vec<_>) =
        entries.iter().partition(|entry| members.contains(&entry.member));
    let people = entered.into_iter().map(compared).collect();
    let begun = begun.into_iter().map(compared).collect();
    let entries = entries.into_iter().map(|entry| (entry.member, entry)).collect();
    Ok(Everybody { people, begun, entries, departments })
}
