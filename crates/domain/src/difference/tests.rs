use super::*;
use rstest::rstest;

const ONE: &str = "0000000000000001";

fn document() -> Node {
    let mut tree = Node::default();
    tree.put("title", "Thẻ lỗi sai".into());
    tree.put("problem", "31 HS dưới trung bình".into());
    tree.put("campaigns/dan-chu", Node::Flag(true));
    tree.put(&format!("results/{ONE}/label"), "HS dưới TB".into());
    tree.put(&format!("results/{ONE}/actual"), "14".into());
    tree.put(&format!("results/{ONE}/order"), Node::Integer(0));
    tree
}

fn changed(path: &str, node: Node) -> Vec<Difference> {
    let (before, mut after) = (document(), document());
    after.put(path, node);
    differences(&before, &after)
}

#[rstest]
#[case::a_title_is_editorial("title", "Thẻ lỗi".into(), Class::Editorial, true)]
#[case::a_problem_is_material("problem", "30 HS".into(), Class::Material, true)]
#[case::an_actual_value_is_of_the_dossier("results/0000000000000001/actual", "12".into(), Class::Material, false)]
#[case::a_campaign_is_editorial("campaigns/dan-chu", Node::Flag(false), Class::Editorial, true)]
#[case::emptied("problem", "".into(), Class::Material, true)]
fn one_change_is_one_difference(
    #[case] path: &str,
    #[case] node: Node,
    #[case] class: Class,
    #[case] in_registration: bool,
) {
    let found = changed(path, node);

    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].path.as_str(), found[0].class), (path, class));
    assert_eq!(found[0].in_registration, in_registration);
}

#[rstest]
#[case::another_place_in_the_list("results/0000000000000001/order", Node::Integer(3))]
#[case::the_same_number_written_otherwise("results/0000000000000001/actual", "14.0".into())]
#[case::an_element_that_was_never_on("tasks/chat-luong", Node::Flag(false))]
#[case::a_blank_text("beneficiaries", " ".into())]
#[case::an_unknown_field("colour", "red".into())]
fn these_are_no_differences(#[case] path: &str, #[case] node: Node) {
    assert_eq!(changed(path, node), []);
}

#[test]
fn a_new_entry_is_one_difference_with_its_fields() {
    let (before, mut after) = (document(), document());
    after.put("quantities/0000000000000009/what", "thẻ".into());
    after.put("quantities/0000000000000009/planned", "60".into());
    after.put("quantities/0000000000000009/order", Node::Integer(0));
    let found = differences(&before, &after);

    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kind, DifferenceKind::Added);
    let Some(Shown::Entry(fields)) = &found[0].after else { panic!("{found:?}") };
    assert_eq!(fields[0], ShownField { field: "what".to_owned(), value: Shown::Text("thẻ".to_owned()) });
    assert_eq!(fields[1], ShownField { field: "planned".to_owned(), value: Shown::Number(60.into()) });
    assert_eq!(fields.len(), 2);

    assert_eq!(differences(&after, &before)[0].kind, DifferenceKind::Removed);
}

#[test]
fn changes_are_counted_for_each_part() {
    let (before, mut after) = (document(), document());
    after.put(&format!("results/{ONE}/actual"), "12".into());
    after.put(&format!("results/{ONE}/label"), "HS yếu".into());
    after.put("title", "Thẻ".into());
    let found = differences(&before, &after);

    assert_eq!(Changes::count(&found, Part::Registration), Changes { material: 1, editorial: 1 });
    assert_eq!(Changes::count(&found, Part::Dossier), Changes { material: 2, editorial: 1 });
}

#[test]
fn differences_of_one_entry_stand_together_in_the_order_of_the_sheet() {
    let (before, mut after) = (document(), document());
    after.put("results/0000000000000002/label", "mới".into());
    after.put(&format!("results/{ONE}/actual"), "12".into());
    after.put(&format!("results/{ONE}/label"), "HS yếu".into());
    after.put("problem", "x".into());
    let paths: Vec<String> = differences(&before, &after).into_iter().map(|found| found.path).collect();

    let expected = [
        "problem",
        "results/0000000000000001/label",
        "results/0000000000000001/actual",
        "results/0000000000000002",
    ];
    assert_eq!(paths, expected);
}
