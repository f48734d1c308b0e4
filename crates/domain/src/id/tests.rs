use super::*;
use rstest::rstest;

#[test]
fn an_identifier_is_written_and_read_as_lower_case_hex() {
    let member = MemberId::from_bytes([0xab; 16]);
    let text = member.to_string();

    assert_eq!(text, "ab".repeat(16));
    assert_eq!(text.parse(), Ok(member));
    assert_eq!(serde_json::to_string(&member).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<MemberId>(&format!("\"{text}\"")).unwrap(), member);
}

#[rstest]
#[case::too_short("ab", IdError::Length { expected: 16, actual: 2 })]
#[case::empty("", IdError::Length { expected: 16, actual: 0 })]
#[case::upper_case("00000000000000AB", IdError::Digit { position: 14 })]
#[case::not_hex("0000000g00000000", IdError::Digit { position: 7 })]
#[case::vietnamese_letter("0đ00000000000000", IdError::Digit { position: 1 })]
fn a_text_that_is_no_identifier_is_refused(#[case] text: &str, #[case] expected: IdError) {
    assert_eq!(text.parse::<EntryId>(), Err(expected));
}

#[test]
fn an_identifier_can_key_a_json_object() {
    let map = std::collections::BTreeMap::from([(EntryId::from_bytes([1; 8]), 1)]);

    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"0101010101010101":1}"#);
}
