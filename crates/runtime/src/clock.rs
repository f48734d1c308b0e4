//! The machine's clock, set right by the relay's where they differ so much that days would be wrong.
//!
//! A clock judges nothing here; it dates what is written and says what is due. A tablet whose battery
//! was empty lives in 1970, and its person would be late for everything.

use domain::date::Moment;

/// Two clocks that differ by less count as one.
const MATTERS: i64 = 5 * 60_000;
/// How long after the relay was asked its answer still tells something about this machine's clock.
const HOLDS: i64 = 180 * 24 * 3_600_000;

/// How far this machine's clock stood from the relay's, and when that was by this machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew {
    /// The relay's clock minus this machine's, in milliseconds.
    by: i64,
    /// This machine's clock then.
    at: Moment,
}

impl Skew {
    /// Compares the clocks; nothing where they agree.
    pub fn between(here: Moment, relay: Moment) -> Option<Self> {
        let by = relay.millis().saturating_sub(here.millis());
        (by.abs() > MATTERS).then_some(Self { by, at: here })
    }

    /// Whether another comparison says what this one says.
    pub fn is_like(self, other: Self) -> bool {
        self.by.abs_diff(other.by) < MATTERS.unsigned_abs() && self.holds(other.at)
    }

    /// How far this machine's clock is ahead, in milliseconds, if this still tells something of it: a
    /// clock that jumped was set meanwhile.
    pub fn ahead(self, here: Moment) -> Option<i64> {
        self.holds(here).then_some(-self.by)
    }

    fn holds(self, here: Moment) -> bool {
        (0..=HOLDS).contains(&here.millis().saturating_sub(self.at.millis()))
    }
}

impl std::fmt::Display for Skew {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.by, self.at.millis())
    }
}

impl std::str::FromStr for Skew {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (by, at) = text.split_once(' ').unwrap_or((text, ""));
        Ok(Self { by: by.parse()?, at: Moment::from_millis(at.parse()?) })
    }
}

/// Tells the time: the machine's clock, set right.
pub fn right(here: Moment, skew: Option<Skew>) -> Moment {
    let ahead = skew.and_then(|skew| skew.ahead(here)).unwrap_or_default();
    Moment::from_millis(here.millis().saturating_sub(ahead))
}

#[cfg(test)]
mod tests;
