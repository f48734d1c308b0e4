use super::*;
use crate::node::Node;
use crate::result::{Direction, QuantityKind};
use crate::role::Role;
use crate::sheet::{FIELDS, FieldKind};
use proptest::prelude::*;

const ONE: &str = "0000000000000001";
const TWO: &str = "0000000000000002";
const LAN: &str = "000000000000000000000000000000b1";

fn document() -> Node {
    let mut tree = Node::default();
    let mut put = |path: &str, node: Node| tree.put(path, node);
    put("title", " “Thẻ lỗi sai” trong Toán 8 ".into());
    put("period", "whole_year".into());
    put("content_area", "teaching".into());
    put("campaigns/dan-chu", Node::Flag(true));
    put("campaigns/off", Node::Flag(false));
    put(&format!("authors/{LAN}/share"), Node::Integer(100));
    put(&format!("results/{ONE}/label"), "HS dưới TB".into());
    put(&format!("results/{ONE}/order"), Node::Integer(2));
    put(&format!("results/{TWO}/quantity_kind"), "ratio".into());
    put(&format!("results/{TWO}/actual"), "14".into());
    put(&format!("results/{TWO}/baseline_whole"), Node::Integer(151));
    put(&format!("results/{TWO}/order"), Node::Integer(1));
    put(&format!("log/{ONE}/month"), "2027-01".into());
    put(&format!("log/{ONE}/quantities/{ONE}"), "8".into());
    put(&format!("log/{TWO}/month"), "2026-10".into());
    put(&format!("log/{TWO}/quantities/{ONE}"), "12.5".into());
    tree
}

#[test]
fn a_document_is_read_in_order() {
    let initiative = Initiative::read(&document());

    assert_eq!(initiative.title, "“Thẻ lỗi sai” trong Toán 8");
    assert_eq!(initiative.results.iter().map(|result| result.order).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(initiative.log[0].month.unwrap().to_string(), "2026-10");
    assert_eq!(initiative.campaigns.into_iter().collect::<Vec<_>>(), ["dan-chu"]);
    assert_eq!(initiative.authors[0].share, Some(100));
}

#[test]
fn months_of_the_log_add_up() {
    let initiative = Initiative::read(&document());

    assert_eq!(initiative.done(ONE.parse().unwrap()), "20.5".parse().ok());
    assert_eq!(initiative.done(TWO.parse().unwrap()), None);
    assert_eq!(initiative.logged_months().len(), 2);
}

#[test]
fn the_actual_ratio_takes_the_whole_of_its_baseline() {
    let initiative = Initiative::read(&document());
    let actual = initiative.results[0].actual().unwrap();

    assert_eq!((actual.value, actual.whole), (14.into(), Some(151.into())));
    assert_eq!(initiative.results[0].baseline(), None);
}

#[test]
fn malformed_parts_are_skipped() {
    let mut tree = document();
    tree.put("results/not-an-id/label", "x".into());
    tree.put("log", Node::List(vec![Node::Null]));
    tree.put("period", "semester_iii".into());
    tree.put("authors", Node::Text("Lan".to_owned()));
    let initiative = Initiative::read(&tree);

    assert_eq!((initiative.results.len(), initiative.log.len()), (2, 0));
    assert_eq!((initiative.period, initiative.authors.len()), (None, 0));
}

#[test]
fn the_choices_of_the_field_table_are_the_names_of_the_types() {
    let names =
        |pattern: &str| match FIELDS.iter().find(|field| field.pattern == pattern).map(|field| field.kind) {
            Some(FieldKind::Choice(choices)) => choices.to_vec(),
            other => panic!("{pattern} is {other:?}"),
        };

    assert_eq!(names("scope"), Scope::ALL.iter().map(|item| item.name()).collect::<Vec<_>>());
    assert_eq!(
        names("evidence/*/kind"),
        EvidenceKind::ALL.iter().map(|item| item.name()).collect::<Vec<_>>()
    );
    assert_eq!(names("log/*/progress"), Progress::ALL.iter().map(|item| item.name()).collect::<Vec<_>>());
    assert_eq!(
        names("difficulties/*/level"),
        DifficultyLevel::ALL.iter().map(|item| item.name()).collect::<Vec<_>>()
    );
    assert_eq!(
        names("results/*/direction"),
        Direction::ALL.iter().map(|item| item.name()).collect::<Vec<_>>()
    );
    assert_eq!(
        names("results/*/quantity_kind"),
        QuantityKind::ALL.iter().map(|item| item.name()).collect::<Vec<_>>()
    );
    assert_eq!(
        names("participant_kind"),
        ParticipantKind::ALL.iter().map(|item| item.name()).collect::<Vec<_>>()
    );
    assert_eq!(names("period"), Period::ALL.iter().map(|item| item.name()).collect::<Vec<_>>());
    assert!(names("difficulties/*/addressed_to").iter().all(|name| Role::from_name(name).is_some()));
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::Flag),
        any::<i64>().prop_map(Node::Integer),
        "\\PC{0,12}".prop_map(Node::Text),
        "[0-9.-]{0,14}".prop_map(Node::Text),
    ];
    let key = prop_oneof![
        "title|authors|results|log|evidence|plan|order|month|supports|quantities|actual|titles",
        "[0-9a-f]{16}",
        "[0-9a-f]{32}"
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::btree_map(key.clone(), inner.clone(), 0..8).prop_map(Node::Map),
            prop::collection::vec(inner, 0..4).prop_map(Node::List),
        ]
    })
}

proptest! {
    #[test]
    fn every_tree_can_be_read(tree in any_node()) {
        let initiative = Initiative::read(&tree);
        let _ = initiative.results.iter().map(crate::result::figures).count();
    }
}
