use super::*;
use rstest::rstest;

#[test]
fn every_verb_has_one_code_and_one_name() {
    for kind in RecordKind::ALL {
        assert_eq!(RecordKind::from_code(kind.code()), Some(*kind));
        assert_eq!(RecordKind::from_name(kind.name()), Some(*kind));
    }
    assert_eq!(RecordKind::ALL.len(), 54);
}

#[rstest]
#[case(13, "approve")]
#[case(21, "resolve_difficulty")]
#[case(66, "confirm_replication")]
#[case(78, "assign_number")]
fn verbs_have_the_protocols_codes(#[case] code: u16, #[case] name: &str) {
    assert_eq!(RecordKind::from_code(code).map(RecordKind::name), Some(name));
}

#[test]
fn a_body_is_written_in_snake_case() {
    let body = RecordBody::Submit { part: Part::Registration, period: Period::WholeYear, pledge: true };

    assert_eq!(
        serde_json::to_string(&body).unwrap(),
        r#"{"submit":{"part":"registration","period":"whole_year","pledge":true}}"#
    );
}
