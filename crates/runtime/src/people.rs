//! Members, departments, roles: what the control log and the staff list say together.

use std::collections::BTreeMap;

use api::{
    AddMember, Code, DepartmentView, DeviceView, EditMember, Error, GrantRole, InvitationState, MemberView,
    PeopleView, UngrantRole,
};
use domain::id::DepartmentId;
use domain::role::Role;
use domain::sheet::Value;
use domain::text;
use ledger::DeviceRow;
use protocol::{ControlBody, GrantBody, LogView, MemberId};
use store::person::Person;

use crate::ids::{self, Same};
use crate::revoke::Revoker;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, host, paper, school};

/// A person to be entered: from the founding, a form or a roster.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The member, made before.
    pub member: MemberId,
    /// The entry in the staff list.
    pub entry: Person,
    /// Roles to be granted.
    pub roles: Vec<Role>,
}

/// Lists everybody.
pub fn list(session: &Session) -> Result<PeopleView, Error> {
    let people = session.read(|work| view(work))?;
    // Whoever may read rosters and print slips will want to, also without a network.
    if must_register(session).is_ok() {
        paper::expect();
    }
    Ok(people)
}

/// The roles of each member, with the department that they are held in.
pub type Held = BTreeMap<MemberId, Vec<(Role, Option<DepartmentId>)>>;

/// Roles held now, by member.
pub fn roles(work: &Work<'_>) -> Result<Held, Error> {
    let mut held = Held::new();
    for grant in ledger::grants(work.connection()).map_err(error::from_ledger)? {
        held.entry(grant.member)
            .or_default()
            .push((ids::role(grant.role), grant.scope.and_then(ids::department)));
    }
    Ok(held)
}

/// The roles that one member holds now.
pub fn roles_of(work: &Work<'_>, member: MemberId) -> Result<Vec<Role>, Error> {
    let held = roles(work)?.remove(&member).unwrap_or_default();
    Ok(held.into_iter().map(|(role, _)| role).collect())
}

fn view(work: &Work<'_>) -> Result<PeopleView, Error> {
    let connection = work.connection();
    let people = store::person::all(connection).map_err(error::from_store)?;
    let departments = store::department::all(connection).map_err(error::from_store)?;
    let names: BTreeMap<DepartmentId, &str> =
        departments.iter().map(|one| (one.id, one.name.as_str())).collect();
    let held = roles(work)?;
    let devices = ledger::devices(connection).map_err(error::from_ledger)?;
    let invitations = invitation_states(work, &devices)?;
    let mut members = Vec::new();
    for row in ledger::members(connection).map_err(error::from_ledger)?.into_iter().filter(|row| row.active) {
        let person = people.iter().find(|person| person.member == row.member);
        let roles = held.get(&row.member).cloned().unwrap_or_default();
        let department =
            roles.iter().find_map(|(_, department)| *department).or(person.and_then(|one| one.department));
        members.push(MemberView {
            id: row.member.same(),
            name: person.map(|one| one.name.clone()).unwrap_or_default(),
            staff_code: person.and_then(|one| one.staff_code.clone()),
            position: person.map(|one| one.position.clone()).unwrap_or_default(),
            subjects: person.map(|one| one.subjects.clone()).unwrap_or_default(),
            department,
            department_name: department.and_then(|id| names.get(&id)).copied().unwrap_or_default().to_owned(),
            roles: roles.into_iter().map(|(role, _)| role).collect(),
            devices: devices.iter().filter(|one| one.member == row.member && one.cut.is_none()).count()
                as u32,
            invitation: invitations.get(&row.member).copied().unwrap_or(InvitationState::None),
            me: row.member == work.session.member,
        });
    }
    members.sort_by_cached_key(|member| text::name_sort_key(&member.name));
    let departments = departments
        .into_iter()
        .map(|one| DepartmentView {
            id: one.id,
            members: members.iter().filter(|member| member.department == Some(one.id)).count() as u32,
            head: head_of(&members, &held, one.id),
            name: one.name,
        })
        .collect();
    let revoker = Revoker::of(work)?;
    let devices = devices
        .into_iter()
        .map(|one| {
            let person = people.iter().find(|person| person.member == one.member);
            DeviceView {
                key: one.device.to_string(),
                member: one.member.same(),
                name: person.map(|person| person.name.clone()).unwrap_or_default(),
                since_seq: one.from_seq,
                this_one: one.device == work.session.signer.device_key(),
                revoked: one.cut.is_some(),
                can_revoke: revoker.may(&one),
            }
        })
        .collect();
    let can_register = roles_of(work, work.session.member)?.contains(&Role::Registrar);
    let policy = ledger::Ledger::placed(connection).policy().map_err(error::from_ledger)?;
    Ok(PeopleView { departments, members, devices, can_register, six_digits: policy >= 2 })
}

fn head_of(members: &[MemberView], held: &Held, department: DepartmentId) -> String {
    let heads = |member: &&MemberView| {
        held.get(&member.id.same())
            .is_some_and(|roles| roles.contains(&(Role::DepartmentHead, Some(department))))
    };
    members.iter().find(heads).map(|member| member.name.clone()).unwrap_or_default()
}

fn invitation_states(
    work: &Work<'_>,
    devices: &[DeviceRow],
) -> Result<BTreeMap<MemberId, InvitationState>, Error> {
    let now = work.session.now().millis();
    let mut states = BTreeMap::new();
    for invite in ledger::invites(work.connection()).map_err(error::from_ledger)? {
        let Some(member) = invite.member else { continue };
        // A registrar who lets a machine in closes its invitation.
        let was_let_in = || devices.iter().any(|one| one.member == member && one.from_seq > invite.from_seq);
        let state = if invite.used > 0 || (invite.closed && was_let_in()) {
            InvitationState::Used
        } else if invite.closed || invite.expires < now {
            InvitationState::Closed
        } else {
            InvitationState::Open
        };
        states.insert(member, state);
    }
    Ok(states)
}

/// Enters people into the staff list and the control log.
///
/// The list comes first: whoever is in the log then has a name, and where this is cut off, the next
/// import finds in the list whom it had begun with. Nobody is in the log without their roles, because
/// a person's entries are pushed together.
pub async fn enter(session: &Session, people: Vec<NewPerson>) -> Result<(), Error> {
    // Members are entered online; before that nothing may be written.
    sync::level(session).await.map_err(SyncError::into_error)?;
    let entries = pushes(&people, i64::from(days_since_1970(session)));
    replace_entries(session, people.into_iter().map(|person| person.entry).collect())?;
    for bodies in entries {
        control::enter(session, bodies).await?;
    }
    send_list(session).await;
    Ok(())
}

/// The control entries of people, as many whole people in each push as fit.
fn pushes(people: &[NewPerson], today: i64) -> Vec<Vec<ControlBody>> {
    let mut pushes: Vec<Vec<ControlBody>> = Vec::new();
    for person in people {
        let roles = person.roles.iter().filter(|role| **role != Role::Registrar);
        let grants = roles.map(|role| grant(person.member, *role, person.entry.department, today));
        let bodies = std::iter::once(ControlBody::Member { member: person.member }).chain(grants);
        match pushes.last_mut().filter(|push| push.len() + 1 + person.roles.len() <= control::BATCH) {
            Some(push) => push.extend(bodies),
            None => pushes.push(bodies.collect()),
        }
    }
    pushes
}

/// Sends the new staff list at once, since who joins next is told their name by it; without a relay
/// it goes with the next round.
async fn send_list(session: &Session) {
    if let Err(failure) = sync::once(session).await {
        tracing::info!(%failure, "the staff list waits for the relay");
    }
}

/// Writes entries of people, new or changed.
pub fn replace_entries(session: &Session, changed: Vec<Person>) -> Result<(), Error> {
    session.commit(|work| {
        let mut list = store::person::all(work.connection()).map_err(error::from_store)?;
        list.retain(|old| changed.iter().all(|person| person.member != old.member));
        list.extend(changed);
        replace_list(work, &list)
    })
}

fn replace_list(work: &mut Work<'_>, list: &[Person]) -> Result<(), Error> {
    let doc = school::document(work)?.ok_or_else(|| Error::new(Code::NotFound))?;
    school::write_staff_list(work, doc, list)
}

/// Finds a department by name, or makes it; empty for leadership.
pub fn department(session: &Session, name: &str) -> Result<Option<DepartmentId>, Error> {
    let name = text::nfc(name.trim());
    if name.is_empty() {
        return Ok(None);
    }
    session.commit(|work| {
        let all = store::department::all(work.connection()).map_err(error::from_store)?;
        if let Some(there) = all.iter().find(|one| text::fold(&one.name) == text::fold(&name)) {
            return Ok(Some(there.id));
        }
        let doc = school::document(work)?.ok_or_else(|| Error::new(Code::NotFound))?;
        let id = DepartmentId::from_bytes(host::random());
        let edits = [
            (format!("departments/{id}/name"), Value::Text(name)),
            (format!("departments/{id}/order"), Value::Integer(all.len() as i64)),
        ];
        school::edit(work, doc, &edits)?;
        Ok(Some(id))
    })
}

/// Adds one member.
pub async fn add(session: &Session, request: AddMember) -> Result<MemberView, Error> {
    must_register(session)?;
    let name = text::nfc(request.name.trim());
    if name.is_empty() {
        return Err(Error::new(Code::BadValue).with("path", "name").with("reason", "empty"));
    }
    let department = department(session, &request.department)?;
    check_roles(&request.roles, department)?;
    let member = MemberId::from_bytes(host::random());
    let entry = Person {
        member,
        name,
        staff_code: request.staff_code.filter(|code| !code.trim().is_empty()),
        birth_date: None,
        position: text::nfc(request.position.trim()),
        subjects: text::nfc(request.subjects.trim()),
        qualification: String::new(),
        department,
    };
    enter(session, vec![NewPerson { member, entry, roles: request.roles }]).await?;
    one(session, member)
}

/// Changes a member's entry.
pub async fn edit(session: &Session, request: EditMember) -> Result<MemberView, Error> {
    must_register(session)?;
    let member: MemberId = request.member.same();
    let department = department(session, &request.department)?;
    let old =
        session.read(|work| store::person::load(work.connection(), member).map_err(error::from_store))?;
    let old = old.ok_or_else(|| Error::new(Code::NotFound))?;
    if old.department != department {
        move_department(session, member, old.department, department).await?;
    }
    let entry = Person {
        name: text::nfc(request.name.trim()),
        staff_code: request.staff_code.filter(|code| !code.trim().is_empty()),
        position: text::nfc(request.position.trim()),
        subjects: text::nfc(request.subjects.trim()),
        department,
        ..old
    };
    replace_entries(session, vec![entry])?;
    one(session, member)
}

async fn move_department(
    session: &Session,
    member: MemberId,
    from: Option<DepartmentId>,
    to: Option<DepartmentId>,
) -> Result<(), Error> {
    let today = i64::from(days_since_1970(session));
    let held = session.read(|work| Ok(roles(work)?.remove(&member).unwrap_or_default()))?;
    let mut bodies = Vec::new();
    for (role, department) in held {
        if department.is_some() && department == from {
            bodies.push(end(member, role, department, today));
        }
    }
    if to.is_some() {
        bodies.push(grant(member, Role::Staff, to, today));
    }
    control::enter(session, bodies).await
}

/// Grants a role.
pub async fn grant_role(session: &Session, request: GrantRole) -> Result<PeopleView, Error> {
    must_register(session)?;
    check_roles(&[request.role], request.department)?;
    let body =
        grant(request.member.same(), request.role, request.department, i64::from(days_since_1970(session)));
    control::enter(session, vec![body]).await?;
    list(session)
}

/// Ends a role.
pub async fn ungrant_role(session: &Session, request: UngrantRole) -> Result<PeopleView, Error> {
    must_register(session)?;
    let body =
        end(request.member.same(), request.role, request.department, i64::from(days_since_1970(session)));
    control::enter(session, vec![body]).await?;
    list(session)
}

/// Somebody's name as the staff list has it; empty where it has none.
pub fn name(work: &Work<'_>, member: MemberId) -> Result<String, Error> {
    let person = store::person::load(work.connection(), member).map_err(error::from_store)?;
    Ok(person.map(|person| person.name).unwrap_or_default())
}

/// Refuses everybody who is not a registrar, before anything is asked of the relay.
pub fn must_register(session: &Session) -> Result<(), Error> {
    session.read(|work| must_register_in(work))
}

/// Refuses everybody who is not a registrar, inside a transaction.
pub fn must_register_in(work: &Work<'_>) -> Result<(), Error> {
    if roles_of(work, work.session.member)?.contains(&Role::Registrar) {
        Ok(())
    } else {
        Err(Error::new(Code::NotAllowed).with("act", "register").with("role", "registrar"))
    }
}

fn check_roles(roles: &[Role], department: Option<DepartmentId>) -> Result<(), Error> {
    for role in roles {
        let reason = match role {
            Role::Registrar => "registrars_rotate",
            Role::Staff | Role::DepartmentHead | Role::DeputyHead if department.is_none() => {
                "needs_department"
            }
            Role::Member | Role::Author | Role::Sponsor | Role::Typist => "not_granted",
            _ => continue,
        };
        return Err(Error::new(Code::BadValue).with("path", role.name()).with("reason", reason));
    }
    Ok(())
}

fn one(session: &Session, member: MemberId) -> Result<MemberView, Error> {
    let people = list(session)?;
    let member = member.same();
    people.members.into_iter().find(|one| one.id == member).ok_or_else(|| Error::new(Code::NotFound))
}

/// A grant from today on.
pub fn grant(member: MemberId, role: Role, department: Option<DepartmentId>, today: i64) -> ControlBody {
    ControlBody::Grant(body(member, role, department, today, None))
}

fn end(member: MemberId, role: Role, department: Option<DepartmentId>, today: i64) -> ControlBody {
    ControlBody::Ungrant(body(member, role, department, today, Some(today)))
}

fn body(
    member: MemberId,
    role: Role,
    department: Option<DepartmentId>,
    first_day: i64,
    last_day: Option<i64>,
) -> GrantBody {
    let scope = department.filter(|_| role.is_of_a_department()).map(ids::scope);
    GrantBody { member, role: ids::wire_role(role), scope, first_day, last_day }
}

/// Today as days since 1970-01-01, as grants count.
pub fn days_since_1970(session: &Session) -> i32 {
    (session.now().millis() / 86_400_000) as i32
}
