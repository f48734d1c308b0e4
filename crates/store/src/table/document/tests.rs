use domain::date::Moment;
use protocol::{ActorId, ChangeHash, Class, DocId};

use super::{Document, broken, ids, load, mark_broken, of_class, remove, save, updated_at};
use crate::tests::empty;

fn document(id: u8) -> Document {
    Document {
        doc: DocId::from_bytes([id; 16]),
        class: Class::Initiative,
        bytes: vec![1, 2, 3],
        actor: Some(ActorId::from_bytes([7; 16])),
        heads: vec![ChangeHash::from_bytes([1; 32]), ChangeHash::from_bytes([2; 32])],
        updated_at: Moment::from_millis(1_700_000_000_000),
        broken: false,
    }
}

#[test]
fn a_document_is_read_as_it_was_last_saved() {
    let db = empty();
    let first = document(1);
    let second = Document { bytes: vec![9; 10_000], actor: None, ..first.clone() };
    save(&db, &first).expect("saved");
    save(&db, &second).expect("saved again");

    assert_eq!(updated_at(&db, first.doc).expect("read"), Some(second.updated_at));
    assert_eq!(load(&db, first.doc).expect("read"), Some(second));
}

#[test]
fn heads_come_back_sorted() {
    let db = empty();
    let mut unsorted = document(1);
    unsorted.heads.reverse();
    save(&db, &unsorted).expect("saved");

    assert_eq!(load(&db, unsorted.doc).expect("read").expect("there").heads, document(1).heads);
}

#[test]
fn documents_are_listed_by_class() {
    let db = empty();
    let people = Document { class: Class::People, ..document(9) };
    for document in [&document(2), &document(1), &people] {
        save(&db, document).expect("saved");
    }

    assert_eq!(ids(&db, Class::Initiative).expect("read"), [document(2).doc, document(1).doc]);
    assert_eq!(of_class(&db, Class::People).expect("read"), [people]);
}

#[test]
fn a_broken_document_is_listed_until_it_is_saved_again() {
    let db = empty();
    save(&db, &document(1)).expect("saved");
    mark_broken(&db, document(1).doc).expect("marked");
    assert_eq!(broken(&db).expect("read"), [document(1).doc]);

    save(&db, &document(1)).expect("built again");
    assert!(broken(&db).expect("read").is_empty());
}

#[test]
fn a_removed_document_is_gone() {
    let db = empty();
    save(&db, &document(1)).expect("saved");
    remove(&db, document(1).doc).expect("removed");

    assert_eq!(load(&db, document(1).doc).expect("read"), None);
}
