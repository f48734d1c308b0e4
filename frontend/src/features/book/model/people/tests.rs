use api::AuthorView;
use domain::id::MemberId;
use domain::role::ParticipantKind;
use rstest::rstest;

use super::{shows_authors, shows_pupils};

fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn author(number: u8, titles: &[&str]) -> AuthorView {
    AuthorView {
        member: member(number),
        name: "Hoàng Văn Dũng".to_owned(),
        department: "KHTN".to_owned(),
        position: "Giáo viên".to_owned(),
        share: Some(100),
        titles: titles.iter().map(|title| (*title).to_owned()).collect(),
    }
}

#[rstest]
#[case::the_kind_asks(Some(ParticipantKind::Pupil), 0, None, true)]
#[case::a_teacher_works_alone(Some(ParticipantKind::Teacher), 0, None, false)]
#[case::the_kind_was_changed_later(Some(ParticipantKind::Teacher), 2, None, true)]
#[case::only_a_sponsor_is_left(None, 0, Some(member(1)), true)]
fn pupils_are_shown_where_they_are_asked_for_or_written(
    #[case] kind: Option<ParticipantKind>,
    #[case] pupils: usize,
    #[case] sponsor: Option<MemberId>,
    #[case] shown: bool,
) {
    assert_eq!(shows_pupils(kind, pupils, sponsor), shown);
}

#[rstest]
#[case::a_teacher(Some(ParticipantKind::Teacher), vec![author(1, &[])], None, true)]
#[case::no_kind_yet(None, vec![author(1, &[])], None, true)]
#[case::the_sponsor_wrote_it(Some(ParticipantKind::Pupil), vec![author(1, &[])], Some(member(1)), false)]
#[case::no_sponsor_yet(Some(ParticipantKind::Pupil), vec![author(1, &[])], None, false)]
#[case::another_wrote_it(Some(ParticipantKind::Pupil), vec![author(1, &[])], Some(member(2)), true)]
#[case::two_wrote_it(Some(ParticipantKind::Pupil), vec![author(1, &[]), author(2, &[])], None, true)]
#[case::a_title_is_wanted(
    Some(ParticipantKind::Pupil),
    vec![author(1, &["ldtt"])],
    Some(member(1)),
    true
)]
fn authors_of_pupils_work_are_shown_where_there_is_more_than_the_sponsor(
    #[case] kind: Option<ParticipantKind>,
    #[case] authors: Vec<AuthorView>,
    #[case] sponsor: Option<MemberId>,
    #[case] shown: bool,
) {
    assert_eq!(shows_authors(kind, &authors, sponsor), shown);
}
