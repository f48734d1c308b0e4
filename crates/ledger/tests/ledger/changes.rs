use super::support::{Person, School, automerge, change, decision};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT};
use protocol::{
    Admission, Audience, Capacity, ChangeHash, Code, DocId, DraftContent, Need, Role, Stage, Verb,
    document_id,
};

fn raw(doc: &mut AutoCommit) -> (DraftContent, ChangeHash) {
    doc.commit();
    let last = doc.get_last_local_change().unwrap();
    let hash = ChangeHash::from_bytes(last.hash().0);
    (DraftContent::Changes { chunks: vec![last.raw_bytes().to_vec()], hashes: vec![hash] }, hash)
}

#[test]
fn a_change_without_what_it_rests_on_waits() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let mut text = automerge(&school.lan, 1);
    let (_, first) = change(&mut text);
    let (second, _) = change(&mut text);

    let answer = school.does(&school.lan, doc, second);

    assert_eq!(answer, Admission::Need(Need::Deps(vec![first.to_bytes()])));
}

#[test]
fn a_change_to_an_unknown_document_waits_for_its_opening() {
    let school = School::an_binh();
    let doc = document_id(school.lan.member, [1; 16]);

    let answer = school.does(&school.lan, doc, change(&mut automerge(&school.lan, 1)).0);

    assert_eq!(answer, Admission::Need(Need::Doc(doc)));
}

#[test]
fn a_second_change_with_one_actor_and_number_is_void_and_what_rests_on_it_too() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    school.changes(&school.lan, doc, &mut automerge(&school.lan, 1));
    let mut twin = automerge(&school.lan, 1);
    twin.put(ROOT, "title", "khác").unwrap();
    let (content, hash) = raw(&mut twin);
    let (next, _) = change(&mut twin);
    let submit = decision(Verb::Submit, Capacity::of(Role::Author), None, hash);

    assert_eq!(school.does(&school.lan, doc, content), Admission::Void(Code::DuplicateSeq));
    assert_eq!(school.does(&school.lan, doc, next), Admission::Void(Code::RestsOnVoid));
    assert_eq!(school.does(&school.lan, doc, submit), Admission::Void(Code::RestsOnVoid));
    let good = automerge(&school.lan, 2);
    school.changes(&school.lan, doc, &mut good.clone());
}

#[test]
fn a_change_of_another_devices_actor_is_void() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);

    let answer = school.does(&school.lan, doc, change(&mut automerge(&school.ngoc, 1)).0);

    assert_eq!(answer, Admission::Void(Code::ActorMismatch));
}

#[test]
fn a_head_of_another_document_is_unknown_here() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    let other = school.opens(&school.lan, 2, Audience::Group);
    let foreign = school.changes(&school.lan, other, &mut automerge(&school.lan, 9));
    let khoi = Capacity::over(Role::DepartmentHead, super::support::MATHS);

    let answer =
        school.does(&school.khoi, doc, decision(Verb::Approve, khoi, Some(Stage::Department), foreign));

    assert_eq!(answer, Admission::Need(Need::Deps(vec![foreign.to_bytes()])));
}

#[test]
fn several_changes_in_one_envelope_rest_on_each_other() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let mut text = automerge(&school.lan, 1);
    let (mut chunks, mut hashes) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        if let (DraftContent::Changes { chunks: more, hashes: names }, _) = change(&mut text) {
            chunks.extend(more);
            hashes.extend(names);
        }
    }

    let answer = school.does(&school.lan, doc, DraftContent::Changes { chunks, hashes });

    assert_eq!(answer, Admission::Admitted);
    school.changes(&school.lan, doc, &mut text);
}

#[test]
fn an_altered_payload_is_refused_before_it_has_a_place() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let lan: Person = school.at(&school.lan);
    let good = lan.seal(|_| {}, doc, change(&mut automerge(&lan, 1)).0);
    let mut payload = good.payload().unwrap().to_vec();
    payload[20] ^= 1;
    let bad = protocol::Envelope::from_parts(good.header_bytes().to_vec(), good.signature(), Some(payload))
        .unwrap();

    assert_eq!(school.push(&bad), Admission::Refuse(Code::HashMismatch));
    assert_eq!(school.push(&good), Admission::Admitted, "its place was not taken");
    let space = lan.seal(|draft| draft.space = protocol::SpaceId::from_bytes([8; 16]), doc, decision_of(doc));
    assert_eq!(school.push(&space), Admission::Refuse(Code::UnknownSpace));
}

fn decision_of(_: DocId) -> DraftContent {
    decision(Verb::Submit, Capacity::of(Role::Author), None, ChangeHash::from_bytes([1; 32]))
}
