use protocol::DocId;

use super::{all, nonce, remove, save};
use crate::tests::empty;

const DOC: DocId = DocId::from_bytes([1; 16]);

#[test]
fn a_draft_keeps_its_nonce_until_it_leaves() {
    let db = empty();
    save(&db, DOC, [7; 16]).expect("kept");
    assert_eq!(nonce(&db, DOC).expect("read"), Some([7; 16]));
    assert_eq!(all(&db).expect("listed"), [DOC]);

    remove(&db, DOC).expect("forgotten");
    assert_eq!(nonce(&db, DOC).expect("read"), None);
}
