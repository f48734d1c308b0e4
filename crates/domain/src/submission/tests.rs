use super::*;
use crate::node::Node;
use rstest::rstest;

const ONE: &str = "results/0000000000000001";
const QUANTITY: &str = "quantities/0000000000000001";
const AUTHORS: [&str; 3] = [
    "authors/000000000000000000000000000000a1",
    "authors/000000000000000000000000000000a2",
    "authors/000000000000000000000000000000a3",
];

fn movement() -> Movement {
    Movement::parse(crate::movement::builtin()[0].1).unwrap()
}

fn complete() -> Node {
    let mut tree = Node::default();
    for (path, text) in [
        ("title", "Thẻ lỗi sai"),
        ("period", "whole_year"),
        ("participant_kind", "teacher"),
        ("content_area", "teaching"),
        ("problem", "31/151 HS dưới trung bình"),
        ("solution", "thẻ lỗi sai"),
        ("beneficiaries", "151 HS khối 8"),
        ("scope", "school"),
        ("plan/2026-09", "soạn thẻ"),
    ] {
        tree.put(path, text.into());
    }
    tree.put("tasks/chat-luong", Node::Flag(true));
    tree.put(&format!("{}/share", AUTHORS[0]), Node::Integer(100));
    for (field, text) in [("what", "thẻ"), ("planned", "60"), ("unit", "thẻ")] {
        tree.put(&format!("{QUANTITY}/{field}"), text.into());
    }
    for (field, text) in [
        ("label", "HS dưới TB"),
        ("quantity_kind", "ratio"),
        ("direction", "lower"),
        ("unit", "HS"),
        ("how_measured", "bảng điểm"),
        ("baseline", "31"),
        ("baseline_whole", "151"),
        ("target", "15"),
    ] {
        tree.put(&format!("{ONE}/{field}"), text.into());
    }
    tree
}

fn gaps(tree: &Node, part: Part) -> Vec<(String, MissingReason)> {
    let missing = missing(&Initiative::read(tree), part, &movement());
    missing.into_iter().map(|missing| (missing.path, missing.reason)).collect()
}

#[test]
fn a_complete_registration_may_be_handed_in() {
    assert_eq!(gaps(&complete(), Part::Registration), []);
    assert_eq!(warnings(&Initiative::read(&complete()), &movement()), []);
}

#[rstest]
#[case::no_title("title", "title", MissingReason::Empty)]
#[case::blank_problem("problem", "problem", MissingReason::Empty)]
#[case::no_task("tasks", "tasks", MissingReason::NeedsEntry)]
#[case::no_author("authors", "authors", MissingReason::NeedsEntry)]
#[case::no_quantity("quantities", "quantities", MissingReason::NeedsEntry)]
#[case::no_result("results", "results", MissingReason::NeedsEntry)]
#[case::no_target("results/0000000000000001/target", "results/0000000000000001/target", MissingReason::Empty)]
#[case::no_baseline(
    "results/0000000000000001/baseline",
    "results/0000000000000001/baseline",
    MissingReason::Empty
)]
#[case::ratio_without_whole(
    "results/0000000000000001/baseline_whole",
    "results/0000000000000001/baseline_whole",
    MissingReason::Empty
)]
fn what_is_missing_is_named(#[case] removed: &str, #[case] path: &str, #[case] reason: MissingReason) {
    let mut tree = complete();
    tree.put(removed, Node::Null);

    assert!(gaps(&tree, Part::Registration).contains(&(path.to_owned(), reason)));
}

#[test]
fn an_area_of_another_movement_is_unknown() {
    let mut tree = complete();
    tree.put("content_area", "sports".into());

    assert_eq!(gaps(&tree, Part::Registration), [("content_area".to_owned(), MissingReason::UnknownChoice)]);
}

#[test]
fn pupils_need_a_sponsor() {
    let mut tree = complete();
    tree.put("participant_kind", "pupil".into());
    let expected = [
        ("sponsor".to_owned(), MissingReason::NeedsSponsor),
        ("pupils".to_owned(), MissingReason::NeedsEntry),
    ];

    assert_eq!(gaps(&tree, Part::Registration), expected);
}

#[test]
fn w_6_a_result_without_unit_keeps_the_dossier_back_and_warns() {
    let mut tree = complete();
    tree.put(&format!("{ONE}/actual"), "14".into());
    tree.put("evidence/0000000000000001/supports/results:0000000000000001", Node::Flag(true));
    assert_eq!(gaps(&tree, Part::Dossier), []);

    tree.put(&format!("{ONE}/unit"), Node::Null);
    assert_eq!(gaps(&tree, Part::Dossier), [(format!("{ONE}/unit"), MissingReason::NotQuantified)]);
    assert_eq!(gaps(&tree, Part::Registration), []);
    let expected = Warning { path: format!("{ONE}/unit"), kind: WarningKind::NotQuantified };
    assert_eq!(warnings(&Initiative::read(&tree), &movement()), [expected]);
}

#[rstest]
#[case::w_7(&[60, 25, 15], &[WarningKind::ShareUnderMinimum, WarningKind::ShareUnderMinimum])]
#[case::whole(&[60, 40], &[])]
#[case::not_whole(&[60, 30], &[WarningKind::SharesNotWhole])]
#[case::alone(&[50], &[])]
fn shares_are_judged(#[case] shares: &[i64], #[case] expected: &[WarningKind]) {
    let mut tree = complete();
    for (author, share) in AUTHORS.iter().zip(shares) {
        tree.put(&format!("{author}/share"), Node::Integer(*share));
    }
    let kinds: Vec<WarningKind> =
        warnings(&Initiative::read(&tree), &movement()).into_iter().map(|warning| warning.kind).collect();

    assert_eq!(kinds, expected);
}

#[rstest]
#[case::wrong_side("target", "41", WarningKind::TargetOnWrongSide)]
#[case::more_than_all("baseline", "152", WarningKind::PartAboveWhole)]
fn doubtful_numbers_warn(#[case] field: &str, #[case] value: &str, #[case] expected: WarningKind) {
    let mut tree = complete();
    tree.put(&format!("{ONE}/{field}"), value.into());
    let found = warnings(&Initiative::read(&tree), &movement());

    assert_eq!(found.into_iter().map(|warning| warning.kind).collect::<Vec<_>>(), [expected]);
}
