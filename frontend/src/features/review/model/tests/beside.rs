use domain::id::InitiativeId;

use super::super::{Beside, Place};

fn id(number: u8) -> InitiativeId {
    InitiativeId::from_bytes([number; 16])
}

#[test]
fn what_was_kept_longest_goes_first() {
    let mut beside = Beside::default();
    for number in 0..7 {
        beside.keep(id(number), number);
    }
    beside.keep(id(1), 100);

    assert_eq!((beside.get(id(0)), beside.ids().len()), (None, 6));
    assert_eq!(beside.get(id(1)), Some((100, Place::Known)));
}

#[test]
fn another_queue_keeps_the_words_and_forgets_the_places() {
    let mut beside = Beside::default();
    beside.keep(id(1), "bản");
    let before = beside.season();
    beside.forget_places();

    assert_eq!(beside.get(id(1)), Some(("bản", Place::Forgotten)));
    assert_ne!(beside.season(), before, "what is on its way has the old places");
}

#[test]
fn another_version_is_not_kept() {
    let mut beside = Beside::default();
    beside.keep(id(1), "bản");
    let before = beside.season();
    beside.forget_all();

    assert_eq!(beside.get(id(1)), None);
    assert_ne!(beside.season(), before, "what is on its way is the old version");
}
