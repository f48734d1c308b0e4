//! What stands in for the machine where a whole school is simulated in one process (ADR 0025).

use std::pin::Pin;
use std::sync::OnceLock;

/// An exchange that is on its way; fails with words where nobody answers.
pub type Sending = Pin<Box<dyn Future<Output = Result<reqwest::Response, String>> + Send>>;

/// Clock, randomness and wire of all applications of this process.
#[derive(Debug)]
pub struct StandIn {
    /// Tells the time in milliseconds since 1970.
    pub now: fn() -> i64,
    /// Fills in random bytes.
    pub random: fn(&mut [u8]),
    /// Carries a request to a relay, and its answer back.
    pub send: fn(reqwest::Request) -> Sending,
}

static PRESENT: OnceLock<StandIn> = OnceLock::new();

/// Puts a stand-in in the place of the machine for as long as this process lives. Only builds with
/// debug assertions ask it: what is shipped has its machine and nothing else.
pub fn stand_in(with: StandIn) {
    // A second one would speak of the same school.
    let _ = PRESENT.set(with);
}

/// The stand-in, where there is one.
pub fn present() -> Option<&'static StandIn> {
    if cfg!(debug_assertions) { PRESENT.get() } else { None }
}
