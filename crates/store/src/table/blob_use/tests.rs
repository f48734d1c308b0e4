use domain::id::EntryId;
use protocol::{BlobId, DocId};

use super::{documents_of, of_document, replace};
use crate::tests::empty;

const LAN: DocId = DocId::from_bytes([1; 16]);
const SON: DocId = DocId::from_bytes([2; 16]);
const PHOTO: BlobId = BlobId::from_bytes([1; 32]);
const SHEET: BlobId = BlobId::from_bytes([2; 32]);

fn entry(id: u8) -> EntryId {
    EntryId::from_bytes([id; 8])
}

#[test]
fn the_same_file_in_two_initiatives_is_seen() {
    let db = empty();
    replace(&db, LAN, &[(PHOTO, entry(1)), (SHEET, entry(2))]).expect("saved");
    replace(&db, SON, &[(PHOTO, entry(3))]).expect("saved");

    assert_eq!(documents_of(&db, PHOTO).expect("read"), [LAN, SON]);
    assert_eq!(of_document(&db, LAN).expect("read"), [(PHOTO, entry(1)), (SHEET, entry(2))]);
}

#[test]
fn what_a_document_no_longer_names_is_gone() {
    let db = empty();
    replace(&db, LAN, &[(PHOTO, entry(1))]).expect("saved");
    replace(&db, LAN, &[(SHEET, entry(1))]).expect("saved");

    assert!(documents_of(&db, PHOTO).expect("read").is_empty());
}
