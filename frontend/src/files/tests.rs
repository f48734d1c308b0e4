use rstest::rstest;

use super::{from_base64, to_base64};

// Test vectors of RFC 4648, section 10.
#[rstest]
#[case("", "")]
#[case("f", "Zg==")]
#[case("fo", "Zm8=")]
#[case("foo", "Zm9v")]
#[case("foob", "Zm9vYg==")]
#[case("fooba", "Zm9vYmE=")]
#[case("foobar", "Zm9vYmFy")]
fn base64_there_and_back(#[case] bytes: &str, #[case] text: &str) {
    assert_eq!(to_base64(bytes.as_bytes()), text);
    assert_eq!(from_base64(text), Ok(bytes.as_bytes().to_vec()));
}

#[test]
fn what_is_no_base64_is_refused() {
    assert!(from_base64("Zm9v!").is_err());
}
