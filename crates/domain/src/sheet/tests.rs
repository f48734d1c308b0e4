use super::*;
use rstest::rstest;

const ENTRY: &str = "00000000000000a1";
const MEMBER: &str = "000000000000000000000000000000b2";

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

#[rstest]
#[case::title("title", text("Thẻ lỗi sai "), text("Thẻ lỗi sai "))]
#[case::decomposed_text("problem", text("Yê\u{301}n"), text("Yến"))]
#[case::unit_is_trimmed("results/00000000000000a1/unit", text(" HS\n"), text("HS"))]
#[case::school_year("school_year", text("2026 - 2027"), text("2026-2027"))]
#[case::number("results/00000000000000a1/actual", Value::Number(14.into()), Value::Number(14.into()))]
#[case::share("authors/000000000000000000000000000000b2/share", Value::Integer(60), Value::Integer(60))]
#[case::new_entry("log/00000000000000a1", Value::Flag(true), Value::Flag(true))]
#[case::element_off("campaigns/dan-chu", Value::Flag(false), Value::Remove)]
#[case::month_plan("plan/2026-09", text("soạn thẻ"), text("soạn thẻ"))]
#[case::claim(
    "evidence/00000000000000a1/supports/results:00000000000000a1",
    Value::Flag(true),
    Value::Flag(true)
)]
#[case::log_quantity("log/00000000000000a1/quantities/00000000000000a2", Value::Number(8.into()), Value::Number(8.into()))]
fn good_values_get_their_stored_form(#[case] path: &str, #[case] value: Value, #[case] stored: Value) {
    assert_eq!(check_value(path, &value), Ok(stored));
}

#[rstest]
#[case::no_such_field("status", text("approved"), "UnknownField")]
#[case::author_by_entry_id("authors/00000000000000a1/share", Value::Integer(1), "UnknownField")]
#[case::empty_key("results//unit", text("HS"), "UnknownField")]
#[case::upper_case_slug("campaigns/Dan-Chu", Value::Flag(true), "UnknownField")]
#[case::number_as_text("results/00000000000000a1/actual", text("14"), "WrongType")]
#[case::flag_in_a_text("title", Value::Flag(true), "WrongType")]
#[case::entry_set_to_false("log/00000000000000a1", Value::Flag(false), "WrongType")]
#[case::long_title("title", text(&"a".repeat(301)), "TooLong")]
#[case::long_text("problem", text(&"ă".repeat(20_001)), "TooLong")]
#[case::unknown_choice("period", text("semester_iii"), "NoSuchChoice")]
#[case::no_day("results/00000000000000a1/actual_on", text("31/02/2027"), "Malformed")]
#[case::no_member("sponsor", text("Lan"), "Malformed")]
#[case::share_of_nothing("authors/000000000000000000000000000000b2/share", Value::Integer(0), "OutOfRange")]
fn bad_values_are_refused(#[case] path: &str, #[case] value: Value, #[case] variant: &str) {
    let error = check_value(path, &value).unwrap_err();

    assert!(format!("{error:?}").starts_with(variant), "{error:?}");
}

#[test]
fn every_value_can_be_removed_and_every_pattern_finds_itself() {
    for field in FIELDS {
        let path = field.pattern.replacen("authors/*", &format!("authors/{MEMBER}"), 1);
        let path = path.replace("titles/*", "titles/ldtt").replace("plan/*", "plan/2026-09");
        let path = path
            .replace("items/*", "items/a1")
            .replace("paigns/*", "paigns/a1")
            .replace("tasks/*", "tasks/a1");
        let path = path.replace("supports/*", "supports/criteria:g1").replace('*', ENTRY);

        assert_eq!(field_of(&path).map(|field| field.pattern), Some(field.pattern));
        assert_eq!(check_value(&path, &Value::Remove), Ok(Value::Remove), "{path}");
    }
}
