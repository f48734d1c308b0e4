use domain::date::Moment;
use protocol::{ChangeHash, DocId};

use super::{all, note, was_opened};
use crate::tests::empty;

const DOC: DocId = DocId::from_bytes([1; 16]);
const A: ChangeHash = ChangeHash::from_bytes([1; 32]);
const B: ChangeHash = ChangeHash::from_bytes([2; 32]);

#[test]
fn exactly_the_opened_version_counts_whatever_the_order_of_its_heads() {
    let db = empty();
    note(&db, DOC, &[B, A], Moment::from_millis(1)).expect("noted");
    note(&db, DOC, &[A, B], Moment::from_millis(2)).expect("noted twice");

    assert!(was_opened(&db, DOC, &[A, B]).expect("read"));
    assert!(!was_opened(&db, DOC, &[A]).expect("read"), "an earlier version is another version");
    assert_eq!(all(&db).expect("read"), [(DOC, vec![A, B])]);
}
