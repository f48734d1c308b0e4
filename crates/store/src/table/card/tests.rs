use protocol::DocId;

use super::{all, clear, load, remove, save};
use crate::tests::empty;

const DOC: DocId = DocId::from_bytes([1; 16]);

#[test]
fn a_card_is_read_as_it_was_last_written() {
    let db = empty();
    save(&db, DOC, "{}").expect("saved");
    save(&db, DOC, r#"{"title":"Thẻ lỗi sai"}"#).expect("saved");

    assert_eq!(load(&db, DOC).expect("read").as_deref(), Some(r#"{"title":"Thẻ lỗi sai"}"#));
    assert_eq!(all(&db).expect("read").len(), 1);
}

#[test]
fn removed_cards_are_gone() {
    let db = empty();
    save(&db, DOC, "{}").expect("saved");
    save(&db, DocId::from_bytes([2; 16]), "{}").expect("saved");

    remove(&db, DOC).expect("removed");
    assert_eq!(load(&db, DOC).expect("read"), None);
    clear(&db).expect("cleared");
    assert!(all(&db).expect("read").is_empty());
}
