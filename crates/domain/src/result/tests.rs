use super::*;
use rstest::rstest;

fn number(text: &str) -> Decimal {
    Decimal::parse_input(text).unwrap()
}

fn measure(text: &str) -> Measure {
    let (value, whole) =
        text.split_once('/').map_or((text, None), |(value, whole)| (value, Some(number(whole))));
    Measure { value: number(value), whole }
}

#[rstest]
#[case::s_b1_before("31", "151", Some(205))]
#[case::s_b1_after("14", "151", Some(93))]
#[case::w_3_after_the_edit("12", "151", Some(79))]
#[case::s_a2_after("97", "158", Some(614))]
#[case::s_d1_passes_100("1.240", "1.200", Some(1033))]
#[case::s_a3("540", "612", Some(882))]
#[case::s_c1("12", "14", Some(857))]
#[case::s_g1("398", "350", Some(1137))]
#[case::half_rounds_up("1", "2000", Some(1))]
#[case::below_half_rounds_down("49", "100000", Some(0))]
#[case::nothing_of_nothing("0", "0", None)]
#[case::nothing_of_something("0", "5", Some(0))]
#[case::negative_part("-1", "5", None)]
#[case::too_large_to_say("999.999.999.999", "0,000001", None)]
fn percentages_have_one_decimal(#[case] part: &str, #[case] whole: &str, #[case] tenths: Option<i64>) {
    assert_eq!(percent(number(part), number(whole)).map(Percent::tenths), tenths);
}

#[rstest]
#[case::s_a1("41", "17", Trend::Fall, 585)]
#[case::s_a3("25", "9", Trend::Fall, 640)]
#[case::s_b3("7.200.000", "1.850.000", Trend::Fall, 743)]
#[case::s_d1("90", "25", Trend::Fall, 722)]
#[case::s_d2("12", "2", Trend::Fall, 833)]
#[case::s_d3("46", "19", Trend::Fall, 587)]
#[case::s_g1("143", "398", Trend::Rise, 1783)]
#[case::the_count_of_s_b1("31", "14", Trend::Fall, 548)]
#[case::unchanged("5", "5", Trend::Same, 0)]
fn a_change_is_relative_to_its_baseline(
    #[case] baseline: &str,
    #[case] actual: &str,
    #[case] trend: Trend,
    #[case] tenths: i64,
) {
    let expected = RelativeChange { trend, percent: Percent::from_tenths(tenths) };

    assert_eq!(relative_change(number(baseline), number(actual)), Some(expected));
}

#[test]
fn a_baseline_of_zero_has_no_relative_change() {
    assert_eq!(relative_change(number("0"), number("5")), None);
}

#[rstest]
#[case::s_b1("31/151", "14/151", -112, false)]
#[case::s_b3("12/36", "27/36", 417, false)]
#[case::s_g3("34/203", "121/203", 429, false)]
#[case::other_class("10/40", "10/20", 250, true)]
fn a_ratio_changes_in_points(#[case] from: &str, #[case] to: &str, #[case] points: i64, #[case] other: bool) {
    let change = point_change(measure(from), measure(to)).unwrap();

    assert_eq!((change.points.tenths(), change.other_whole), (points, other));
}

#[rstest]
#[case::falling_target("41", "20", "17", Some(1143))]
#[case::rising_target("6,1", "6,5", "6,8", Some(1750))]
#[case::half_way("0", "10", "5", Some(500))]
#[case::backwards("10", "20", "5", Some(-500))]
#[case::nowhere_to_go("5", "5", "5", None)]
#[case::ratio("31/151", "15/151", "14/151", Some(1057))]
fn progress_keeps_its_sign(
    #[case] baseline: &str,
    #[case] target: &str,
    #[case] actual: &str,
    #[case] tenths: Option<i64>,
) {
    let progress = progress(measure(baseline), measure(target), measure(actual));

    assert_eq!(progress.map(Percent::tenths), tenths);
}

#[rstest]
#[case::fewer_minutes_than_the_target(Direction::Lower, "9", "10", Some(true))]
#[case::more_minutes(Direction::Lower, "11", "10", Some(false))]
#[case::no_accident(Direction::KeepAtMost, "0", "0", Some(true))]
#[case::enough(Direction::Higher, "97/158", "97/158", Some(true))]
#[case::one_short(Direction::Higher, "96/158", "97/158", Some(false))]
#[case::thirds_are_exact(Direction::KeepAtLeast, "1/3", "2/6", Some(true))]
#[case::statistics_are_not_met(Direction::None, "0,86", "1", None)]
#[case::whole_of_zero(Direction::Higher, "1/0", "1/2", None)]
#[case::a_ratio_and_a_number(Direction::Higher, "1/2", "1", None)]
fn targets_are_met_or_not(
    #[case] direction: Direction,
    #[case] actual: &str,
    #[case] target: &str,
    #[case] expected: Option<bool>,
) {
    assert_eq!(met(direction, measure(actual), measure(target)), expected);
}

#[rstest]
#[case::falls_as_it_should(Direction::Lower, "41", "20", false)]
#[case::rises_though_it_should_fall(Direction::Lower, "20", "41", true)]
#[case::falls_though_it_should_rise(Direction::Higher, "31,1", "20", true)]
#[case::a_bound_has_no_side(Direction::KeepAtMost, "3", "0", false)]
fn a_target_on_the_wrong_side_is_seen(
    #[case] direction: Direction,
    #[case] baseline: &str,
    #[case] target: &str,
    #[case] wrong: bool,
) {
    assert_eq!(target_is_on_wrong_side(direction, measure(baseline), measure(target)), wrong);
}

#[test]
fn percentages_are_written_in_both_languages() {
    assert_eq!(Percent::from_tenths(-112).to_vietnamese(), "-11,2%");
    assert_eq!(Percent::from_tenths(1033).to_english(), "103.3%");
}
