use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[rstest]
#[case::leap_year("2028-02-29", Ok(()))]
#[case::common_year("2027-02-29", Err(DateError::NoSuchDay))]
#[case::century_is_common("1900-02-29", Err(DateError::NoSuchDay))]
#[case::fourth_century_is_leap("2000-02-29", Ok(()))]
#[case::thirty_days("2026-09-31", Err(DateError::NoSuchDay))]
#[case::month_thirteen("2026-13-01", Err(DateError::NoSuchDay))]
#[case::other_form("30/09/2026", Err(DateError::Form))]
#[case::sign_instead_of_digit("2026-+9-01", Err(DateError::Form))]
fn days_exist_or_are_refused(#[case] text: &str, #[case] expected: Result<(), DateError>) {
    assert_eq!(text.parse::<Date>().map(|_| ()), expected);
}

#[rstest]
#[case("5/1/2027")]
#[case("05/01/2027")]
#[case("05-01-2027")]
#[case("05.01.2027")]
#[case(" 2027-01-05 ")]
fn typed_days_are_understood(#[case] input: &str) {
    assert_eq!(Date::parse_input(input), Ok(date("2027-01-05")));
}

#[test]
fn a_day_is_shown_in_vietnamese_order() {
    assert_eq!(date("2027-01-05").to_vietnamese(), "05/01/2027");
}

#[rstest]
#[case::over_a_year("2026-12-31", 1, "2027-01-01")]
#[case::over_a_leap_day("2028-02-28", 2, "2028-03-01")]
#[case::backwards("2027-03-01", -1, "2027-02-28")]
fn days_are_added(#[case] from: &str, #[case] days: i64, #[case] expected: &str) {
    assert_eq!(date(from).plus_days(days), date(expected));
    assert_eq!(date(from).days_until(date(expected)), days);
}

#[test]
fn months_of_a_school_year_run_over_new_year() {
    let months = Month::new(2026, 9).unwrap().through(Month::new(2027, 5).unwrap());

    assert_eq!(months.len(), 9);
    assert_eq!(months[4].to_string(), "2027-01");
    assert_eq!(months[5].last(), date("2027-02-28"));
    assert_eq!(Month::new(9999, 12).unwrap().through(Month::new(9999, 12).unwrap()).len(), 1);
}

#[rstest]
#[case::evening_in_utc_is_tomorrow_in_vietnam(1_779_580_800_000 + 17 * 3_600_000, "2026-05-25")]
#[case::afternoon_is_the_same_day(1_779_580_800_000 + 16 * 3_600_000 + 3_599_999, "2026-05-24")]
#[case::the_epoch(0, "1970-01-01")]
#[case::before_the_epoch(-8 * 3_600_000, "1969-12-31")]
fn a_moment_has_its_day_in_vietnam(#[case] millis: i64, #[case] expected: &str) {
    assert_eq!(Moment::from_millis(millis).date(), date(expected));
}

proptest! {
    #[test]
    fn days_and_dates_are_one_to_one(days in -719_162_i64..=2_932_896) {
        let date = Date::from_days_since_1970(days);
        prop_assert_eq!(date.days_since_1970(), days);
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        prop_assert_eq!(Moment::start_of(date).date(), date);
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = (text.parse::<Date>(), text.parse::<Month>(), Date::parse_input(&text));
    }
}
