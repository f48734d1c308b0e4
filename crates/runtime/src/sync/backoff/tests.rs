use super::{Backoff, FIRST, LONGEST};

#[test]
fn waits_grow_up_to_the_longest_and_start_again_after_success() {
    let mut backoff = Backoff::default();

    assert_eq!(backoff.after_failure(u16::MAX), FIRST, "the whole first step");
    assert_eq!(backoff.after_failure(0), FIRST, "half of the second step");
    for _ in 0..40 {
        assert!(backoff.after_failure(u16::MAX) <= LONGEST);
    }
    backoff.reset();

    assert_eq!(backoff.after_failure(0), FIRST / 2);
}
