use protocol::DocId;

use super::{KEPT, clear, depth, pop, push};
use crate::tests::empty;

const DOC: DocId = DocId::from_bytes([1; 16]);
const OTHER: DocId = DocId::from_bytes([2; 16]);

#[test]
fn the_newest_step_comes_first_and_only_once() {
    let db = empty();
    push(&db, DOC, "1").expect("kept");
    push(&db, DOC, "2").expect("kept");
    push(&db, OTHER, "3").expect("kept");

    assert_eq!(pop(&db, DOC).expect("taken").as_deref(), Some("2"));
    assert_eq!(pop(&db, DOC).expect("taken").as_deref(), Some("1"));
    assert_eq!(pop(&db, DOC).expect("taken"), None);
    assert_eq!(depth(&db, OTHER).expect("counted"), 1);
}

#[test]
fn only_the_newest_two_hundred_steps_are_kept() {
    let db = empty();
    for step in 1..=KEPT + 50 {
        push(&db, DOC, &step.to_string()).expect("kept");
    }

    assert_eq!(depth(&db, DOC).expect("counted"), KEPT);
    let mut oldest = None;
    while let Some(step) = pop(&db, DOC).expect("taken") {
        oldest = Some(step);
    }
    assert_eq!(oldest.as_deref(), Some("51"));
}

#[test]
fn steps_of_a_document_can_be_forgotten() {
    let db = empty();
    push(&db, DOC, "1").expect("kept");
    clear(&db, DOC).expect("forgotten");

    assert_eq!(pop(&db, DOC).expect("taken"), None);
}
