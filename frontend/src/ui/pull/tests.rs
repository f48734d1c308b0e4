use rstest::rstest;

use super::Pull;

#[rstest]
#[case::far_down(&[(200.0, 60.0), (205.0, 160.0)], Some(1.0))]
#[case::half_way(&[(200.0, 60.0), (200.0, 88.0)], Some(0.5))]
#[case::and_back_up(&[(200.0, 120.0), (200.0, 20.0)], Some(0.0))]
#[case::upwards_is_scrolling(&[(200.0, 10.0)], None)]
#[case::aside_is_turning_a_page(&[(260.0, 60.0), (260.0, 300.0)], None)]
#[case::not_clear_yet(&[(200.0, 45.0)], None)]
fn a_finger_pulls_the_page(#[case] way: &[(f64, f64)], #[case] expected: Option<f64>) {
    let mut pull = Pull::begin((200.0, 40.0), 0.0).expect("at the top");
    let shares: Vec<_> = way.iter().map(|point| pull.moves(*point)).collect();

    assert_eq!(shares.last().copied().flatten(), expected);
}

#[test]
fn a_page_that_is_scrolled_down_is_not_pulled() {
    assert_eq!(Pull::begin((200.0, 40.0), 10.0), None);
}
