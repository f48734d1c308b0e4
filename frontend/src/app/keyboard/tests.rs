use super::{LEAST, Tallest};

#[test]
fn a_page_that_became_lower_misses_what_the_keyboard_covers() {
    let mut tallest = Tallest::default();

    assert!(tallest.missing(820.0, 1180.0) < LEAST);
    assert!(tallest.missing(820.0, 780.0) > LEAST);
    assert!(tallest.missing(820.0, 1180.0) < LEAST, "it is closed again");
}

#[test]
fn a_browser_whose_bar_comes_and_goes_has_no_keyboard() {
    let mut tallest = Tallest::default();
    tallest.missing(390.0, 844.0);

    assert!(tallest.missing(390.0, 760.0) < LEAST);
}

#[test]
fn a_device_that_was_turned_begins_anew() {
    let mut tallest = Tallest::default();
    tallest.missing(820.0, 1180.0);

    assert!(tallest.missing(1180.0, 820.0) < LEAST);
}
