use protocol::{DocId, EnvId};

use crate::{Store, StoreError, pending};

#[test]
fn what_waits_is_taken_once_and_document_by_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("so.db")).expect("a new file");
    let (one, two) = (DocId::from_bytes([1; 16]), DocId::from_bytes([2; 16]));
    let env = |n| EnvId::from_bytes([n; 32]);

    store
        .transaction(|tx| {
            pending::note(tx, one, env(1))?;
            pending::note(tx, two, env(2))?;
            pending::note(tx, one, env(3))?;
            pending::note_rebuild(tx, two)?;
            let first = pending::take(tx, 1)?;
            assert_eq!(
                (first[0].doc, &first[0].envelopes, first[0].rebuild),
                (one, &vec![env(1), env(3)], false)
            );
            let second = pending::take(tx, 9)?;
            assert_eq!((second[0].doc, &second[0].envelopes, second[0].rebuild), (two, &vec![env(2)], true));
            assert!(pending::take(tx, 9)?.is_empty(), "nothing is taken twice");
            Ok::<_, StoreError>(())
        })
        .expect("a transaction");
}
