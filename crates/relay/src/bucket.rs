//! Slows down who sends too much: a bucket for each device, and attempts for each address.

use crate::config::Limits;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use protocol::DeviceKey;

/// So many devices or addresses are remembered; full buckets are forgotten first.
const REMEMBERED: usize = 10_000;

/// Envelopes that each device may still send.
#[derive(Debug)]
pub(crate) struct Buckets {
    limits: Limits,
    left: Mutex<HashMap<DeviceKey, (f64, Instant)>>,
}

impl Buckets {
    pub fn new(limits: Limits) -> Self {
        Self { limits, left: Mutex::default() }
    }

    /// Takes envelopes out of a device's bucket, or says how long to wait for them.
    pub fn take(&self, device: DeviceKey, count: usize, now: Instant) -> Result<(), Duration> {
        let burst = f64::from(self.limits.burst);
        let rate = f64::from(self.limits.rate.max(1));
        let filled = |(left, since): (f64, Instant)| {
            (left + now.saturating_duration_since(since).as_secs_f64() * rate).min(burst)
        };
        let mut buckets = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| filled(*bucket) < burst);
        }
        let left = buckets.get(&device).map_or(burst, |bucket| filled(*bucket));
        let wanted = u32::try_from(count).map_or(burst, |count| f64::from(count).min(burst));
        if left < wanted {
            buckets.insert(device, (left, now));
            return Err(Duration::from_secs_f64((wanted - left) / rate));
        }
        buckets.insert(device, (left - wanted, now));
        Ok(())
    }
}

/// Failed proofs of invitations, by address: five a minute (protocol section 12).
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<IpAddr, Vec<Instant>>>);

impl Attempts {
    const MOST: usize = 5;
    const WINDOW: Duration = Duration::from_mins(1);

    /// Says how long an address must wait after too many failures.
    pub fn must_wait(&self, address: IpAddr, now: Instant) -> Option<Duration> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = failures.get_mut(&address)?;
        recent.retain(|at| now.saturating_duration_since(*at) < Self::WINDOW);
        if recent.len() < Self::MOST {
            return None;
        }
        recent.first().map(|first| Self::WINDOW.saturating_sub(now.saturating_duration_since(*first)))
    }

    /// Notes a failure of an address.
    pub fn failed(&self, address: IpAddr, now: Instant) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED {
            failures.retain(|_, recent| {
                recent.iter().any(|at| now.saturating_duration_since(*at) < Self::WINDOW)
            });
        }
        failures.entry(address).or_default().push(now);
    }
}

#[cfg(test)]
mod tests;
