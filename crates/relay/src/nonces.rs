//! Nonces of `hello`: each can be signed once, within a minute.

use crate::clock;
use protocol::limits;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many are remembered; beyond, those that are over go first, then all.
const REMEMBERED: usize = 10_000;

/// How long one can be signed; by a clock that nobody can set.
const LIFE: Duration = Duration::from_millis(limits::NONCE_MS as u64);

/// Nonces that were given out and not used yet.
#[derive(Debug, Default)]
pub(crate) struct Nonces(Mutex<HashMap<[u8; 32], Instant>>);

impl Nonces {
    /// Gives out a new one.
    pub fn give(&self, now: Instant) -> [u8; 32] {
        let nonce = clock::random();
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() >= REMEMBERED {
            given.retain(|_, since| now.saturating_duration_since(*since) < LIFE);
        }
        if given.len() >= REMEMBERED {
            given.clear();
        }
        given.insert(nonce, now);
        nonce
    }

    /// Takes one back; `false` where it was not given, was used, or is over.
    pub fn take(&self, nonce: &[u8; 32], now: Instant) -> bool {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.remove(nonce).is_some_and(|since| now.saturating_duration_since(since) < LIFE)
    }
}
