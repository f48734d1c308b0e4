//! The relay's clock and its randomness.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Clocks are put right by seconds now and then, and that is nothing to speak of.
const SLACK: Duration = Duration::from_mins(10);

/// Reads the clock in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// Says how far the clock is behind a moment at which it was read before; nothing where it went on.
pub(crate) fn behind(before: SystemTime) -> Option<Duration> {
    before.duration_since(SystemTime::now()).ok().filter(|behind| *behind > SLACK)
}

/// Draws random bytes from the system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
