use super::*;

#[test]
fn a_path_leads_into_the_tree() {
    let mut tree = Node::default();
    tree.put("results/00/unit", "HS".into());

    assert_eq!(tree.at("results/00/unit").and_then(Node::text), Some("HS"));
    assert_eq!(tree.at("results/00/unit/more"), None);
    assert_eq!(tree.at("results/01"), None);
}

#[test]
fn empty_texts_and_maps_of_them_are_blank() {
    let mut tree = Node::default();
    tree.put("results/00/unit", "  ".into());

    assert!(tree.is_blank());

    tree.put("results/00/order", Node::Integer(0));

    assert!(!tree.is_blank());
}
