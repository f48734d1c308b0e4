use domain::date::Moment;
use rstest::rstest;

use super::{Skew, right};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// A morning in October 2026.
const TODAY: i64 = 1_791_300_000_000;

fn at(millis: i64) -> Moment {
    Moment::from_millis(millis)
}

#[rstest]
#[case::in_2035(9 * 365 * DAY)]
#[case::in_1970(-TODAY)]
#[case::an_hour_ahead(60 * MINUTE)]
#[case::a_day_behind(-DAY)]
fn a_wrong_clock_is_set_right(#[case] ahead: i64) {
    let skew = Skew::between(at(TODAY + ahead), at(TODAY));

    assert_eq!(right(at(TODAY + ahead), skew), at(TODAY));
    let tomorrow = TODAY + DAY;
    assert_eq!(right(at(tomorrow + ahead), skew), at(tomorrow), "a day later without a network");
    assert_eq!(skew.and_then(|skew| skew.ahead(at(TODAY + ahead))), Some(ahead));
}

#[rstest]
#[case::as_the_relays(0)]
#[case::four_minutes_ahead(4 * MINUTE)]
#[case::four_minutes_behind(-4 * MINUTE)]
fn clocks_that_differ_by_minutes_agree(#[case] ahead: i64) {
    assert_eq!(Skew::between(at(TODAY + ahead), at(TODAY)), None);
}

#[rstest]
#[case::was_in_2035(9 * 365 * DAY)]
#[case::was_in_1970(-TODAY)]
fn a_clock_that_was_set_meanwhile_is_believed(#[case] ahead: i64) {
    let skew = Skew::between(at(TODAY + ahead), at(TODAY));
    let now = at(TODAY + 60 * MINUTE);

    assert_eq!(right(now, skew), now);
}

#[test]
fn a_comparison_is_kept_as_text_and_only_where_it_says_something_new() {
    let skew = Skew::between(at(TODAY + DAY), at(TODAY)).expect("a day");
    assert_eq!(skew.to_string().parse(), Ok(skew));

    let later = Skew::between(at(TODAY + DAY + MINUTE), at(TODAY + 2 * MINUTE)).expect("a day");
    assert!(skew.is_like(later));
    let set = Skew::between(at(TODAY - DAY), at(TODAY)).expect("a day");
    assert!(!skew.is_like(set));
}
