use super::*;

#[test]
fn a_nonce_serves_once_and_for_a_minute() {
    let start = Instant::now();
    let nonces = Nonces::new(start);
    let nonce = nonces.give(start + Duration::from_secs(5));
    let at = |seconds| start + Duration::from_secs(seconds);

    assert!(nonces.is_fresh(&nonce, at(64)));
    assert!(!nonces.is_fresh(&nonce, at(66)), "a minute is over");
    assert!(!nonces.is_fresh(&nonce, at(4)), "it was not given yet");
    assert!(nonces.use_up(nonce, at(10)));
    assert!(!nonces.use_up(nonce, at(20)));
}

#[test]
fn what_another_made_or_altered_is_none() {
    let start = Instant::now();
    let (nonces, before) = (Nonces::new(start), Nonces::new(start));

    assert!(!nonces.is_fresh(&before.give(start), start), "an earlier start gave it");
    for index in 0..32 {
        let mut nonce = nonces.give(start);
        nonce[index] ^= 1;
        assert!(!nonces.is_fresh(&nonce, start), "byte {index}");
    }
}

#[test]
fn a_flood_of_questions_takes_no_nonce_away() {
    let start = Instant::now();
    let nonces = Nonces::new(start);
    let early = nonces.give(start);
    let flood: Vec<_> = (0..50_000).map(|_| nonces.give(start)).collect();

    assert!(nonces.is_fresh(&early, start) && nonces.use_up(early, start));
    assert!(flood.iter().all(|nonce| nonces.is_fresh(nonce, start)));
    assert_eq!(nonces.used.lock().unwrap().len(), 1, "only what was used is remembered");
}
