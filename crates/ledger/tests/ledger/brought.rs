//! What was brought without a place: it holds here, waits with the rest, and gives way to the relay.

use std::collections::BTreeSet;

use super::support::{MATHS, Person, School, automerge, change, initiative, record};
use ledger::{
    Ground, Ledger, Lines, append_unsent, give_way, ground, holds_brought, lines, next, place_at,
    unsent_except, vector,
};
use protocol::{
    Admission, Audience, Capacity, DocId, Draft, DraftContent, ItemStatus, LogView, Prepared, Role, Verb,
    admit_prepared, document_id,
};

/// Something that Lan signed elsewhere, as her `back`-th number from the newest that is known here.
fn elsewhere(school: &School, doc: DocId, back: &Prepared, content: DraftContent) -> Prepared {
    let mut next = next(&school.conn, school.lan.key.device_key()).unwrap();
    (next.aseq, next.aprev) = (back.header().aseq + 1, back.id());
    let space = super::support::SPACE;
    Prepared::new(Draft { space, doc, about: None, next, ts: 1, content }.seal(&school.lan.key))
}

fn brings(school: &School, prepared: &Prepared) -> Admission {
    let admission = admit_prepared(prepared, &Ledger::brought(&school.conn)).unwrap();
    if admission == Admission::Admitted {
        append_unsent(&school.conn, prepared).unwrap();
    }
    admission
}

/// Lan's opening and first change of an initiative, brought to Khôi's machine.
fn brought(school: &School) -> (DocId, Prepared, Prepared) {
    let doc = document_id(school.lan.member, [1; 16]);
    let body = initiative(&school.lan, 1, Audience::Group, Some(MATHS));
    let next = next(&school.conn, school.lan.key.device_key()).unwrap();
    let content = record(Verb::Open, Capacity::of(Role::Author), &body);
    let draft = Draft { space: super::support::SPACE, doc, about: None, next, ts: 1, content };
    let open = Prepared::new(draft.seal(&school.lan.key));
    assert_eq!(brings(school, &open), Admission::Admitted);
    let edit = elsewhere(school, doc, &open, change(&mut automerge(&school.lan, 1)).0);
    assert_eq!(brings(school, &edit), Admission::Admitted);
    (doc, open, edit)
}

fn own(person: &Person) -> protocol::DeviceKey {
    person.key.device_key()
}

#[test]
fn what_was_brought_holds_here_and_waits_in_the_order_in_which_it_came() {
    let school = School::an_binh();
    assert!(!holds_brought(&school.conn, own(&school.khoi)).unwrap());
    let (doc, open, edit) = brought(&school);

    assert!(holds_brought(&school.conn, own(&school.khoi)).unwrap());
    assert!(Ledger::with_unsent(&school.conn).document(doc).unwrap().is_some());
    let waiting = unsent_except(&school.conn, &BTreeSet::new(), 9).unwrap();
    assert_eq!(waiting.iter().map(|one| one.env_id).collect::<Vec<_>>(), [open.id(), edit.id()]);
    let except = BTreeSet::from([own(&school.lan)]);
    assert!(unsent_except(&school.conn, &except, 9).unwrap().is_empty());
    assert_eq!(brings(&school, &edit), Admission::Duplicate { seq: 0 }, "twice is once");
}

#[test]
fn another_envelope_with_the_same_number_that_the_relay_placed_takes_its_place() {
    let school = School::an_binh();
    let (doc, open, edit) = brought(&school);
    let other = elsewhere(&school, doc, &open, change(&mut automerge(&school.lan, 2)).0);
    let head = ledger::state(&school.conn).unwrap().head;

    assert!(give_way(&school.conn, &open, own(&school.khoi)).unwrap().is_empty());
    place_at(&school.conn, &open, head + 1, ItemStatus::Admitted).unwrap();
    let gone = give_way(&school.conn, &other, own(&school.khoi)).unwrap();
    assert_eq!(gone.iter().map(|one| one.env_id).collect::<Vec<_>>(), [edit.id()]);
    place_at(&school.conn, &other, head + 2, ItemStatus::Admitted).unwrap();
    assert!(!holds_brought(&school.conn, own(&school.khoi)).unwrap());
    let hash = &edit.header().changes[0];
    assert_eq!(ground(&school.conn, hash.as_ref(), own(&school.khoi)).unwrap(), Ground::Nowhere);
}

#[test]
fn where_something_lies_tells_whether_to_wait_for_it() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    let me = own(&school.khoi);
    assert_eq!(ground(&school.conn, doc.as_ref(), me).unwrap(), Ground::Firm);

    let school = School::an_binh();
    let (doc, open, edit) = brought(&school);
    for id in [doc.as_ref(), open.id().as_ref(), edit.header().changes[0].as_ref()] {
        assert_eq!(ground(&school.conn, id, me).unwrap(), Ground::Brought);
    }
    assert_eq!(ground(&school.conn, open.id().as_ref(), own(&school.lan)).unwrap(), Ground::Firm, "her own");
}

#[test]
fn lines_are_the_control_log_and_the_documents_of_which_something_waits() {
    let school = School::an_binh();
    school.opens(&school.ngoc, 7, Audience::School);
    let control = lines(&school.conn, Lines::OfUnsent).unwrap().len();
    let all = lines(&school.conn, Lines::All).unwrap().len();
    assert_eq!(all, control + 1, "what has its place waits for nobody");
    brought(&school);

    let waiting = lines(&school.conn, Lines::OfUnsent).unwrap();
    assert_eq!(waiting.len(), control + 2);
    assert_eq!(waiting.iter().filter(|line| line.unsent).count(), 2);
    let held = vector(&school.conn).unwrap();
    let lan = waiting.last().unwrap();
    assert!(held.holds(own(&school.lan), lan.aseq) && !held.holds(own(&school.lan), lan.aseq + 1));
    assert!(held.holds(own(&school.ngoc), 1));
}
