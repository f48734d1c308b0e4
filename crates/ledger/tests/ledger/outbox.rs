use super::support::{MATHS, Person, School, automerge, change, initiative, record};
use ledger::{
    Ledger, StoredStatus, add_signature, append_unsent, confirm, next, place_at, unsent, unsent_count,
    unsigned, withdraw_unsent,
};
use protocol::{
    Admission, Audience, Capacity, Code, DocId, Draft, DraftContent, ItemStatus, LogView, Prepared,
    PushAnswer, PushStatus, Role, Value, Verb, admit_prepared, document_id,
};

/// Lets Lan write on her own machine, which holds a copy of the log.
fn writes(school: &School, doc: DocId, content: DraftContent) -> Prepared {
    let key = &school.lan.key;
    let draft = Draft {
        space: super::support::SPACE,
        doc,
        about: None,
        next: next(&school.conn, key.device_key()).unwrap(),
        ts: 1,
        content,
    };
    let prepared = Prepared::new(draft.seal(key));
    assert_eq!(admit_prepared(&prepared, &Ledger::with_unsent(&school.conn)).unwrap(), Admission::Admitted);
    append_unsent(&school.conn, &prepared).unwrap();
    prepared
}

fn opens_and_edits(school: &School) -> (DocId, Vec<Prepared>) {
    let doc = document_id(school.lan.member, [1; 16]);
    let open = initiative(&school.lan, 1, Audience::Authors, Some(MATHS));
    let mut written = vec![writes(school, doc, record(Verb::Open, Capacity::of(Role::Author), &open))];
    let mut text = automerge(&school.lan, 1);
    for _ in 0..2 {
        written.push(writes(school, doc, change(&mut text).0));
    }
    (doc, written)
}

#[test]
fn own_work_holds_at_once_here_and_nowhere_else() {
    let school = School::an_binh();
    let (doc, written) = opens_and_edits(&school);

    assert_eq!(unsent_count(&school.conn).unwrap(), 3);
    let waiting = unsent(&school.conn, 2).unwrap();
    assert_eq!(waiting.iter().map(|one| one.env_id).collect::<Vec<_>>(), [written[0].id(), written[1].id()]);
    assert_eq!(waiting[0].status, StoredStatus::Unsent);
    assert!(Ledger::with_unsent(&school.conn).document(doc).unwrap().is_some());
    assert!(Ledger::placed(&school.conn).document(doc).unwrap().is_none());
}

#[test]
fn work_may_wait_for_its_signature_and_has_its_name_and_effect_meanwhile() {
    let school = School::an_binh();
    let (doc, key) = (document_id(school.lan.member, [1; 16]), &school.lan.key);
    let open = initiative(&school.lan, 1, Audience::Authors, Some(MATHS));
    let next = next(&school.conn, key.device_key()).unwrap();
    let content = record(Verb::Open, Capacity::of(Role::Author), &open);
    let draft = Draft { space: super::support::SPACE, doc, about: None, next, ts: 1, content };
    let (sealed, written) = (draft.clone().seal(key), draft.write(key.device_key()));
    assert_eq!(written.id(), sealed.id(), "a name needs no signature");
    let log = Ledger::with_unsent(&school.conn);
    let by_others = admit_prepared(&Prepared::new(written.clone()), &log).unwrap();
    assert_eq!(by_others, Admission::Refuse(Code::BadSignature));
    let own = Prepared::own(written.clone());
    assert_eq!(admit_prepared(&own, &log).unwrap(), Admission::Admitted);

    append_unsent(&school.conn, &own).unwrap();
    assert!(Ledger::with_unsent(&school.conn).document(doc).unwrap().is_some());
    assert_eq!(unsigned(&school.conn, 9).unwrap().len(), 1);
    add_signature(&school.conn, written.id(), key.sign(&written.message())).unwrap();
    assert!(unsigned(&school.conn, 9).unwrap().is_empty());
    assert_eq!(unsent(&school.conn, 9).unwrap()[0].to_envelope().unwrap(), sealed);
}

#[test]
fn pushed_work_takes_its_place_and_goes_on_from_there() {
    let school = School::an_binh();
    let (doc, written) = opens_and_edits(&school);
    let head = ledger::state(&school.conn).unwrap().head;
    for (index, one) in written.iter().enumerate() {
        let answer = PushAnswer {
            status: PushStatus::Admitted,
            seq: Some(head + 1 + index as u64),
            code: None,
            details: Value::Null,
        };
        assert!(confirm(&school.conn, one.id(), &answer).unwrap());
        assert!(confirm(&school.conn, one.id(), &answer).unwrap(), "an answer may come twice");
    }

    assert_eq!(unsent_count(&school.conn).unwrap(), 0);
    let placed = Ledger::placed(&school.conn);
    assert!(placed.document(doc).unwrap().is_some());
    assert_eq!(placed.writers(doc).unwrap().len(), 1, "nothing holds twice");
    assert!(Ledger::pulled_at(&school.conn, head + 1).document(doc).unwrap().is_none());
    let third = head + 3;
    place_at(&school.conn, &written[2], third, ItemStatus::Admitted).unwrap();
    assert_eq!(ledger::envelopes_of(&school.conn, doc).unwrap()[2].seq, Some(third));
}

#[test]
fn own_work_that_turns_void_has_no_effect_and_is_still_here() {
    let school = School::an_binh();
    let (doc, written) = opens_and_edits(&school);
    let head = ledger::state(&school.conn).unwrap().head;
    let void = PushAnswer {
        status: PushStatus::Void,
        seq: Some(head + 1),
        code: Some(Code::ForbiddenDoc),
        details: Value::Null,
    };

    confirm(&school.conn, written[0].id(), &void).unwrap();

    assert!(Ledger::with_unsent(&school.conn).document(doc).unwrap().is_none());
    let stored = ledger::envelope(&school.conn, written[0].id()).unwrap().unwrap();
    assert_eq!((stored.status, stored.code), (StoredStatus::Void, Some(Code::ForbiddenDoc)));
    assert!(stored.payload.is_some(), "the text is not thrown away");
}

#[test]
fn work_can_be_taken_out_again_to_be_written_anew() {
    let school = School::an_binh();
    let (doc, written) = opens_and_edits(&school);
    let from = written[1].header().aseq;

    let withdrawn = withdraw_unsent(&school.conn, school.lan.key.device_key(), from).unwrap();

    assert_eq!(
        withdrawn.iter().map(|one| one.env_id).collect::<Vec<_>>(),
        [written[1].id(), written[2].id()]
    );
    let lan: Person = school.at(&school.lan);
    assert_eq!((lan.next.aseq, lan.next.aprev), (from, written[0].id()));
    writes(&school, doc, change(&mut automerge(&school.lan, 1)).0);
    assert_eq!(withdraw_unsent(&school.conn, school.lan.key.device_key(), 0).unwrap().len(), 2);
    assert!(Ledger::with_unsent(&school.conn).document(doc).unwrap().is_none());
}
