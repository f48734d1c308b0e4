//! Who is in the school, and in which role.

use api::{
    AskToJoin, ConfirmJoin, GrantRole, InviteMembers, JoinSchool, JoinView, ListPeople, ListQuarantine,
    MemberView, Readmit, RevokeDevice, UngrantRole,
};
use domain::role::Role;

use crate::beginning::PEOPLE;
use crate::machine::{Machine, Standing};
use crate::school::School;
use crate::{Dice, Operation};

/// Roles that come and go.
const ROLES: [Role; 5] =
    [Role::DepartmentHead, Role::DeputyHead, Role::UnionOfficer, Role::Leadership, Role::Clerk];
/// A school with fewer machines has nobody left to go on.
const FEWEST: usize = 4;

fn outcome<T>(done: Option<Result<T, api::Error>>, well: String) -> String {
    match done {
        Some(Ok(_)) => well,
        Some(Err(error)) => format!("{well}: {:?}", error.code),
        None => "no power".to_owned(),
    }
}

/// Somebody of the roster, as the registrar's machine knows them.
async fn somebody(school: &mut School, operation: &Operation, who: usize) -> Option<MemberView> {
    let name = PEOPLE[who % PEOPLE.len()].1;
    let people = school.has(0, operation, ListPeople {}).await?.ok()?;
    people.members.into_iter().find(|member| member.name == name)
}

pub async fn join(school: &mut School, operation: &Operation) -> String {
    let Some(member) = somebody(school, operation, operation.who).await else { return "nobody".to_owned() };
    let invite = InviteMembers { members: vec![member.id], days: 7 };
    let ticket = match school.has(0, operation, invite).await {
        Some(Ok(mut made)) => made.remove(0).ticket,
        other => return outcome(other, "no invitation".to_owned()),
    };
    let number = school.machines.len();
    let home = school.folder().join(format!("new-{number}"));
    let machine = Machine::on(number, &format!("new-{number}"), &home).await;
    school.machines.push(machine);
    let mut joined = school.has(number, operation, JoinSchool { ticket, pin: None }).await;
    if let Some(Ok(JoinView::Waits(waiting))) = &joined {
        let (code, ask) = (waiting.code.clone(), AskToJoin { id: waiting.id.clone(), pin: None });
        // The registrar types what the other one reads out.
        let confirmed = school.has(0, operation, ConfirmJoin { member: member.id, code }).await;
        if !matches!(confirmed, Some(Ok(_))) {
            school.machines.pop();
            return outcome(confirmed, "not let in".to_owned());
        }
        joined = school.has(number, operation, ask).await;
    }
    if matches!(joined, Some(Ok(JoinView::Joined(_)))) {
        return format!("{} on new-{number}", member.name);
    }
    // Without a book it is no machine of the school; whether its joining came through, nobody needs.
    school.machines.pop();
    outcome(joined, "not in".to_owned())
}

pub async fn grant(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let Some(member) = somebody(school, operation, operation.who).await else { return "nobody".to_owned() };
    let role = ROLES[dice.below(ROLES.len())];
    let department = member.department.filter(|_| role.is_of_a_department());
    if role.is_of_a_department() != department.is_some() {
        return "no department".to_owned();
    }
    let request = GrantRole { member: member.id, role, department };
    outcome(school.has(0, operation, request).await, format!("{role:?} to {}", member.name))
}

pub async fn ungrant(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let Some(Ok(people)) = school.has(0, operation, ListPeople {}).await else { return "nobody".to_owned() };
    let held: Vec<(&MemberView, Role)> = people
        .members
        .iter()
        .flat_map(|member| member.roles.iter().map(move |role| (member, *role)))
        .filter(|(_, role)| ROLES.contains(role))
        .collect();
    let Some((member, role)) = dice.one_of(&held).copied() else { return "no such role".to_owned() };
    let department = member.department.filter(|_| role.is_of_a_department());
    let request = UngrantRole { member: member.id, role, department };
    outcome(school.has(0, operation, request).await, format!("{role:?} from {}", member.name))
}

pub async fn revoke(school: &mut School, operation: &Operation) -> String {
    let who = operation.who % school.machines.len();
    let active = school.machines.iter().filter(|machine| machine.standing == Standing::Active).count();
    let machine = &school.machines[who];
    let Some(device) = machine.device().filter(|_| who != 0 && active > FEWEST) else {
        return "not this one".to_owned();
    };
    let number = machine.number;
    let revoked = school.has(0, operation, RevokeDevice { device: device.to_string() }).await;
    // Whether it came through or not: what only this machine has may go no further.
    school.learn_standings();
    school.words.retain(|word| word.machine != number);
    let standing = std::mem::replace(&mut school.machines[who].standing, Standing::Revoked);
    school.forgets_what_nobody_holds();
    school.machines[who].standing = standing;
    outcome(revoked, "revoked".to_owned())
}

pub async fn readmit(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let waiting = match school.has(0, operation, ListQuarantine {}).await {
        Some(Ok(waiting)) => waiting,
        other => return outcome(other, "no list".to_owned()),
    };
    let Some(one) = dice.one_of(&waiting) else { return "nothing waits".to_owned() };
    let request = Readmit { device: one.device.clone(), document: one.document };
    outcome(school.has(0, operation, request).await, format!("{} entries", one.entries))
}
