//! Bytes read from the front, with minimal LEB128 numbers.

use crate::limits;

/// What is left to read of a chunk.
pub(super) struct Bytes<'b> {
    all: &'b [u8],
    position: usize,
}

impl<'b> Bytes<'b> {
    pub fn new(all: &'b [u8]) -> Self {
        Self { all, position: 0 }
    }

    pub fn position(&self) -> usize {
        self.position
    }

    pub fn is_empty(&self) -> bool {
        self.position == self.all.len()
    }

    pub fn left(&self) -> usize {
        self.all.len() - self.position
    }

    pub fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let end = self.position.checked_add(count)?;
        let taken = self.all.get(self.position..end)?;
        self.position = end;
        Some(taken)
    }

    /// Reads a length that what is left must have.
    pub fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        (length <= self.left()).then_some(length)
    }

    /// Reads how many parts follow; each has a byte at least.
    pub fn count(&mut self) -> Option<usize> {
        let count = self.length()?;
        (count as u64 <= limits::OPERATIONS).then_some(count)
    }

    /// Reads bytes behind their length.
    pub fn prefixed(&mut self) -> Option<&'b [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    /// Reads unsigned LEB128 in its shortest form.
    pub fn unsigned(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0u64, 0u32);
        loop {
            let byte = self.take(1)?[0];
            let part = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && part > 1) {
                return None;
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return (byte != 0 || shift == 0).then_some(number);
            }
            shift += 7;
        }
    }

    /// Reads signed LEB128 in its shortest form.
    pub fn signed(&mut self) -> Option<i64> {
        let (mut number, mut shift, mut before) = (0i64, 0u32, 0u8);
        loop {
            let byte = self.take(1)?[0];
            let part = byte & 0x7f;
            // The tenth byte has room for the sign alone.
            if shift > 63 || (shift == 63 && part != 0 && part != 0x7f) {
                return None;
            }
            number |= i64::from(part) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                let padded = (byte == 0 && before & 0x40 == 0) || (byte == 0x7f && before & 0x40 != 0);
                if shift > 7 && padded {
                    return None;
                }
                return Some(if negative && shift < 64 { number | (-1 << shift) } else { number });
            }
            before = byte;
        }
    }
}
