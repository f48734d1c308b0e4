//! What lies on a machine's own disk, encrypted block by block; it never travels.
//!
//! A block names its place, so that blocks of one key cannot change places; whoever cuts whole blocks
//! off the end is found out by the hash of what was kept.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};

/// What an encrypted block is for; nothing else that is sealed opens here.
const CONTEXT: &[u8] = b"ssk/rest/v1\0";
const NONCE: usize = 24;
const TAG: usize = 16;

/// Encrypts the blocks of one file.
pub struct BlockCipher(XChaCha20Poly1305);

impl BlockCipher {
    /// Bytes that an encrypted block is longer by.
    pub const OVERHEAD: usize = NONCE + TAG;

    /// Uses a key that is for this file alone.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Encrypts the block of a place with a nonce that was never used: `nonce ‖ ciphertext`.
    pub fn seal(&self, place: u64, nonce: [u8; NONCE], block: &[u8]) -> Vec<u8> {
        let payload = Payload { msg: block, aad: &context(place) };
        let text = self.0.encrypt(&nonce.into(), payload).expect("a block is short");
        [nonce.as_slice(), &text].concat()
    }

    /// Decrypts the block of a place; nothing when it is another one, or a byte was changed.
    pub fn open(&self, place: u64, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE>()?;
        self.0.decrypt(&(*nonce).into(), Payload { msg: text, aad: &context(place) }).ok()
    }
}

fn context(place: u64) -> Vec<u8> {
    [CONTEXT, &place.to_le_bytes()].concat()
}

/// Makes the key of one purpose from a key that is used for nothing itself.
pub fn key_for(purpose: &str, root: &[u8; 32]) -> [u8; 32] {
    blake3::derive_key(purpose, root)
}

/// Makes the key of one thing among many from the key of its kind and its name.
pub fn key_of(kind: &[u8; 32], name: &[u8]) -> [u8; 32] {
    *blake3::keyed_hash(kind, name).as_bytes()
}

#[cfg(test)]
mod tests;
