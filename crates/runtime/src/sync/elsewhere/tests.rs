use domain::date::Moment;

use super::{Elsewhere, TOLD};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);

fn after(numbers: &[u64]) -> Elsewhere {
    let all = numbers.iter().fold(None, |before, number| Some(Elsewhere::and(before, *number, NOW)));
    all.expect("there are some")
}

#[test]
fn a_copy_that_was_put_back_meets_one_run_and_a_clone_another_one() {
    assert!(!after(&[4, 5, 6, 7]).is_a_clone(NOW));
    assert!(!after(&[4, 5, 5, 4]).is_a_clone(NOW), "what comes twice is no other run");
    assert!(after(&[4, 5, 9]).is_a_clone(NOW), "6 to 8 were made here");
}

#[test]
fn a_clone_that_has_stopped_is_told_of_no_longer() {
    let later = Moment::from_millis(NOW.millis() + TOLD);

    assert!(!after(&[4, 9]).is_a_clone(later));
}

#[test]
fn what_is_remembered_is_read_back() {
    let one = after(&[4, 9]);
    let text = format!("{} {} {}", one.runs, one.last, one.at.millis());

    assert_eq!(Elsewhere::read(&text), Some(one));
    assert_eq!(Elsewhere::read("broken"), None);
}
