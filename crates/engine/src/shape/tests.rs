use domain::sheet::{FIELDS, FieldKind, Value};
use rstest::rstest;

use super::Shape;

const ENTRY: &str = "00000000000000a1";

#[test]
fn every_row_of_the_sheet_is_found_by_a_path() {
    for field in FIELDS {
        let path = field.pattern.replace('*', ENTRY);

        assert_eq!(Shape::Initiative.field_of(&path).map(|row| row.pattern), Some(field.pattern));
    }
}

#[rstest]
#[case::field_of_a_result("results/00000000000000a1/unit", Some("results/00000000000000a1"))]
#[case::set_in_an_author("authors/00000000000000a1/titles/ldtt", Some("authors/00000000000000a1"))]
#[case::the_entry_itself("results/00000000000000a1", None)]
#[case::element_of_a_set("campaigns/dan-chu", None)]
#[case::keyed_text("plan/2026-09", None)]
#[case::single_field("title", None)]
fn a_field_knows_its_entry(#[case] path: &str, #[case] entry: Option<&str>) {
    let field = Shape::Initiative.field_of(path).expect("the sheet has it");

    assert_eq!(Shape::Initiative.entry_of(field, path), entry);
}

#[rstest]
#[case::no_field("status")]
#[case::a_pattern_is_no_path("results/*/unit")]
#[case::empty_key("results//unit")]
#[case::too_deep("title/a/b/c/d")]
fn other_paths_have_no_row(#[case] path: &str) {
    assert!(Shape::Initiative.field_of(path).is_none());
}

#[test]
fn a_school_year_brings_the_texts_of_its_months() {
    let companions = Shape::Initiative.companions("school_year", &Value::Text("2026-2027".into()));

    assert_eq!((companions.len(), companions[1].as_str()), (12, "plan/2026-09"));
}

#[rstest]
#[case::department("departments/00000000000000a1/name", Value::Text(" Tổ Toán ".into()), true)]
#[case::no_member_id("members/Lan", Value::Flag(true), false)]
#[case::no_blob("staff_list", Value::Text("abc".into()), false)]
#[case::order_below_zero("departments/00000000000000a1/order", Value::Integer(-1), false)]
#[case::flag_for_a_name("school", Value::Flag(true), false)]
fn the_school_s_document_checks_its_fields(#[case] path: &str, #[case] value: Value, #[case] good: bool) {
    assert_eq!(Shape::People.check(path, &value).is_ok(), good);
}

#[test]
fn rows_of_lists_have_an_entry_row() {
    for field in FIELDS.iter().filter(|field| field.pattern.contains("/*/")) {
        let path = field.pattern.replace('*', ENTRY);
        let entry = Shape::Initiative.entry_of(field, &path).expect("inner fields belong to an entry");

        assert_eq!(Shape::Initiative.field_of(entry).map(|row| row.kind), Some(FieldKind::Entry));
    }
}
