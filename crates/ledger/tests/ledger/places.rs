use super::support::{SPACE, School, automerge, change, decision, empty_log, grant, record};
use ledger::{Ledger, PageRequest, page, place_at};
use protocol::{
    Admission, Audience, Capacity, ControlBody, ItemStatus, LogView, Prepared, PullItem, Role, Share, Stage,
    Verb, Verdict, judge_item,
};
use rusqlite::Connection;

/// Lets a person's client pull everything into an empty log and judge it.
fn pulls(school: &School, person: &super::support::Person) -> Connection {
    let conn = empty_log();
    let request = PageRequest {
        member: person.member,
        device: person.key.device_key(),
        after: 0,
        max_bytes: usize::MAX,
        verify: false,
    };
    for item in page(&school.conn, &request).unwrap().items {
        assert_eq!(takes(&conn, item), Verdict::Agrees);
    }
    conn
}

fn takes(conn: &Connection, item: PullItem) -> Verdict {
    let (seq, status, envelope) = item.into_envelope().unwrap().unwrap();
    let prepared = Prepared::new(envelope);
    let verdict = judge_item(&prepared, status, &Ledger::pulled_at(conn, seq)).unwrap();
    if matches!(verdict, Verdict::Agrees | Verdict::Held { seq: 0 }) {
        place_at(conn, &prepared, seq, status).unwrap();
    }
    verdict
}

#[test]
fn a_reader_judges_what_it_may_read_as_the_relay_did() {
    let mut school = School::an_binh();
    let (doc, head) = school.submitted();
    let khoi = Capacity::over(Role::DepartmentHead, super::support::MATHS);
    let approve = decision(Verb::Approve, khoi, Some(Stage::Department), head);
    assert_eq!(school.does(&school.khoi, doc, approve), Admission::Admitted);
    let forged = decision(Verb::Approve, Capacity::of(Role::Leadership), Some(Stage::Leadership), head);
    assert!(matches!(school.does(&school.lan, doc, forged), Admission::Void(_)));
    school.decides(grant(school.khoi.member, Role::Clerk, None));
    let draft = school.opens(&school.ngoc, 2, Audience::Authors);
    school.changes(&school.ngoc, draft, &mut automerge(&school.ngoc, 1));

    for reader in [&school.hanh, &school.lan, &school.khoi, &school.loan, &school.son, &school.ngoc] {
        let copy = pulls(&school, reader);
        let placed = Ledger::placed(&copy);
        assert_eq!(placed.control_head().unwrap(), school.head);
        let reads = protocol::reads_document(reader.member, doc, &Ledger::placed(&school.conn)).unwrap();
        assert_eq!(placed.document(doc).unwrap().is_some(), reads);
    }
}

#[test]
fn an_entry_that_comes_late_is_judged_by_the_state_at_its_own_place() {
    let mut school = School::an_binh();
    let (doc, head) = school.submitted();
    let khoi = Capacity::over(Role::DepartmentHead, super::support::MATHS);
    let approve = decision(Verb::Approve, khoi, Some(Stage::Department), head);
    assert_eq!(school.does(&school.khoi, doc, approve), Admission::Admitted);
    let ControlBody::Grant(body) =
        grant(school.khoi.member, Role::DepartmentHead, Some(super::support::MATHS))
    else {
        unreachable!()
    };
    school.decides(ControlBody::Ungrant(body));
    let request = PageRequest {
        member: school.vinh.member,
        device: school.vinh.key.device_key(),
        after: 0,
        max_bytes: usize::MAX,
        verify: false,
    };
    let items = page(&school.conn, &request).unwrap().items;
    let of_doc: Vec<_> = ledger::doc_page(&school.conn, &request, doc).unwrap().items;
    let copy = empty_log();

    // First all control entries, also the one that ends Khôi's role, then what he signed before it.
    for item in items.into_iter().filter(|item| !of_doc.contains(item)) {
        assert_eq!(takes(&copy, item), Verdict::Agrees);
    }
    for item in of_doc {
        assert_eq!(takes(&copy, item), Verdict::Agrees);
    }
}

#[test]
fn a_client_that_lacks_the_beginning_asks_for_it_and_one_that_is_lied_to_says_so() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let head = school.changes(&school.lan, doc, &mut automerge(&school.lan, 1));
    let copy = pulls(&school, &school.khoi);
    let seq = ledger::state(&school.conn).unwrap().head;
    let share =
        record(Verb::Share, Capacity::of(Role::Author), &Share { audience: Audience::Group }.to_body());
    school.does(&school.lan, doc, share);
    let request = PageRequest {
        member: school.khoi.member,
        device: school.khoi.key.device_key(),
        after: seq,
        max_bytes: usize::MAX,
        verify: false,
    };
    let shared = page(&school.conn, &request).unwrap().items.remove(0);

    assert!(
        matches!(takes(&copy, shared.clone()), Verdict::Need(protocol::Need::Doc(needed)) if needed == doc)
    );
    let whole = ledger::doc_page(&school.conn, &PageRequest { after: 0, ..request }, doc).unwrap();
    assert_eq!(whole.items.len(), 3);
    assert!(whole.items.into_iter().all(|item| takes(&copy, item) == Verdict::Agrees));
    assert!(matches!(takes(&copy, shared), Verdict::Held { seq: held } if held == seq + 1));

    let lan = school.at(&school.lan);
    let own = decision(Verb::Approve, Capacity::of(Role::Author), Some(Stage::Department), head);
    let lie = Prepared::new(lan.seal(|_| {}, doc, own));
    let verdict = judge_item(&lie, ItemStatus::Admitted, &Ledger::pulled_at(&copy, seq + 2)).unwrap();
    assert!(matches!(verdict, Verdict::Disagrees { ours: Admission::Void(_), .. }), "{verdict:?}");
    assert_eq!(lan.next.control, school.head);
    assert_eq!(SPACE, ledger::state(&copy).unwrap().space);
    assert!(matches!(change(&mut automerge(&lan, 3)).0, protocol::DraftContent::Changes { .. }));
}
