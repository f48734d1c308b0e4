//! Another life of the relay's log: what a client keeps, what waits again, and in which order.

use super::support::{School, automerge, change};
use ledger::{
    Ledger, Lines, StoredStatus, append_unsent, begin_life, envelope, holdings, lines, note_skipped,
    place_at, set_cursor, state, unsent, unsent_count,
};
use protocol::{
    Checkpoint, ControlBody, Cursor, DocId, Epoch, ItemStatus, LogView, Prepared, Skipped, Vector,
};

const OLD: Epoch = Epoch::from_bytes([1; 16]);
const NEW: Epoch = Epoch::from_bytes([2; 16]);

/// A client that holds all of the school's log, at its end.
fn client() -> (School, Cursor) {
    let mut school = School::an_binh();
    school.submitted();
    school.decides(ControlBody::DeviceRevoke { device: school.ngoc.key.device_key(), last_aseq: 0 });
    let head = state(&school.conn).unwrap().head;
    let cursor = Cursor { epoch: OLD, seq: head, chain: [7; 8] };
    set_cursor(&school.conn, &cursor).unwrap();
    (school, cursor)
}

fn checkpoint(base: Option<Cursor>) -> Checkpoint {
    Checkpoint {
        space: super::support::SPACE,
        epoch: NEW,
        base,
        seq: base.map_or(0, |base| base.seq),
        chain: [0; 32],
        control: protocol::EnvId::ZERO,
        now: 0,
    }
}

/// Where the school's first document was opened, and the document.
fn opened(school: &School) -> (u64, DocId) {
    let all = lines(&school.conn, Lines::All).unwrap();
    let first = all.iter().find(|line| line.facts.kind == protocol::Kind::Record).unwrap();
    (first.facts.seq, first.facts.doc)
}

#[test]
fn what_lies_up_to_the_base_keeps_its_place_and_the_rest_waits_in_its_old_order() {
    let (school, cursor) = client();
    let (place, doc) = opened(&school);
    let before = lines(&school.conn, Lines::All).unwrap();
    let base = Cursor { epoch: OLD, seq: place - 1, chain: [3; 8] };

    let forgotten = begin_life(&school.conn, &checkpoint(Some(base))).unwrap();

    assert_eq!((forgotten.kept, forgotten.documents.contains(&doc)), (place - 1, true));
    let now = state(&school.conn).unwrap();
    assert_eq!((now.head, now.epoch, now.cursor), (place - 1, NEW, Some(Cursor { epoch: NEW, ..base })));
    let after = lines(&school.conn, Lines::All).unwrap();
    let ids = |lines: &[ledger::Line]| lines.iter().map(|line| line.env_id).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before), "nothing is gone, and the order is the old one");
    assert_eq!(unsent_count(&school.conn).unwrap(), cursor.seq - (place - 1));
    let log = Ledger::with_unsent(&school.conn);
    assert!(log.document(doc).unwrap().is_some(), "its effects hold here all the while");
    assert_eq!(log.device(school.ngoc.key.device_key()).unwrap().unwrap().cut, Some(0), "and the revocation");
}

#[test]
fn a_base_of_an_unknown_life_lets_everything_wait_again() {
    let (school, cursor) = client();
    let strange = Cursor { epoch: Epoch::from_bytes([9; 16]), seq: 3, chain: [0; 8] };

    for base in [None, Some(strange), Some(Cursor { chain: [8; 8], ..cursor })] {
        let forgotten = begin_life(&school.conn, &checkpoint(base)).unwrap();
        assert_eq!(forgotten.kept, 0);
        assert_eq!(state(&school.conn).unwrap().cursor, None, "the log is read from its beginning");
        assert_eq!(unsent_count(&school.conn).unwrap(), cursor.seq);
    }
}

#[test]
fn a_client_that_was_behind_the_base_goes_on_where_it_was() {
    let (school, cursor) = client();
    let base = Cursor { epoch: OLD, seq: cursor.seq + 5, chain: [4; 8] };

    begin_life(&school.conn, &checkpoint(Some(base))).unwrap();

    assert_eq!(state(&school.conn).unwrap().cursor, Some(Cursor { epoch: NEW, ..cursor }));
    assert_eq!(unsent_count(&school.conn).unwrap(), 0);
}

#[test]
fn what_waited_already_waits_behind_what_had_a_place_and_gets_its_place_back() {
    let (school, _) = client();
    let doc = opened(&school).1;
    let lan = school.at(&school.lan);
    let edit = Prepared::new(lan.seal(|_| {}, doc, change(&mut automerge(&school.lan, 7)).0));
    append_unsent(&school.conn, &edit).unwrap();

    begin_life(&school.conn, &checkpoint(None)).unwrap();

    let waiting = unsent(&school.conn, 1_000).unwrap();
    assert_eq!(waiting.last().unwrap().env_id, edit.id());
    let (held, _) = holdings(&school.conn).unwrap();
    assert!(!held.holds(lan.key.device_key(), edit.header().aseq), "it never had a place");
    assert!(held.holds(lan.key.device_key(), edit.header().aseq - 1));
    let first = Prepared::new(waiting[0].to_envelope().unwrap());
    place_at(&school.conn, &first, 1, ItemStatus::Admitted).unwrap();
    assert_eq!(unsent_count(&school.conn).unwrap(), waiting.len() as u64 - 1);
    assert_eq!(state(&school.conn).unwrap().control_head, first.id(), "the founding has its place again");
}

#[test]
fn what_had_no_effect_has_none_while_it_waits_and_headers_alone_are_only_remembered() {
    let (school, _) = client();
    let head = state(&school.conn).unwrap().head;
    let lan = school.at(&school.lan);
    let void = Prepared::new(lan.seal(|_| {}, opened(&school).1, change(&mut automerge(&school.lan, 8)).0));
    place_at(&school.conn, &void, head + 1, ItemStatus::Void).unwrap();
    let mut khoi = school.at(&school.khoi);
    khoi.next.aseq = 4;
    khoi.next.aprev = void.id();
    let unread = khoi.seal(|_| {}, opened(&school).1, change(&mut automerge(&school.khoi, 1)).0);
    let header = unread.header_bytes().to_vec();
    let unread = protocol::Envelope::from_parts(header, unread.signature(), None).unwrap();
    place_at(&school.conn, &Prepared::new(unread.clone()), head + 2, ItemStatus::Withheld).unwrap();

    begin_life(&school.conn, &checkpoint(None)).unwrap();

    let kept = envelope(&school.conn, void.id()).unwrap().unwrap();
    assert_eq!((kept.seq, kept.status), (None, StoredStatus::Void));
    assert_eq!(envelope(&school.conn, unread.id()).unwrap(), None);
    let (held, known) = holdings(&school.conn).unwrap();
    assert!(!held.holds(khoi.key.device_key(), 4) && known.holds(khoi.key.device_key(), 4));
}

#[test]
fn what_may_be_sent_and_what_is_only_known_are_told_apart() {
    let (school, _) = client();
    let stranger = school.son.key.device_key();
    note_skipped(&school.conn, &[Skipped { author: stranger, from: 2, to: 5 }]).unwrap();

    let (held, known) = holdings(&school.conn).unwrap();

    assert_eq!(known, Vector::of([(stranger, 2, 5)]));
    assert!(held.within(&known).is_empty());
    assert_eq!(ledger::kept(&school.conn).unwrap(), held, "a log that is whole keeps what it may send");
}
