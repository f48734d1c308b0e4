use domain::date::Moment;
use protocol::{DocId, EnvId};

use super::{Refused, newest, note, remove, said_again, waiting};
use crate::tests::empty;

fn refused(id: u8, at: i64) -> Refused {
    Refused {
        env: EnvId::from_bytes([id; 32]),
        doc: DocId::from_bytes([1; 16]),
        code: "role_not_held".to_owned(),
        at: Moment::from_millis(at),
        wire: Some(vec![1, 2]),
        again: None,
    }
}

#[test]
fn refusals_come_newest_first_up_to_the_limit() {
    let db = empty();
    for (id, at) in [(1, 10), (2, 30), (3, 20)] {
        note(&db, &refused(id, at)).expect("noted");
    }

    assert_eq!(newest(&db, 2).expect("read"), [refused(2, 30), refused(3, 20)]);
}

#[test]
fn a_second_refusal_does_not_lose_the_envelope() {
    let db = empty();
    note(&db, &refused(1, 10)).expect("noted");
    note(&db, &Refused { wire: None, code: "control_conflict".to_owned(), ..refused(1, 20) }).expect("noted");

    let now = newest(&db, 9).expect("read").remove(0);
    assert_eq!((now.code.as_str(), now.wire), ("control_conflict", Some(vec![1, 2])));
    remove(&db, now.env).expect("forgotten");
    assert!(newest(&db, 9).expect("read").is_empty());
}

#[test]
fn what_was_said_again_waits_no_longer_and_is_no_refusal() {
    let db = empty();
    for id in [1, 2] {
        note(&db, &refused(id, 10)).expect("noted");
    }
    said_again(&db, refused(1, 10).env, refused(3, 10).env).expect("noted");

    assert_eq!(waiting(&db, 1).expect("read"), [refused(2, 10)]);
    assert_eq!(newest(&db, 9).expect("read"), [refused(2, 10)]);
    said_again(&db, refused(2, 10).env, refused(2, 10).env).expect("nothing is left to say");
    assert!(waiting(&db, 1).expect("read").is_empty());
    assert_eq!(newest(&db, 9).expect("read").len(), 1, "it is still to be seen");
}

#[test]
fn what_is_refused_again_and_again_waits_in_a_later_round() {
    let db = empty();
    note(&db, &refused(1, 10)).expect("noted");
    for id in 1..3 {
        said_again(&db, refused(id, 10).env, refused(id + 1, 10).env).expect("noted");
        note(&db, &refused(id + 1, 10)).expect("it was refused as well");
    }

    assert_eq!(waiting(&db, 3).expect("read"), [refused(3, 10)], "in its third round");
    assert!(waiting(&db, 2).expect("read").is_empty());
}
