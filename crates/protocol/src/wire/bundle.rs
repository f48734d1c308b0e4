//! What the relay answers to a bundle.

use crate::cbor::{Malformed, Reader, Writer};

/// What a bundle brought to the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BundleAnswer {
    /// Envelopes that have a place now.
    pub placed: u64,
    /// Envelopes that were there before.
    pub known: u64,
    /// Envelopes that rest on something that is not there.
    pub incomplete: u64,
    /// Envelopes that are not kept, or kept aside.
    pub refused: u64,
    /// Files that became whole.
    pub files: u64,
    /// Whether the bundle came to its end.
    pub whole: bool,
}

impl BundleAnswer {
    /// Encodes `[placed, known, incomplete, refused, files, whole]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(6);
        for count in [self.placed, self.known, self.incomplete, self.refused, self.files] {
            writer.uint(count);
        }
        writer.bool(self.whole);
        writer.into_bytes()
    }

    /// Decodes an answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(6)?;
        let answer = Self {
            placed: reader.uint()?,
            known: reader.uint()?,
            incomplete: reader.uint()?,
            refused: reader.uint()?,
            files: reader.uint()?,
            whole: reader.bool()?,
        };
        reader.end()?;
        Ok(answer)
    }
}
