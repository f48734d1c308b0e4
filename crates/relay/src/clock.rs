//! The relay's clock and its randomness.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Clock and randomness of all relays of this process, where a whole school is simulated (ADR 0025).
#[derive(Debug)]
pub struct StandIn {
    /// Tells the time in milliseconds since 1970.
    pub now: fn() -> i64,
    /// Fills in random bytes.
    pub random: fn(&mut [u8]),
}

static PRESENT: OnceLock<StandIn> = OnceLock::new();

/// Puts a stand-in in the place of the machine for as long as this process lives. Only builds with
/// debug assertions ask it: what is shipped has its machine and nothing else.
pub fn stand_in(with: StandIn) {
    // A second one would speak of the same school.
    let _ = PRESENT.set(with);
}

fn present() -> Option<&'static StandIn> {
    if cfg!(debug_assertions) { PRESENT.get() } else { None }
}

/// Clocks are put right by seconds now and then, and that is nothing to speak of.
const SLACK: Duration = Duration::from_mins(10);

/// Reads the clock in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let machine = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
    present().map_or_else(machine, |stand_in| (stand_in.now)())
}

/// Says how far the clock is behind a moment at which it was read before; nothing where it went on.
pub(crate) fn behind(before: SystemTime) -> Option<Duration> {
    before.duration_since(SystemTime::now()).ok().filter(|behind| *behind > SLACK)
}

/// Draws random bytes from the system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Some(stand_in) = present() {
        (stand_in.random)(&mut bytes);
        return bytes;
    }
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
