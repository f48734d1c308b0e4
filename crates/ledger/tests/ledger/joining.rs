use super::support::{Person, SPACE, School, empty_log, grant, recovery};
use ledger::Ledger;
use protocol::{
    Admission, BoxKey, Code, ControlBody, Cosign, DeviceEntry, Genesis, InviteOpen, InviteToken, LogView,
    MemberId, RelayKey, Role, Signature, join_proof,
};

const TOKEN: [u8; 10] = [5; 10];

/// A school of the newest policy, with Lan and Khôi as members without a device.
fn school() -> School {
    let mut school = School { conn: empty_log(), head: protocol::EnvId::ZERO, ..School::an_binh() };
    school.hanh = Person::new(1);
    school.decides(ControlBody::Genesis(Genesis {
        registrars: vec![school.hanh.entry()],
        recovery: recovery().recovery_key(),
        relay: RelayKey::from_bytes([8; 32]),
        relay_box: BoxKey::from_bytes([8; 32]),
        tls: vec![],
        policy: protocol::POLICY,
    }));
    for (member, role) in [(school.lan.member, Role::Staff), (school.khoi.member, Role::DepartmentHead)] {
        school.decides(ControlBody::Member { member });
        school.decides(grant(member, role, Some(super::support::MATHS)));
    }
    school
}

fn invites(member: MemberId, auto: bool) -> ControlBody {
    let invite = InviteToken::from_random(TOKEN).invite_key(SPACE);
    ControlBody::InviteOpen(InviteOpen { invite, member: Some(member), expires: 0, uses: 1, auto })
}

/// What becomes of a stranger's machine that signs itself in with the invitation.
fn joins(school: &School) -> Admission {
    let (machine, token) = (Person::new(60), InviteToken::from_random(TOKEN));
    let proof = join_proof(&token.key(SPACE), SPACE, machine.key.device_key(), machine.entry().box_key);
    let body = ControlBody::Join { invite: token.invite_key(SPACE), proof, box_key: machine.entry().box_key };
    school.tries(&mut machine.clone(), body).0
}

#[test]
fn an_invitation_alone_lets_nobody_in_who_holds_another_role_than_staff() {
    let needs_registrar = Admission::Refuse(Code::ForbiddenKind);
    let mut of_lan = school();
    of_lan.decides(invites(of_lan.lan.member, true));
    let mut of_khoi = school();
    of_khoi.decides(invites(of_khoi.khoi.member, true));
    let mut asked = school();
    asked.decides(invites(asked.lan.member, false));

    assert_eq!(joins(&of_lan), Admission::Admitted);
    assert_eq!(joins(&of_khoi), needs_registrar, "however the invitation was made");
    assert_eq!(joins(&asked), needs_registrar);
}

#[test]
fn a_role_that_is_given_while_the_invitation_is_open_counts() {
    let mut school = school();
    school.decides(invites(school.lan.member, true));
    school.decides(grant(school.lan.member, Role::Clerk, None));

    assert_eq!(joins(&school), Admission::Refuse(Code::ForbiddenKind));

    let ControlBody::Grant(clerk) = grant(school.lan.member, Role::Clerk, None) else { unreachable!() };
    school.decides(ControlBody::Ungrant(clerk));
    assert_eq!(joins(&school), Admission::Admitted, "and one that was taken does not");
}

#[test]
fn a_member_invites_an_own_second_machine_in_any_role() {
    let mut school = school();
    school.decides(ControlBody::DeviceAdd(school.khoi.entry()));
    let (admission, id) = school.tries(&mut school.khoi.clone(), invites(school.khoi.member, true));
    assert_eq!(admission, Admission::Admitted);
    school.head = id;

    assert_eq!(joins(&school), Admission::Admitted);
}

#[test]
fn a_registrar_adds_the_machine_that_waits() {
    let mut school = school();
    school.decides(invites(school.khoi.member, false));
    let machine = Person { member: school.khoi.member, ..Person::new(60) };
    school.decides(ControlBody::DeviceAdd(machine.entry()));

    let device = Ledger::placed(&school.conn).device(machine.key.device_key()).unwrap().unwrap();
    assert_eq!(device.member, school.khoi.member);
    let entry = DeviceEntry { member: school.khoi.member, ..Person::new(61).entry() };
    let (by_another, _) = school.tries(&mut school.at(&machine), ControlBody::DeviceAdd(entry));
    assert_eq!(by_another, Admission::Admitted, "a member's machine adds another one of theirs");
}

#[test]
fn an_older_school_keeps_its_rule_until_two_signatures_change_it() {
    let mut school = School::an_binh();
    school.decides(invites(school.khoi.member, true));
    assert_eq!(Ledger::placed(&school.conn).policy().unwrap(), 1);
    let before = ledger::state(&school.conn).unwrap().head;

    let unsigned = Cosign { key: [0; 32], sig: Signature::MISSING };
    let body = ControlBody::Policy { version: 2, cosign: unsigned };
    let body = body.cosigned(&recovery().key(), school.head);
    school.decides(body);

    assert_eq!(joins(&school), Admission::Refuse(Code::ForbiddenKind));
    assert_eq!(Ledger::pulled_at(&school.conn, before).policy().unwrap(), 1, "what lies before stays");
    let back = ControlBody::Policy { version: 1, cosign: unsigned }.cosigned(&recovery().key(), school.head);
    let (admission, _) = school.tries(&mut school.hanh.clone(), back);
    assert_eq!(admission, Admission::Void(Code::ForbiddenKind), "nobody goes back");
}
