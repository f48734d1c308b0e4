use super::most_held;

#[test]
fn what_was_held_at_most_is_counted_also_after_it_was_given_back() {
    let held = most_held(|| {
        drop(vec![1_u8; 3_000_000]);
        drop(vec![1_u8; 1_000]);
    });
    assert!((3_000_000..3_100_000).contains(&held), "{held}");
}

#[test]
fn what_was_held_before_does_not_count() {
    let before = vec![1_u8; 5_000_000];
    let held = most_held(|| drop(vec![1_u8; 1_000]));
    assert!(held < 100_000, "{held} beside {}", before.len());
}
