//! Nonces of `hello`: each can be signed once, within a minute.
//!
//! Whoever asks gets one, so none is remembered when it is given: it carries its own time, and a mark
//! that only this relay can make. Remembered is what a device of a school has used, for as long as it
//! would count; a flood of questions leaves nothing behind.

use crate::clock;
use protocol::{Blake3, limits};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long one can be signed; by a clock that nobody can set.
const LIFE: Duration = Duration::from_millis(limits::NONCE_MS as u64);

/// Gives out nonces, and takes each back once.
#[derive(Debug)]
pub(crate) struct Nonces {
    secret: [u8; 32],
    start: Instant,
    used: Mutex<HashMap<[u8; 32], Instant>>,
}

impl Nonces {
    /// Begins at a moment; nonces of an earlier start count no more.
    pub fn new(now: Instant) -> Self {
        Self { secret: clock::random(), start: now, used: Mutex::default() }
    }

    /// Gives out a new one: when, something random, and the mark.
    pub fn give(&self, now: Instant) -> [u8; 32] {
        let mut nonce = [0; 32];
        let since = now.saturating_duration_since(self.start).as_millis() as u64;
        nonce[..8].copy_from_slice(&since.to_be_bytes());
        nonce[8..16].copy_from_slice(&clock::random::<8>());
        let mark = self.mark(&nonce[..16]);
        nonce[16..].copy_from_slice(&mark);
        nonce
    }

    /// Says whether one was given here less than a minute ago.
    pub fn is_fresh(&self, nonce: &[u8; 32], now: Instant) -> bool {
        let (told, mark) = nonce.split_at(16);
        let differs = self.mark(told).iter().zip(mark).fold(0, |bits, (ours, theirs)| bits | (ours ^ theirs));
        let since = u64::from_be_bytes(std::array::from_fn(|index| told[index]));
        let given = self.start.checked_add(Duration::from_millis(since));
        differs == 0 && given.is_some_and(|given| given <= now && now.duration_since(given) < LIFE)
    }

    /// Uses one up that is fresh and well signed; `false` where it was used before.
    pub fn use_up(&self, nonce: [u8; 32], now: Instant) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, since| now.saturating_duration_since(*since) < LIFE);
        used.insert(nonce, now).is_none()
    }

    fn mark(&self, told: &[u8]) -> [u8; 16] {
        let mut hasher = Blake3::new();
        hasher.update(&self.secret);
        hasher.update(told);
        let hash = hasher.finalize();
        std::array::from_fn(|index| hash[index])
    }
}

#[cfg(test)]
mod tests;
