use super::support::{MATHS, Person, SPACE, School, automerge, change, empty_log, genesis, grant, recovery};
use ledger::Ledger;
use protocol::{
    Admission, Audience, Code, ControlBody, Cosign, DraftContent, EnvId, InviteOpen, InviteToken, LogView,
    Prepared, Role, Signature, admit, join_proof,
};

fn invite(token: &InviteToken, member: Option<protocol::MemberId>, uses: u64) -> ControlBody {
    let invite = token.invite_key(SPACE);
    ControlBody::InviteOpen(InviteOpen { invite, member, expires: 0, uses, auto: true })
}

fn join(person: &Person, token: &InviteToken) -> ControlBody {
    let (key, box_key) = (token.key(SPACE), person.entry().box_key);
    let proof = join_proof(&key, SPACE, person.key.device_key(), box_key);
    ControlBody::Join { invite: token.invite_key(SPACE), proof, box_key }
}

#[test]
fn a_log_begins_with_the_genesis_that_the_invitation_names() {
    let hanh = Person::new(1);
    let envelope = hanh.seal(|_| {}, SPACE.into(), DraftContent::Control(genesis(&hanh)));
    let expects = |genesis| {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        ledger::migrate(&conn).unwrap();
        ledger::begin(&conn, SPACE, genesis).unwrap();
        admit(&envelope, &Ledger::placed(&conn)).unwrap()
    };

    assert_eq!(expects(None), Admission::Admitted);
    assert_eq!(expects(Some(envelope.id())), Admission::Admitted);
    let another = Some(EnvId::from_bytes([1; 32]));
    assert_eq!(expects(another), Admission::Refuse(Code::UnknownSpace));
    let thief = Person::new(2);
    let stolen = thief.seal(|_| {}, SPACE.into(), DraftContent::Control(genesis(&hanh)));
    assert_eq!(admit(&stolen, &Ledger::placed(&empty_log())).unwrap(), Admission::Refuse(Code::BadPayload));
}

#[test]
fn only_registrars_add_members_and_grant_roles() {
    let school = School::an_binh();
    let lan = school.lan.member;
    let tries = |body| school.tries(&mut school.at(&school.vinh), body).0;

    let void = Admission::Void(Code::ForbiddenKind);
    assert_eq!(tries(ControlBody::Member { member: protocol::MemberId::from_bytes([50; 16]) }), void);
    assert_eq!(tries(grant(lan, Role::Leadership, None)), void);
    assert_eq!(tries(ControlBody::MemberRevoke { member: lan }), void);
    assert_eq!(ledger::state(&school.conn).unwrap().control_head, school.head, "void entries are no head");
}

#[test]
fn a_control_entry_on_an_old_head_is_refused() {
    let mut school = School::an_binh();
    let old = school.head;
    school.decides(grant(school.lan.member, Role::Clerk, None));
    let mut hanh = school.hanh.clone();
    hanh.next.control = old;

    let envelope =
        hanh.seal(|_| {}, SPACE.into(), DraftContent::Control(grant(hanh.member, Role::Clerk, None)));

    assert_eq!(school.push(&envelope), Admission::Refuse(Code::ControlConflict));
}

#[test]
fn an_invitation_lets_one_device_join_for_its_member_in_any_role() {
    let mut school = School::an_binh();
    let token = InviteToken::from_random([5; 10]);
    school.decides(invite(&token, Some(school.vinh.member), 1));
    let mut phone = Person::new(60);
    phone.member = school.vinh.member;

    let (joined, id) = school.tries(&mut phone.clone(), join(&phone, &token));
    assert_eq!(joined, Admission::Admitted);
    school.head = id;

    let device = Ledger::placed(&school.conn).device(phone.key.device_key()).unwrap().unwrap();
    assert_eq!(device.member, school.vinh.member);
    let second = Person::new(61);
    let (again, _) = school.tries(&mut second.clone(), join(&second, &token));
    assert_eq!(again, Admission::Refuse(Code::InviteClosed), "it is used up");
}

#[test]
fn a_join_needs_an_open_invitation_and_its_proof() {
    let mut school = School::an_binh();
    let (token, closed) = (InviteToken::from_random([5; 10]), InviteToken::from_random([6; 10]));
    school.decides(invite(&token, Some(school.lan.member), 1));
    school.decides(invite(&closed, Some(school.lan.member), 1));
    school.decides(ControlBody::InviteClose { invite: closed.invite_key(SPACE) });
    let thief = Person::new(60);
    let tries = |body| school.tries(&mut thief.clone(), body).0;
    let ControlBody::Join { invite, box_key, .. } = join(&thief, &token) else { unreachable!() };

    let forged = ControlBody::Join { invite, proof: Signature([1; 64]), box_key };
    assert_eq!(tries(forged), Admission::Refuse(Code::BadSignature));
    let ControlBody::Join { proof, .. } = join(&Person::new(61), &token) else { unreachable!() };
    let borrowed = ControlBody::Join { invite, proof, box_key };
    assert_eq!(tries(borrowed), Admission::Refuse(Code::BadSignature), "a proof is for one device");
    assert_eq!(tries(join(&thief, &closed)), Admission::Refuse(Code::InviteClosed));
    let unknown = InviteToken::from_random([7; 10]);
    assert_eq!(tries(join(&thief, &unknown)), Admission::Refuse(Code::InviteClosed));
}

#[test]
fn a_member_has_at_most_five_devices() {
    let mut school = School::an_binh();
    for number in 60..64 {
        let device = Person { member: school.lan.member, ..Person::new(number) };
        school.decides(ControlBody::DeviceAdd(device.entry()));
    }
    let sixth = Person { member: school.lan.member, ..Person::new(64) };

    let (answer, _) = school.tries(&mut school.hanh.clone(), ControlBody::DeviceAdd(sixth.entry()));

    assert_eq!(answer, Admission::Void(Code::TooLarge));
}

#[test]
fn what_a_revoked_device_sends_past_its_cut_goes_to_quarantine() {
    let mut school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let lan = school.at(&school.lan);
    let mut text = automerge(&lan, 1);
    let late = lan.seal(|_| {}, doc, change(&mut text).0);
    let past = {
        let next = protocol::Next { aseq: lan.next.aseq + 1, aprev: late.id(), ..lan.next };
        Person { next, ..lan.clone() }.seal(|_| {}, doc, change(&mut text).0)
    };
    let device = lan.key.device_key();
    school.decides(ControlBody::DeviceRevoke { device, last_aseq: lan.next.aseq });

    assert_eq!(school.push(&late), Admission::Admitted, "what was written before it was lost counts");
    assert_eq!(school.push(&past), Admission::Quarantine(Code::Revoked));
    assert!(ledger::quarantine(&school.conn, &Prepared::new(past.clone()), 1).unwrap());
    assert_eq!(ledger::quarantined(&school.conn, 9).unwrap()[0].env_id, past.id());
    assert_eq!(school.push(&past), Admission::Quarantine(Code::Revoked));
}

#[test]
fn an_entry_of_another_school_is_refused_whoever_signed_it() {
    let school = School::an_binh();
    let elsewhere = protocol::SpaceId::from_bytes([8; 16]);
    let (doc, _) = school.submitted();
    let (change, _) = change(&mut automerge(&school.lan, 2));

    let replayed = school.at(&school.lan).seal(|draft| draft.space = elsewhere, doc, change);

    assert_eq!(school.push(&replayed), Admission::Refuse(Code::UnknownSpace));
}

#[test]
fn a_revoked_device_gains_nothing_by_an_old_control_head() {
    let mut school = School::an_binh();
    let lan = school.at(&school.lan);
    let before = school.head;
    let (device, last_aseq) = (lan.key.device_key(), lan.next.aseq - 1);
    school.decides(ControlBody::DeviceRevoke { device, last_aseq });

    let next = protocol::Next { control: before, ..lan.next };
    let backdated = Person { next, ..lan.clone() };
    let content = super::support::record(
        protocol::Verb::Open,
        protocol::Capacity::of(Role::Author),
        &super::support::initiative(&lan, 7, Audience::Group, Some(MATHS)),
    );
    let envelope = backdated.seal(|_| {}, protocol::document_id(lan.member, [7; 16]), content);

    assert_eq!(school.push(&envelope), Admission::Quarantine(Code::Revoked));
}

/// Lan's device is revoked; three more of its changes lie in quarantine.
fn with_quarantine() -> (School, protocol::DocId, Vec<protocol::Envelope>) {
    let mut school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let mut lan = school.at(&school.lan);
    let device = lan.key.device_key();
    school.decides(ControlBody::DeviceRevoke { device, last_aseq: lan.next.aseq - 1 });
    let mut text = automerge(&lan, 1);
    let mut past = Vec::new();
    for _ in 0..3 {
        let envelope = lan.seal(|_| {}, doc, change(&mut text).0);
        assert_eq!(school.push(&envelope), Admission::Quarantine(Code::Revoked));
        assert!(ledger::quarantine(&school.conn, &Prepared::new(envelope.clone()), 1).unwrap());
        lan.next = protocol::Next { aseq: lan.next.aseq + 1, aprev: envelope.id(), ..lan.next };
        past.push(envelope);
    }
    (school, doc, past)
}

#[test]
fn what_a_registrar_takes_back_from_quarantine_has_effect_and_nothing_else() {
    let (school, doc, past) = with_quarantine();
    let readmit = |ids: &[EnvId]| DraftContent::Readmit(ids.to_vec());
    let (first, second) = (past[0].id(), past[1].id());

    let void = Admission::Void(Code::ForbiddenKind);
    assert_eq!(school.does(&school.vinh, doc, readmit(&[first])), void, "leadership keeps no list");
    assert_eq!(
        school.push(&past[0]),
        Admission::Quarantine(Code::Revoked),
        "a void entry takes nothing back"
    );
    assert_eq!(school.does(&school.hanh, doc, readmit(&[first, second])), Admission::Admitted);
    let kept = ledger::kept_aside(&school.conn, doc, &[second, first, past[2].id()]).unwrap();
    assert_eq!(kept.iter().map(Prepared::id).collect::<Vec<_>>(), [first, second, past[2].id()]);
    assert_eq!(school.push(&past[0]), Admission::Admitted);
    assert_eq!(school.push(&past[1]), Admission::Admitted);
    assert_eq!(school.push(&past[2]), Admission::Quarantine(Code::Revoked), "it was not named");
    assert!(matches!(school.push(&past[0]), Admission::Duplicate { .. }));
}

#[test]
fn what_rests_on_the_rest_of_a_quarantine_is_void() {
    let (school, doc, past) = with_quarantine();
    let readmit = DraftContent::Readmit(vec![past[1].id()]);
    assert_eq!(school.does(&school.hanh, doc, readmit), Admission::Admitted);

    let answer = school.push(&past[1]);

    assert!(matches!(answer, Admission::Need(_)), "its ground is not here: {answer:?}");
    let unknown = DraftContent::Readmit(vec![EnvId::from_bytes([4; 32])]);
    assert!(matches!(school.does(&school.hanh, doc, unknown), Admission::Need(_)));
}

#[test]
fn a_quarantine_lets_go_of_what_is_old_only_when_its_device_has_filled_its_share() {
    let (school, doc, past) = with_quarantine();
    let month = 30 * 86_400_000;
    let kept = || ledger::quarantined(&school.conn, 9).unwrap().len();
    let author = past[0].header().author;
    let fill = "UPDATE log_quarantine SET payload = zeroblob(52428800) WHERE env_id = ?1";
    let lan = school.at(&school.lan);
    let next = protocol::Next { aseq: past[2].header().aseq + 1, aprev: past[2].id(), ..lan.next };
    let (content, _) = change(&mut automerge(&school.lan, 9));
    let one_more = Prepared::new(Person { next, ..lan }.seal(|_| {}, doc, content));

    school.conn.execute(fill, [past[0].id().as_bytes()]).unwrap();
    assert!(!ledger::quarantine(&school.conn, &one_more, month).unwrap(), "its share is full");
    assert_eq!(kept(), 3);
    assert!(ledger::quarantine(&school.conn, &one_more, month + 2).unwrap(), "what is old makes room");
    assert_eq!(kept(), 1);
    assert_eq!(ledger::quarantined(&school.conn, 9).unwrap()[0].author, author);
}

#[test]
fn a_role_ends_when_it_is_taken_and_with_its_holder() {
    let mut school = School::an_binh();
    let holds = |school: &School, member| {
        Ledger::placed(&school.conn)
            .grants(member)
            .unwrap()
            .iter()
            .any(|grant| grant.role == Role::DepartmentHead)
    };
    let ControlBody::Grant(khoi) = grant(school.khoi.member, Role::DepartmentHead, Some(MATHS)) else {
        unreachable!()
    };
    assert!(holds(&school, school.khoi.member));
    school.decides(ControlBody::Ungrant(khoi));
    assert!(!holds(&school, school.khoi.member));
    school.decides(ControlBody::MemberRevoke { member: school.loan.member });
    assert!(!holds(&school, school.loan.member));
    assert!(!Ledger::placed(&school.conn).is_member(school.loan.member).unwrap());
}

#[test]
fn the_relay_is_not_changed_by_one_registrar_alone() {
    let school = School::an_binh();
    let unsigned = Cosign { key: [0; 32], sig: Signature([0; 64]) };
    let rotate = |cosign| ControlBody::RelayRotate {
        relay: protocol::RelayKey::from_bytes([1; 32]),
        relay_box: protocol::BoxKey::from_bytes([1; 32]),
        tls: vec![],
        cosign,
    };
    let alone = rotate(rotate(unsigned).cosign_with(&school.hanh.key, school.head));
    let with_recovery = rotate(rotate(unsigned).cosign_with(&recovery().key(), school.head));

    let tries = |body| school.tries(&mut school.at(&school.hanh), body).0;
    assert_eq!(tries(rotate(unsigned)), Admission::Void(Code::BadSignature));
    assert_eq!(tries(alone), Admission::Void(Code::ForbiddenKind));
    assert_eq!(tries(with_recovery), Admission::Admitted);
    assert_eq!(
        ledger::relay_keys(&school.conn).unwrap().unwrap().relay,
        protocol::RelayKey::from_bytes([1; 32])
    );
}
