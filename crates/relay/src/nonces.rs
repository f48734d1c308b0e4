//! Nonces of `hello`: each can be signed once, within a minute.

use crate::clock;
use protocol::limits;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many are remembered; beyond, those that are over go first, then all.
const REMEMBERED: usize = 10_000;

/// Nonces that were given out and not used yet.
#[derive(Debug, Default)]
pub(crate) struct Nonces(Mutex<HashMap<[u8; 32], i64>>);

impl Nonces {
    /// Gives out a new one.
    pub fn give(&self, now: i64) -> [u8; 32] {
        let nonce = clock::random();
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() >= REMEMBERED {
            given.retain(|_, since| now - *since < limits::NONCE_MS);
        }
        if given.len() >= REMEMBERED {
            given.clear();
        }
        given.insert(nonce, now);
        nonce
    }

    /// Takes one back; `false` where it was not given, was used, or is over.
    pub fn take(&self, nonce: &[u8; 32], now: i64) -> bool {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.remove(nonce).is_some_and(|since| now - since < limits::NONCE_MS)
    }
}
