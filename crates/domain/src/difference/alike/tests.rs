use super::*;
use rstest::rstest;

const LAN: &str = "000000000000000000000000000000b1";
const BACH: &str = "000000000000000000000000000000b2";
const MINH: &str = "000000000000000000000000000000b3";

/// A registration of somebody's, whose entries have ids of their own.
fn sheet(author: &str, card: &str, result: &str) -> Node {
    let mut tree = Node::default();
    tree.put("title", "Thẻ lỗi sai".into());
    tree.put("problem", "31 HS dưới trung bình".into());
    tree.put("campaigns/dan-chu", Node::Flag(true));
    tree.put("plan/2026-10", "làm thẻ".into());
    tree.put(&format!("authors/{author}/share"), Node::Integer(100));
    tree.put(&format!("quantities/{card}/what"), "thẻ".into());
    tree.put(&format!("quantities/{card}/planned"), "60".into());
    tree.put(&format!("results/{result}/label"), "HS dưới TB".into());
    tree.put(&format!("results/{result}/target"), "15".into());
    tree
}

fn of_lan() -> Node {
    sheet(LAN, "00000000000000a1", "00000000000000a2")
}

/// Their ids are in the other order.
fn of_bach() -> Node {
    sheet(BACH, "00000000000000c9", "00000000000000c1")
}

fn with(mut tree: Node, path: &str, node: Node) -> Node {
    tree.put(path, node);
    tree
}

#[rstest]
#[case::another_author_and_other_ids("title", "Thẻ lỗi sai".into(), true)]
#[case::another_title("title", "Thẻ sửa lỗi".into(), true)]
#[case::the_same_number_written_otherwise("quantities/00000000000000c9/planned", "60.0".into(), true)]
#[case::another_place_in_the_list("quantities/00000000000000c9/order", Node::Integer(4), true)]
#[case::a_month_that_is_logged("log/00000000000000d1/work_done", "24 thẻ".into(), true)]
#[case::another_planned_quantity("quantities/00000000000000c9/planned", "61".into(), false)]
#[case::the_same_quantity_twice("quantities/00000000000000ca", of_bach().at("quantities/00000000000000c9").cloned().unwrap_or_default(), false)]
#[case::another_problem("problem", "30 HS dưới trung bình".into(), false)]
#[case::a_field_that_was_empty("beneficiaries", "khối 8".into(), false)]
#[case::another_plan_for_a_month("plan/2026-10", "in thẻ".into(), false)]
#[case::another_campaign("campaigns/ky-cuong", Node::Flag(true), false)]
#[case::another_share("authors/000000000000000000000000000000b2/share", Node::Integer(60), false)]
#[case::one_author_more("authors/000000000000000000000000000000b3/share", Node::Integer(40), false)]
#[case::a_title_to_register_for(
    "authors/000000000000000000000000000000b2/titles/cstd",
    Node::Flag(true),
    false
)]
#[case::a_sponsor("sponsor", MINH.into(), false)]
#[case::a_file("evidence/00000000000000e1/blob", "ab".into(), false)]
fn first_registrations_are_identical(#[case] path: &str, #[case] node: Node, #[case] expected: bool) {
    let (one, other) = (of_lan(), with(of_bach(), path, node));
    let decided = |tree: &Node| to_decide(None, tree, Part::Registration);

    assert_eq!(decided(&one) == decided(&other), expected, "{:#?}\n{:#?}", decided(&one), decided(&other));
}

/// Two sheets that have little in common, and the same second quantity.
fn apart() -> (Node, Node) {
    let other = with(of_bach(), "problem", "Thiếu tranh ảnh".into());
    let other = with(other, "results/00000000000000c1/label", "HS hứng thú".into());
    let two = |tree: Node, entry: &str| {
        let tree = with(tree, &format!("quantities/{entry}/what"), "phiếu".into());
        with(tree, &format!("quantities/{entry}/planned"), "60".into())
    };
    (two(of_lan(), "00000000000000a8"), two(other, "00000000000000c8"))
}

#[rstest]
#[case::the_same_number("quantities/00000000000000c9/planned", "80".into(), true)]
#[case::another_number("quantities/00000000000000c9/planned", "81".into(), false)]
#[case::the_number_of_another_quantity("quantities/00000000000000c8/planned", "80".into(), false)]
#[case::a_number_of_a_result("results/00000000000000c1/target", "80".into(), false)]
#[case::a_removed_number("quantities/00000000000000c9/planned", Node::Null, false)]
fn a_change_is_identical_to_80_cards(#[case] path: &str, #[case] node: Node, #[case] expected: bool) {
    let (one, other) = apart();
    let mine = with(one.clone(), "quantities/00000000000000a1/planned", "80".into());
    let theirs = with(other.clone(), path, node);

    assert_eq!(changed(&one, &mine) == changed(&other, &theirs), expected);
}

#[rstest]
#[case::words_of_a_new_entry(
    "quantities/00000000000000aa/what",
    "quantities/00000000000000cc/what",
    "vở",
    true
)]
#[case::another_field("problem", "solution", "Ít thẻ", false)]
#[case::the_same_words_instead_of_others("problem", "problem", "Ít thẻ", false)]
#[case::the_same_colleague(
    "authors/000000000000000000000000000000b3/share",
    "authors/000000000000000000000000000000b3/share",
    "40",
    true
)]
#[case::different_colleagues(
    "authors/000000000000000000000000000000b2/share",
    "authors/000000000000000000000000000000b1/share",
    "40",
    false
)]
#[case::nothing_material("title", "planned_evidence", "Ảnh", true)]
fn two_changes_are_identical(
    #[case] mine: &str,
    #[case] theirs: &str,
    #[case] value: &str,
    #[case] expected: bool,
) {
    let (one, other) = apart();
    let (my, their) = (with(one.clone(), mine, value.into()), with(other.clone(), theirs, value.into()));

    assert_eq!(changed(&one, &my) == changed(&other, &their), expected);
}

fn changed(before: &Node, now: &Node) -> Vec<String> {
    to_decide(Some(before), now, Part::Registration)
}
