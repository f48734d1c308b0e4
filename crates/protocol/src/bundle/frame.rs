//! Frames of 64 KiB, each sealed with its place and with whether it is the last one.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::error::BundleError;
use super::header::Prefix;

/// Bytes of a frame's content; only the last one is shorter.
pub const FRAME: usize = 64 * 1024;
/// Bytes of a sealed frame.
pub const SEALED_FRAME: usize = FRAME + 16;

/// Whether a frame ends the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Others follow.
    Within,
    /// It is the last.
    Last,
}

/// Seals or opens the frames of one file, in order.
pub struct Frames {
    cipher: XChaCha20Poly1305,
    prefix: Prefix,
    header: Vec<u8>,
    next: u32,
}

impl Frames {
    /// Begins with a file's first frame.
    pub fn new(key: &[u8; 32], prefix: Prefix, header: Vec<u8>) -> Self {
        Self { cipher: XChaCha20Poly1305::new(key.into()), prefix, header, next: 0 }
    }

    /// Gives the place of the next frame.
    pub const fn next(&self) -> u32 {
        self.next
    }

    /// Seals the next frame.
    pub fn seal(&mut self, content: &[u8], place: Place) -> Result<Vec<u8>, BundleError> {
        let payload = Payload { msg: content, aad: &self.header };
        let sealed = self.cipher.encrypt(&self.nonce(place), payload);
        self.step()?;
        sealed.map_err(|_| BundleError::TooLarge)
    }

    /// Opens the next frame; one that does not open leaves everything as it was.
    pub fn open(&mut self, sealed: &[u8], place: Place) -> Result<Vec<u8>, BundleError> {
        let payload = Payload { msg: sealed, aad: &self.header };
        let frame = self.next;
        match self.cipher.decrypt(&self.nonce(place), payload) {
            Ok(content) => self.step().map(|()| content),
            Err(_) if place == Place::Within => Err(BundleError::Altered { frame }),
            Err(_) => Err(BundleError::Cut { frame }),
        }
    }

    fn nonce(&self, place: Place) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&self.prefix);
        nonce[19..23].copy_from_slice(&self.next.to_be_bytes());
        nonce[23] = u8::from(place == Place::Last);
        nonce.into()
    }

    fn step(&mut self) -> Result<(), BundleError> {
        self.next = self.next.checked_add(1).ok_or(BundleError::TooLarge)?;
        Ok(())
    }
}
