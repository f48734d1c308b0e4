use super::{anchor, anchors, bar, next_order};

#[test]
fn a_field_is_found_by_its_own_name_first() {
    assert_eq!(anchor("results/00a1/how_measured"), "f-results-00a1-how-measured");
    assert_eq!(anchors("results/00a1/unit"), ["f-results-00a1-unit", "f-results-00a1", "f-results"]);
    assert_eq!(anchors("title"), ["f-title"]);
}

#[test]
fn a_bar_has_two_ends() {
    assert_eq!(bar(None), 0);
    assert_eq!(bar(Some(-112)), 0);
    assert_eq!(bar(Some(1_063)), 1_000);
    assert_eq!(bar(Some(562)), 562);
}

#[test]
fn a_new_entry_stands_last() {
    assert_eq!(next_order(0, 0), 1);
    assert_eq!(next_order(3, 7), 8);
}
