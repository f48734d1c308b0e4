use crate::{CALLS, Call, Code, Error, GetToday};

#[test]
fn names_of_calls_are_unique() {
    let mut names: Vec<_> = CALLS.iter().map(|call| call.name).collect();
    names.sort_unstable();
    names.dedup();

    assert_eq!(names.len(), CALLS.len());
    assert!(names.contains(&GetToday::NAME));
}

#[test]
fn an_error_is_written_as_code_details_retryable() {
    let error = Error::new(Code::RelayUnreachable).with("address", "http://tram");

    assert_eq!(
        serde_json::to_value(error).expect("plain data"),
        serde_json::json!({
            "code": "relay_unreachable", "details": {"address": "http://tram"}, "retryable": true
        })
    );
}
