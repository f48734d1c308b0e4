use super::*;
use rstest::rstest;

#[rstest]
#[case::plain("2026-2027", Ok("2026-2027"))]
#[case::spaced("2026 - 2027", Ok("2026-2027"))]
#[case::dash("2026–2027", Ok("2026-2027"))]
#[case::gap("2026-2028", Err(SchoolYearError::NotConsecutive))]
#[case::backwards("2027-2026", Err(SchoolYearError::NotConsecutive))]
#[case::one_year("2026", Err(SchoolYearError::Form))]
#[case::words("năm-2027", Err(SchoolYearError::Form))]
fn school_years_are_read(#[case] text: &str, #[case] expected: Result<&str, SchoolYearError>) {
    assert_eq!(text.parse::<SchoolYear>().map(|year| year.to_string()), expected.map(str::to_owned));
}

#[rstest]
#[case::august_belongs_to_the_coming_year("2026-08-01", "2026-2027")]
#[case::july_belongs_to_the_ending_year("2026-07-31", "2025-2026")]
#[case::january("2027-01-01", "2026-2027")]
fn a_day_lies_in_a_school_year(#[case] day: &str, #[case] expected: &str) {
    let (day, year): (Date, SchoolYear) = (day.parse().unwrap(), expected.parse().unwrap());

    assert_eq!(SchoolYear::of(day), year);
    assert!(year.contains(day));
}

#[test]
fn months_are_placed_in_the_right_calendar_year() {
    let year: SchoolYear = "2026-2027".parse().unwrap();

    assert_eq!(year.month(9).unwrap().to_string(), "2026-09");
    assert_eq!(year.month(5).unwrap().to_string(), "2027-05");
    assert_eq!(year.month(13), None);
    assert_eq!(year.months().len(), 9);
}

#[test]
fn periods_keep_their_names() {
    assert_eq!(serde_json::to_string(&Period::SemesterII).unwrap(), "\"semester_ii\"");
    assert_eq!(Period::from_name("semester_ii"), Some(Period::SemesterII));
}
