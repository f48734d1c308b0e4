use super::{Key, get, remove, set};
use crate::tests::empty;

#[test]
fn a_setting_is_read_as_it_was_last_written() {
    let db = empty();
    set(&db, Key::Language, "vi").expect("saved");
    set(&db, Key::Language, "en").expect("saved");

    assert_eq!(get(&db, Key::Language).expect("read").as_deref(), Some("en"));
    remove(&db, Key::Language).expect("removed");
    assert_eq!(get(&db, Key::Language).expect("read"), None);
}

#[test]
fn names_of_keys_are_unique() {
    let mut names: Vec<_> = Key::ALL.iter().map(|key| key.name()).collect();
    names.sort_unstable();
    names.dedup();

    assert_eq!(names.len(), Key::ALL.len());
}
