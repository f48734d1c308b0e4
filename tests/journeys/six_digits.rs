//! Who decides about others' work is let in by a person who hears six digits, not by a slip alone.

use api::{
    AskToJoin, Code, ConfirmJoin, DutyKind, GetStart, GetToday, GiveUpJoining, GrantRole, InvitationState,
    InviteMembers, JoinSchool, JoinView, ListJoiners, ListPeople, RefuseJoin, SyncNow, WaitingView,
};
use domain::role::Role;
use testkit::{Person, RelayProcess, School, confirms, is_let_in};

const KHOI: &str = "Lưu Đình Khôi";

/// Somebody types a code on a machine, and it waits.
async fn waits(machine: &Person, ticket: String) -> WaitingView {
    match machine.does(JoinSchool { ticket, pin: None }).await {
        JoinView::Waits(waiting) => waiting,
        JoinView::Joined(_) => panic!("{} is let in by an invitation alone", machine.name),
    }
}

async fn asks(machine: &Person, waiting: &WaitingView) -> Result<JoinView, Code> {
    let asked = machine.tries(AskToJoin { id: waiting.id.clone(), pin: None }).await;
    asked.map_err(|failure| failure.code)
}

async fn still_waits(machine: &Person, waiting: &WaitingView) -> bool {
    matches!(asks(machine, waiting).await, Ok(JoinView::Waits(_)))
}

async fn machine(school: &School, name: &str) -> Person {
    Person::at(name, &school.home_for(name)).await
}

/// Six digits that are not these.
fn other(code: &str) -> String {
    code.chars().map(|digit| if digit == '7' { '3' } else { '7' }).filter(char::is_ascii_digit).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_is_let_in_when_six_digits_are_read_out() {
    let school = School::with(&[]).await;
    let khoi = machine(&school, KHOI).await;
    let waiting = waits(&khoi, school.ticket("Khôi").await).await;
    let start = khoi.does(GetStart {}).await;
    assert_eq!((start.waiting.len(), start.profiles.len()), (1, 0), "it is no book yet");

    school.registrar.syncs().await;
    let duties = school.registrar.does(GetToday {}).await.duties;
    let duty = duties.iter().find(|duty| duty.kind == DutyKind::ConfirmJoin).expect("it is said today");
    assert_eq!(duty.person, KHOI);
    assert!(still_waits(&khoi, &waiting).await);
    is_let_in(&khoi, &waiting, &school.registrar).await;

    let people = khoi.does(ListPeople {}).await;
    let me = people.members.iter().find(|one| one.me).unwrap();
    assert!(me.name == KHOI && me.roles.contains(&Role::DepartmentHead));
    assert_eq!((me.devices, me.invitation), (1, InvitationState::Used));
    assert!(school.registrar.does(ListJoiners {}).await.is_empty());
    let start = khoi.does(GetStart {}).await;
    assert_eq!((start.waiting.len(), start.profiles.len()), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_digits_and_another_persons_digits_let_nobody_in() {
    let school = School::with(&[]).await;
    let (khoi, vinh) = (machine(&school, KHOI).await, machine(&school, "Vinh").await);
    let waiting = waits(&khoi, school.ticket("Khôi").await).await;
    let of_vinh = waits(&vinh, school.ticket("Vinh").await).await;
    let member = school.member("Khôi").await;

    for code in [other(&waiting.code), of_vinh.code.clone(), String::new(), "48 12".to_owned()] {
        let refused = school.registrar.is_refused(ConfirmJoin { member, code }).await;
        assert_eq!(refused, Code::WrongCode);
    }

    assert!(still_waits(&khoi, &waiting).await && still_waits(&vinh, &of_vinh).await);
    is_let_in(&khoi, &waiting, &school.registrar).await;
    assert!(still_waits(&vinh, &of_vinh).await, "only the machine that was read out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_with_the_stolen_slip_is_seen_and_stays_outside() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let ticket = school.ticket("Khôi").await;
    let (thief, khoi) = (machine(&school, "Người lạ").await, machine(&school, KHOI).await);
    let stolen = waits(&thief, ticket.clone()).await;
    let waiting = waits(&khoi, ticket).await;
    assert_ne!(stolen.code, waiting.code);
    let seen = school.registrar.does(ListJoiners {}).await;
    assert_eq!(seen.iter().filter(|one| one.name == KHOI).count(), 2, "two machines, one slip");
    assert_eq!(school.person("Nguyễn Thị Lan").is_refused(ListJoiners {}).await, Code::NotAllowed);

    is_let_in(&khoi, &waiting, &school.registrar).await;

    assert_eq!(asks(&thief, &stolen).await, Err(Code::InvitationClosed));
    assert!(thief.does(GetStart {}).await.waiting.is_empty(), "its keys are gone, too");
    let people = school.registrar.does(ListPeople {}).await;
    assert_eq!(people.members.iter().find(|one| one.name == KHOI).unwrap().devices, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrar_who_expects_nobody_closes_the_slip() {
    let school = School::with(&[]).await;
    let ticket = school.ticket("Khôi").await;
    let thief = machine(&school, "Người lạ").await;
    let stolen = waits(&thief, ticket.clone()).await;
    let member = school.member("Khôi").await;

    let left = school.registrar.does(RefuseJoin { member }).await;

    assert!(left.is_empty());
    assert_eq!(asks(&thief, &stolen).await, Err(Code::InvitationClosed));
    assert_eq!(thief.is_refused(JoinSchool { ticket, pin: None }).await, Code::InvitationClosed);
    assert_eq!(school.registrar.is_refused(RefuseJoin { member }).await, Code::NotFound);
    school.registrar.does(SyncNow {}).await;
    let again = waits(&thief, school.ticket("Khôi").await).await;
    assert_ne!(again.code, stolen.code, "a new slip, new keys, new digits");
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_goes_on_through_restarts_of_every_side() {
    let mut school = School::with(&[]).await;
    let khoi = machine(&school, KHOI).await;
    let waiting = waits(&khoi, school.ticket("Khôi").await).await;
    let (data, address) = (school.relay.data().to_owned(), school.relay.address().to_owned());
    assert!(school.relay.stop());

    let khoi = khoi.restarts().await;
    assert!(khoi.does(GetStart {}).await.waiting.contains(&waiting), "the same digits");
    assert_eq!(asks(&khoi, &waiting).await, Err(Code::RelayUnreachable));
    school.relay = RelayProcess::start_at(&data, &address);
    school.registrar = school.registrar.restarts().await;
    assert_eq!(school.registrar.does(ListJoiners {}).await.len(), 1, "the relay knows who waits");
    confirms(&school.registrar, &waiting.code).await;
    assert!(school.relay.stop());
    let khoi = khoi.restarts().await;
    assert_eq!(asks(&khoi, &waiting).await, Err(Code::RelayUnreachable));
    school.relay = RelayProcess::start_at(&data, &address);

    assert!(matches!(asks(&khoi, &waiting).await, Ok(JoinView::Joined(_))));
    khoi.registers("Thẻ lỗi sai").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_made_for_a_teacher_lets_no_head_in_once_the_role_was_given() {
    let school = School::with(&[]).await;
    let lan = school.member("Lan").await;
    let ticket = school.ticket("Lan").await;
    let department = school.registrar.does(ListPeople {}).await.members;
    let department = department.iter().find(|one| one.id == lan).unwrap().department;
    school.registrar.does(GrantRole { member: lan, role: Role::DeputyHead, department }).await;

    let machine = machine(&school, "Lan").await;
    let waiting = waits(&machine, ticket).await;

    is_let_in(&machine, &waiting, &school.registrar).await;
    let me = machine.does(ListPeople {}).await.members.into_iter().find(|one| one.me).unwrap();
    assert_eq!(me.id, lan);
}

#[tokio::test(flavor = "multi_thread")]
async fn teachers_and_own_second_machines_join_by_themselves() {
    let mut school = School::with(&[KHOI]).await;
    let khoi = school.person(KHOI);
    let member = school.member("Khôi").await;
    let invited = khoi.does(InviteMembers { members: vec![member], days: 3 }).await;
    assert!(!invited[0].needs_code);
    let second = machine(&school, "Máy thứ hai").await;
    let joined = second.does(JoinSchool { ticket: invited[0].ticket.clone(), pin: None }).await;
    assert!(matches!(joined, JoinView::Joined(view) if view.person == KHOI));

    school.registrar.syncs().await;
    let members = vec![school.member("Lan").await, member];
    let made = school.registrar.does(InviteMembers { members, days: 7 }).await;
    let needs: Vec<_> = made.iter().map(|one| (one.name.as_str(), one.needs_code)).collect();
    assert_eq!(needs, [("Nguyễn Thị Lan", false), (KHOI, true)]);
    school.joins("Lan").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_gives_up_leaves_nothing_and_may_begin_again() {
    let school = School::with(&[]).await;
    let ticket = school.ticket("Khôi").await;
    let khoi = machine(&school, KHOI).await;
    let waiting = waits(&khoi, ticket.clone()).await;
    assert_eq!(waits(&khoi, ticket.clone()).await, waiting, "typed again, it goes on");

    let start = khoi.does(GiveUpJoining { id: waiting.id.clone() }).await;

    assert!(start.waiting.is_empty() && start.profiles.is_empty());
    assert_eq!(asks(&khoi, &waiting).await, Err(Code::NotFound));
    assert!(school.registrar.does(ListJoiners {}).await.is_empty(), "the registrar sees it go");
    let again = waits(&khoi, ticket).await;
    is_let_in(&khoi, &again, &school.registrar).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_with_a_pin_asks_for_it_when_it_is_let_in() {
    let school = School::with(&[]).await;
    let khoi = machine(&school, KHOI).await;
    let request = JoinSchool { ticket: school.ticket("Khôi").await, pin: Some("728163".into()) };
    let JoinView::Waits(waiting) = khoi.does(request).await else { panic!("it waits") };
    assert!(waiting.needs_pin);
    let khoi = khoi.restarts().await;
    assert!(still_waits(&khoi, &waiting).await, "asking needs no PIN");
    confirms(&school.registrar, &waiting.code).await;

    assert_eq!(asks(&khoi, &waiting).await, Err(Code::PinNeeded));
    let with = |pin: &str| AskToJoin { id: waiting.id.clone(), pin: Some(pin.into()) };
    assert_eq!(khoi.is_refused(with("728164")).await, Code::WrongPin);
    assert!(matches!(khoi.does(with("728163")).await, JoinView::Joined(_)));
}
