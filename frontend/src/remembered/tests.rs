use api::{KeysKept, Language, LockView, ProfileView, SessionView, Settings, Theme};
use domain::id::MemberId;

use super::{lost, note, without};

fn open(profile: &str, person: &str) -> SessionView {
    SessionView {
        profile: profile.to_owned(),
        member: MemberId::from_bytes([1; 16]),
        person: person.to_owned(),
        school: "THCS An Bình".to_owned(),
        department: String::new(),
        roles: Vec::new(),
        can_review: false,
        can_overview: false,
        can_register: false,
        settings: Settings { language: Language::Vi, theme: Theme::System },
        lock: LockView {
            pin: false,
            rest_minutes: 10,
            keys: KeysKept::InFile,
            encrypted: true,
            key_gone: false,
        },
    }
}

fn there(profile: &str) -> ProfileView {
    ProfileView { id: profile.to_owned(), person: String::new(), school: String::new(), open: false }
}

#[test]
fn a_book_that_was_here_and_is_not_any_more_is_missed() {
    let list = note(&note(&[], &open("a1", "Lan"), 0), &open("b2", "Khôi"), 3);
    assert!(lost(&list, &[there("a1"), there("b2")]).is_empty());

    let missed = lost(&list, &[there("a1")]);
    assert_eq!((missed.len(), missed[0].person.as_str(), missed[0].unsent), (1, "Khôi", 3));
}

#[test]
fn nothing_is_missed_where_nothing_was() {
    assert!(lost(&[], &[]).is_empty());
}

#[test]
fn what_was_not_sent_is_as_new_as_the_last_look() {
    let list = note(&note(&[], &open("a1", "Lan"), 5), &open("a1", "Lan"), 0);

    assert_eq!((list.len(), list[0].unsent), (1, 0));
}

#[test]
fn somebody_who_joined_again_misses_nothing() {
    let list = note(&note(&[], &open("a1", "Lan"), 5), &open("c3", "Lan"), 0);

    assert!(lost(&list, &[there("c3")]).is_empty());
}

#[test]
fn what_was_read_once_is_forgotten() {
    let list = note(&[], &open("a1", "Lan"), 0);

    assert!(without(&list, &lost(&list, &[])).is_empty());
}
