use std::collections::BTreeMap;

use api::ListInitiatives;
use domain::period::Period;
use domain::status::Status;

use super::{Kept, address, chips, escape, from_query, may_have_more, status_named, to_query};

/// Reads an address the way a browser does.
fn read(query: &str) -> ListInitiatives {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let pairs: BTreeMap<String, String> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), decode(value)))
        .collect();
    from_query(|key| pairs.get(key).cloned())
}

fn everything() -> ListInitiatives {
    ListInitiatives {
        department: "0a1b2c3d4e5f6071".parse().ok(),
        leadership: true,
        content_area: Some("learning-society".into()),
        statuses: vec![Status::Withdrawn, Status::Approved],
        campaign: Some("đổi-mới".into()),
        period: Some(Period::SemesterI),
        month: "2026-10".parse().ok(),
        month_state: Some("silent".into()),
        unit: Some("lượt/tháng & buổi".into()),
        having: Some("results_met".into()),
        words: Some("thẻ lỗi = 1+1%?".into()),
        offset: 0,
        limit: 0,
    }
}

#[test]
fn a_filter_survives_the_address() {
    assert_eq!(read(&to_query(&everything())), everything());
}

#[test]
fn no_filter_is_the_plain_address() {
    assert_eq!(address(&ListInitiatives::default()), "/records");
    assert_eq!(read(""), ListInitiatives::default());
}

#[test]
fn a_page_is_no_part_of_the_address() {
    let second = ListInitiatives { offset: 100, limit: 100, ..ListInitiatives::default() };

    assert_eq!(to_query(&second), "");
}

#[test]
fn what_cannot_be_understood_is_left_out() {
    let filter =
        read("department=xyz&status=withdrawn.nonsense&month=13&month_state=often&having=all&period=summer");

    assert_eq!(filter, ListInitiatives { statuses: vec![Status::Withdrawn], ..ListInitiatives::default() });
}

#[test]
fn every_part_of_a_filter_has_a_chip_that_takes_off_only_itself() {
    let chips = chips(&everything());

    assert_eq!(chips.len(), 11);
    let month = chips.iter().find(|chip| matches!(chip.kept, Kept::Month(..))).expect("a month");
    assert_eq!((month.without.month, month.without.month_state.clone()), (None, None));
    assert_eq!(month.without.words, everything().words);
    let withdrawn = chips.iter().find(|chip| chip.kept == Kept::Status(Status::Withdrawn)).expect("a status");
    assert_eq!(withdrawn.without.statuses, vec![Status::Approved]);
}

#[test]
fn blank_words_are_no_chip() {
    assert!(chips(&ListInitiatives { words: Some("  ".into()), ..ListInitiatives::default() }).is_empty());
}

#[test]
fn vietnamese_letters_are_escaped_byte_by_byte() {
    assert_eq!(escape("đ-1 a"), "%C4%91-1%20a");
}

#[test]
fn a_full_page_may_have_more_behind_it() {
    assert!(may_have_more(100, 100));
    assert!(!may_have_more(99, 100));
}

#[test]
fn every_status_has_a_name_that_finds_it() {
    let returned = status_named("returned").expect("a status");

    assert_eq!(returned.name(), "returned");
    assert_eq!(status_named("in_review").map(|status| status.name()), Some("in_review"));
    assert_eq!(status_named("often"), None);
}
