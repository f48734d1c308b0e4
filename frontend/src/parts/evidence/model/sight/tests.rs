use rstest::rstest;

use super::{drawn_width, held, laid, pinched, tapped};

const FRAME: (f64, f64) = (800.0, 600.0);

#[rstest]
#[case::a_photo_fits(( 1600.0, 900.0), 0, 100, (800.0, 450.0))]
#[case::a_turned_photo_fits((1600.0, 900.0), 1, 100, (337.5, 600.0))]
#[case::turned_twice_it_lies_as_before((1600.0, 900.0), 2, 100, (800.0, 450.0))]
#[case::twice_as_large((1600.0, 900.0), 0, 200, (1600.0, 900.0))]
#[case::a_small_picture_is_not_stretched((80.0, 60.0), 0, 100, (80.0, 60.0))]
fn a_picture_lies_in_its_frame(
    #[case] natural: (f64, f64),
    #[case] quarters: u8,
    #[case] percent: u32,
    #[case] sheet: (f64, f64),
) {
    assert_eq!(laid(natural, FRAME, quarters, percent).sheet, sheet);
}

#[test]
fn a_turned_picture_keeps_its_own_sides() {
    let laid = laid((1600.0, 900.0), FRAME, 3, 100);

    assert_eq!(laid.picture, (600.0, 337.5), "the browser turns it");
}

#[rstest]
#[case::the_middle_of_what_fits(0.0, 400.0, (800.0, 1600.0), 400.0)]
#[case::the_left_edge(0.0, 0.0, (800.0, 1600.0), 0.0)]
#[case::out_of_a_margin(0.0, 400.0, (200.0, 1600.0), 400.0)]
#[case::back_to_what_fits(400.0, 400.0, (1600.0, 800.0), 0.0)]
fn what_lies_under_the_finger_stays_there(
    #[case] scroll: f64,
    #[case] point: f64,
    #[case] lengths: (f64, f64),
    #[case] expected: f64,
) {
    assert!((held(scroll, point, FRAME.0, lengths) - expected).abs() < 0.01);
}

#[rstest]
#[case::apart(100, (100.0, 180.0), 180)]
#[case::together(400, (200.0, 100.0), 200)]
#[case::no_smaller_than_the_frame(120, (200.0, 100.0), 100)]
#[case::no_larger_than_eight_times(700, (100.0, 300.0), 800)]
#[case::two_fingers_on_one_point(150, (0.0, 40.0), 150)]
fn two_fingers_change_the_size(#[case] from: u32, #[case] distances: (f64, f64), #[case] to: u32) {
    assert_eq!(pinched(from, distances), to);
}

#[test]
fn a_double_tap_goes_near_and_back() {
    assert_eq!(tapped(100), 250);
    assert_eq!(tapped(tapped(100)), 100);
    assert_eq!(tapped(800), 100);
}

#[test]
fn a_page_is_drawn_as_sharp_as_the_screen_is() {
    assert!((drawn_width(794.0, 200, 2.0) - 3176.0).abs() < 0.01);
    assert!((drawn_width(794.0, 100, 0.5) - 794.0).abs() < 0.01, "never more coarsely than it is");
}
