use rstest::rstest;

use super::{Swipe, Turn};

const WIDTH: f64 = 820.0;

#[rstest]
#[case::to_the_left_is_next(&[(380.0, 302.0), (300.0, 306.0)], Some(Turn::Next))]
#[case::to_the_right_is_previous(&[(430.0, 299.0), (500.0, 290.0)], Some(Turn::Previous))]
#[case::a_short_way_is_nothing(&[(380.0, 300.0), (340.0, 300.0)], None)]
#[case::and_back_again_is_nothing(&[(300.0, 300.0), (395.0, 300.0)], None)]
#[case::down_is_scrolling(&[(398.0, 360.0), (390.0, 500.0)], None)]
#[case::down_and_then_aside_is_scrolling(&[(400.0, 330.0), (200.0, 330.0)], None)]
#[case::a_slant_is_scrolling(&[(380.0, 316.0), (250.0, 420.0)], None)]
fn a_finger_turns_the_page(#[case] way: &[(f64, f64)], #[case] expected: Option<Turn>) {
    let mut swipe = Swipe::begin((400.0, 300.0), WIDTH).expect("not at an edge");
    let (last, before) = way.split_last().expect("it moves");
    for point in before {
        swipe.moves(*point);
    }

    assert_eq!(swipe.ends(*last), expected);
}

#[rstest]
#[case::left(8.0)]
#[case::right(WIDTH - 8.0)]
fn the_edges_belong_to_the_system(#[case] x: f64) {
    assert_eq!(Swipe::begin((x, 300.0), WIDTH), None);
}

#[test]
fn the_page_follows_the_finger_only_aside() {
    let mut swipe = Swipe::begin((400.0, 300.0), WIDTH).expect("not at an edge");

    assert_eq!(swipe.moves((395.0, 300.0)), None, "not clear yet");
    assert_eq!(swipe.moves((360.0, 305.0)), Some(-40.0));
}
