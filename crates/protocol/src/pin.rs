//! What a PIN seals on its own machine (protocol section 13); it never travels.
//!
//! Ten to the sixth PINs times 30 ms are a night's work for somebody who copies the machine's disk:
//! a PIN keeps out who picks the tablet up, not who takes it apart.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};

use crate::argon;

/// What the sealed bytes are for; nothing else that is sealed opens here.
const CONTEXT: &[u8] = b"ssk/pin/v1\0";
const SALT: usize = 16;
const NONCE: usize = 24;

/// Seals a secret, which may be empty, with a PIN: `salt ‖ nonce ‖ ciphertext`.
pub fn seal_with_pin(pin: &str, salt: [u8; SALT], nonce: [u8; NONCE], secret: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: secret, aad: CONTEXT };
    let text = cipher(pin, &salt).encrypt(&nonce.into(), payload).expect("a secret is short");
    [salt.as_slice(), &nonce, &text].concat()
}

/// Opens what a PIN sealed; nothing with another PIN, or when a byte was changed.
pub fn open_with_pin(pin: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (salt, rest) = sealed.split_first_chunk::<SALT>()?;
    let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
    cipher(pin, salt).decrypt(&(*nonce).into(), Payload { msg: text, aad: CONTEXT }).ok()
}

fn cipher(pin: &str, salt: &[u8; SALT]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&argon::derive(pin.as_bytes(), salt).into())
}

#[cfg(test)]
mod tests;
