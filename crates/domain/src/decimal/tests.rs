use super::*;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::plain("1240", "1240", "1.240")]
#[case::grouped("1.240", "1240", "1.240")]
#[case::comma("6,8", "6.8", "6,8")]
#[case::millions("1.850.000", "1850000", "1.850.000")]
#[case::grouped_with_decimals("1.850.000,50", "1850000.5", "1.850.000,5")]
#[case::spaces_around(" 25 ", "25", "25")]
#[case::negative("-3", "-3", "-3")]
#[case::zero("0", "0", "0")]
#[case::small("0,004", "0.004", "0,004")]
#[case::three_decimals_after_a_comma("1,240", "1.24", "1,24")]
fn typed_numbers_are_understood(#[case] input: &str, #[case] stored: &str, #[case] shown: &str) {
    let number = Decimal::parse_input(input).unwrap();

    assert_eq!(number.to_string(), stored);
    assert_eq!(number.to_vietnamese(), shown);
}

#[rstest]
#[case::empty("  ", DecimalError::Empty)]
#[case::two_digits_after_a_point("1.24", DecimalError::Grouping)]
#[case::group_of_four("1.2400", DecimalError::Grouping)]
#[case::leading_zero_group("0.500", DecimalError::Grouping)]
#[case::point_after_comma("1,240.000", DecimalError::Grouping)]
#[case::comma_without_decimals("6,", DecimalError::Grouping)]
#[case::two_commas("1,2,3", DecimalError::Character { position: 0 })]
#[case::unit_typed_along("25 phút", DecimalError::Character { position: 3 })]
#[case::only_a_sign("-", DecimalError::Character { position: 0 })]
#[case::seven_decimals("0,1234567", DecimalError::Decimals { max: 6 })]
#[case::thirteen_digits("1234567890123", DecimalError::TooLarge)]
fn other_input_is_refused(#[case] input: &str, #[case] expected: DecimalError) {
    assert_eq!(Decimal::parse_input(input), Err(expected));
}

#[rstest]
#[case("1234567.5", "1,234,567.5")]
#[case("-100", "-100")]
#[case("999", "999")]
fn english_readers_see_their_separators(#[case] stored: &str, #[case] shown: &str) {
    assert_eq!(stored.parse::<Decimal>().unwrap().to_english(), shown);
}

#[test]
fn equal_numbers_are_equal_however_they_were_written() {
    assert_eq!("6.80".parse::<Decimal>(), "6.8".parse::<Decimal>());
    assert_eq!(Decimal::from_parts(680, 2), Decimal::from_parts(68, 1));
}

#[test]
fn the_largest_numbers_compare_as_fractions_without_overflow() {
    let largest: Decimal = "999999999999.999999".parse().unwrap();
    let one = Decimal::from(1);

    assert_eq!(largest.compare_fractions(one, largest, one), std::cmp::Ordering::Equal);
    assert_eq!(largest.checked_add(one), None);
    assert_eq!(largest.checked_mul(largest), None);
}

proptest! {
    #[test]
    fn a_number_survives_writing_and_reading(millionths in -999_999_999_999_999_999_i64..=999_999_999_999_999_999) {
        let number = Decimal::from_millionths(i128::from(millionths)).unwrap();
        prop_assert_eq!(number.to_string().parse(), Ok(number));
        prop_assert_eq!(Decimal::parse_input(&number.to_vietnamese()), Ok(number));
        let (mantissa, scale) = number.parts();
        prop_assert_eq!(Decimal::from_parts(mantissa, scale), Ok(number));
    }

    #[test]
    fn no_input_panics(input in "\\PC*") {
        let _ = Decimal::parse_input(&input);
        let _ = input.parse::<Decimal>();
    }
}
