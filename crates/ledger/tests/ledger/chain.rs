use super::support::{Person, School, automerge, change};
use protocol::{Admission, Audience, Code, EnvId, Need, chain};

#[test]
fn an_authors_numbers_have_no_gap_and_no_fork() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let lan = school.at(&school.lan);
    let (content, _) = change(&mut automerge(&lan, 1));
    let (other, _) = change(&mut automerge(&lan, 2));
    let first = lan.seal(|_| {}, doc, content.clone());
    let twin = lan.seal(|_| {}, doc, other.clone());
    let ahead = lan.seal(|draft| draft.next.aseq += 3, doc, other.clone());
    let wrong = lan.seal(|draft| draft.next.aprev = EnvId::from_bytes([1; 32]), doc, content);

    assert_eq!(school.push(&wrong), Admission::Refuse(Code::AuthorFork));
    assert_eq!(school.push(&first), Admission::Admitted);
    assert_eq!(school.push(&twin), Admission::Refuse(Code::AuthorFork), "a cloned disk is noticed");
    let expected = lan.next.aseq + 1;
    assert_eq!(school.push(&ahead), Admission::Need(Need::AuthorGap { expected }));
    assert!(matches!(school.push(&first), Admission::Duplicate { seq } if seq > 0));
}

#[test]
fn strangers_and_unknown_control_entries_have_no_place() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let lan = school.at(&school.lan);
    let unknown = EnvId::from_bytes([3; 32]);
    let content = change(&mut automerge(&lan, 1)).0;
    let stranger = Person { next: lan.next, ..Person::new(77) };

    let cites = lan.seal(|draft| draft.next.control = unknown, doc, content.clone());
    assert_eq!(school.push(&cites), Admission::Need(Need::Control(unknown)));
    let by_stranger = stranger.seal(|_| {}, doc, content);
    assert_eq!(school.push(&by_stranger), Admission::Refuse(Code::NotMember));
}

#[test]
fn the_chain_follows_the_envelopes() {
    let school = School::an_binh();
    let mut expected = [0; 32];
    for stored in ledger::envelopes_after(&school.conn, 0, 1_000).unwrap() {
        expected = chain(expected, stored.env_id);
        let seq = stored.seq.unwrap();
        assert_eq!(ledger::chain_at(&school.conn, seq).unwrap().unwrap(), expected[..8]);
    }

    let state = ledger::state(&school.conn).unwrap();
    assert_eq!((state.chain, state.control_head), (expected, school.head));
}
