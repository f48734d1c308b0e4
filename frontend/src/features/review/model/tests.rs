use api::{DifferenceView, Piece, PieceKind};
use domain::decimal::Decimal;
use domain::record::RemarkTarget;
use rstest::rstest;

use super::{
    Command, Deadline, DifferenceKind, Focus, MeetingCount, MeetingError, RemarkDraft, Stroke, Titles,
    by_weight, command, difference_at, difference_kind, differences_within, meeting_count, spoken, step,
};
use crate::i18n::Locale;

mod beside;
mod queue;

#[rstest]
#[case::over(Some(-2), Deadline::Over(2))]
#[case::the_last_day(Some(0), Deadline::Today)]
#[case::left(Some(3), Deadline::Left(3))]
#[case::no_date(None, Deadline::None)]
fn days_left_become_a_deadline(#[case] days: Option<i32>, #[case] expected: Deadline) {
    assert_eq!(Deadline::of(days), expected);
}

fn stroke(key: &str, focus: Focus) -> Stroke<'_> {
    Stroke { key, control: false, alt: false, focus }
}

#[rstest]
#[case::j_is_next("j", Focus::Elsewhere, Some(Command::Next))]
#[case::right_is_next("ArrowRight", Focus::Elsewhere, Some(Command::Next))]
#[case::capital_k_is_previous("K", Focus::Elsewhere, Some(Command::Previous))]
#[case::a_approves("a", Focus::Elsewhere, Some(Command::Approve))]
#[case::r_returns("r", Focus::Elsewhere, Some(Command::Return))]
#[case::letters_are_letters_while_typing("a", Focus::Typing, None)]
#[case::arrows_belong_to_a_choice("ArrowRight", Focus::Choosing, None)]
#[case::escape_always_leaves("Escape", Focus::Typing, Some(Command::Leave))]
#[case::other_keys_do_nothing("x", Focus::Elsewhere, None)]
fn a_key_is_read_by_where_the_focus_is(
    #[case] key: &str,
    #[case] focus: Focus,
    #[case] expected: Option<Command>,
) {
    assert_eq!(command(stroke(key, focus)), expected);
}

#[test]
fn control_enter_returns_while_typing_and_control_a_selects_all() {
    let held = |key, focus| Stroke { control: true, ..stroke(key, focus) };

    assert_eq!(command(held("Enter", Focus::Typing)), Some(Command::Return));
    assert_eq!(command(held("a", Focus::Elsewhere)), None);
}

#[test]
fn alt_and_an_arrow_stay_with_the_browser() {
    assert_eq!(command(Stroke { alt: true, ..stroke("ArrowLeft", Focus::Elsewhere) }), None);
}

#[rstest]
#[case::the_first_press_takes_the_first("j", None, 3, Some(0))]
#[case::down("ArrowDown", Some(0), 3, Some(1))]
#[case::the_end_stays_the_end("j", Some(2), 3, Some(2))]
#[case::up_from_the_top_stays("k", Some(0), 3, Some(0))]
#[case::an_empty_list_goes_nowhere("j", None, 0, None)]
#[case::home("Home", Some(2), 3, Some(0))]
#[case::a_letter_goes_nowhere("x", Some(1), 3, None)]
fn keys_walk_a_list(
    #[case] key: &str,
    #[case] place: Option<usize>,
    #[case] length: usize,
    #[case] to: Option<usize>,
) {
    assert_eq!(step(key, place, length), to);
}

fn change(path: &str, material: bool, pieces: &[(PieceKind, &str)]) -> DifferenceView {
    let pieces = pieces.iter().map(|(kind, text)| Piece { kind: *kind, text: (*text).to_owned() }).collect();
    DifferenceView { path: path.to_owned(), entry: String::new(), pieces, material }
}

#[test]
fn differences_are_found_by_field_and_below_an_entry() {
    let changes = [
        change("results/01/actual", true, &[(PieceKind::Removed, "14"), (PieceKind::Added, "12")]),
        change("results/01/actual_on", true, &[]),
        change("results/011/unit", true, &[]),
    ];

    assert!(difference_at(&changes, "results/01/actual").is_some());
    assert_eq!(differences_within(&changes, "results/01").len(), 2);
    assert_eq!(differences_within(&changes, "results/01/actual").len(), 1);
}

#[rstest]
#[case::put_in(&[(PieceKind::Added, "mới")], DifferenceKind::Added)]
#[case::taken_out(&[(PieceKind::Removed, "cũ")], DifferenceKind::Removed)]
#[case::replaced(&[(PieceKind::Removed, "cũ"), (PieceKind::Added, "mới")], DifferenceKind::Changed)]
#[case::an_empty_piece_is_no_piece(&[(PieceKind::Removed, " "), (PieceKind::Added, "mới")], DifferenceKind::Added)]
fn a_difference_has_a_word(#[case] pieces: &[(PieceKind, &str)], #[case] kind: DifferenceKind) {
    assert_eq!(difference_kind(&change("title", false, pieces)), kind);
}

#[test]
fn editorial_differences_are_listed_apart() {
    let (material, editorial) = by_weight(&[change("title", false, &[]), change("problem", true, &[])]);

    assert_eq!((material[0].path.as_str(), editorial[0].path.as_str()), ("problem", "title"));
}

#[test]
fn a_title_that_was_registered_for_is_said_by_its_name() {
    let titles: Titles = [("ldtt".to_owned(), "Lao động tiên tiến".to_owned())].into();
    let path = "authors/0a1b2c3d4e5f60710a1b2c3d4e5f6071/titles/ldtt";

    assert_eq!(spoken(Locale::vi, &titles, path, "✓"), "Lao động tiên tiến");
}

#[test]
fn a_remark_points_at_the_whole_until_something_is_chosen() {
    let mut draft = RemarkDraft::default();
    assert_eq!(draft.named_targets(), vec![RemarkTarget::Whole]);

    draft.point_at(RemarkTarget::Field("problem".into()));
    draft.point_at(RemarkTarget::Field("problem".into()));
    assert_eq!(draft.named_targets(), vec![RemarkTarget::Field("problem".into())]);

    draft.leave_out(&RemarkTarget::Field("problem".into()));
    assert_eq!(draft.named_targets(), vec![RemarkTarget::Whole]);
}

#[test]
fn blanks_are_no_words() {
    let draft = RemarkDraft { text: " \n".into(), targets: Vec::new() };

    assert!(!draft.has_words());
}

#[rstest]
#[case::a_quorum([7, 6, 5], Ok(MeetingCount { members: 7, present: 6, in_favour: 5 }))]
#[case::more_in_favour_than_present([7, 5, 6], Err(MeetingError::Impossible))]
#[case::more_present_than_there_are([7, 8, 5], Err(MeetingError::Impossible))]
#[case::nobody_in_favour([7, 7, 0], Err(MeetingError::Impossible))]
fn a_meeting_is_counted(#[case] counts: [u32; 3], #[case] expected: Result<MeetingCount, MeetingError>) {
    assert_eq!(meeting_count(counts.map(|count| Some(Decimal::from(count)))), expected);
}

#[test]
fn a_missing_or_broken_number_is_no_count() {
    let half: Decimal = "0.5".parse().expect("a number");

    assert_eq!(meeting_count([Some(7.into()), None, Some(5.into())]), Err(MeetingError::Missing));
    assert_eq!(meeting_count([Some(7.into()), Some(half), Some(5.into())]), Err(MeetingError::Missing));
}
