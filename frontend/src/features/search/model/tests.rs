use api::{KeysKept, Language, LockView, SearchHit, SearchTarget, SessionView, Settings, Theme};
use domain::id::{InitiativeId, MemberId};
use rstest::rstest;

use super::{Group, lines, places, step};
use crate::i18n::Locale;

fn session() -> SessionView {
    SessionView {
        profile: "lan".to_owned(),
        member: MemberId::from_bytes([1; 16]),
        person: "Nguyễn Thị Lan".to_owned(),
        school: "Nguyễn Đức Cảnh".to_owned(),
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

#[rstest]
#[case::nothing_typed("", 5)]
#[case::without_accents("gui nhan", 1)]
#[case::a_place_that_is_not_hers("duyet", 0)]
fn places_are_found(#[case] words: &str, #[case] found: usize) {
    assert_eq!(places(Locale::vi, &session(), words).len(), found);
}

#[test]
fn initiatives_come_before_people() {
    let hit = |target| SearchHit { target, title: String::new(), excerpt: String::new() };
    let hits = [
        hit(SearchTarget::Member(MemberId::from_bytes([2; 16]))),
        hit(SearchTarget::Initiative(InitiativeId::from_bytes([3; 16]))),
    ];

    let groups: Vec<_> = lines(&hits).into_iter().map(|line| line.group).collect();

    assert_eq!(groups, [Group::Initiatives, Group::People]);
}

#[rstest]
#[case::down(0, 1, 3, 1)]
#[case::not_past_the_end(2, 1, 3, 2)]
#[case::not_before_the_start(0, -1, 3, 0)]
#[case::an_empty_list(0, 1, 0, 0)]
fn the_choice_stays_inside(#[case] from: usize, #[case] by: isize, #[case] length: usize, #[case] to: usize) {
    assert_eq!(step(from, by, length), to);
}
