use super::error::BundleError;
use super::frame::{Frames, Place, SEALED_FRAME};
use super::header::BundleHeader;
use super::item::BundleItem;
use crate::boxes::BoxSecret;
use crate::cbor::Reader;
use crate::limits;

/// Reads a bundle: bytes of the file go in, items come out, each only after its frames were verified.
///
/// What came out before an error is sound and may be kept; what follows never comes.
pub struct BundleReader {
    frames: Frames,
    sealed: Vec<u8>,
    opened: Vec<u8>,
    taken: usize,
    rank: u64,
    count: u64,
    input_ended: bool,
    ended: bool,
}

impl BundleReader {
    /// Opens a bundle whose header was read, as one of its recipients; give it the bytes behind the
    /// header.
    ///
    /// # Errors
    /// `NotForThis`.
    pub fn open(header: &BundleHeader, name: &[u8; 32], secret: &BoxSecret) -> Result<Self, BundleError> {
        let key = header.open_key(name, secret)?;
        Ok(Self {
            frames: Frames::new(&key, header.prefix, header.to_bytes()),
            sealed: Vec::new(),
            opened: Vec::new(),
            taken: 0,
            rank: 0,
            count: 0,
            input_ended: false,
            ended: false,
        })
    }

    /// Adds bytes of the file as they come.
    ///
    /// # Errors
    /// `Altered` where a frame was.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), BundleError> {
        self.sealed.extend_from_slice(bytes);
        let mut from = 0;
        // A frame with nothing behind it may be the last one.
        while self.sealed.len() - from > SEALED_FRAME {
            let frame = &self.sealed[from..from + SEALED_FRAME];
            let mut content = self.frames.open(frame, Place::Within)?;
            self.forget_taken();
            self.opened.append(&mut content);
            from += SEALED_FRAME;
        }
        self.sealed.drain(..from);
        Ok(())
    }

    /// Says that no further bytes come.
    ///
    /// # Errors
    /// `Cut` where the file does not end as it was made to; a last frame that is one of the middle
    /// still gives its items first.
    pub fn end_input(&mut self) -> Result<(), BundleError> {
        if self.input_ended {
            return Ok(());
        }
        self.input_ended = true;
        let sealed = std::mem::take(&mut self.sealed);
        let last = self.frames.open(&sealed, Place::Last);
        // Cut between two frames: what was the last byte that came is sound all the same.
        let kept = last.or_else(|cut| self.frames.open(&sealed, Place::Within).map_err(|_| cut))?;
        self.forget_taken();
        self.opened.extend_from_slice(&kept);
        Ok(())
    }

    /// Takes the next whole item out; nothing where more bytes must come first, or after the end.
    ///
    /// # Errors
    /// `Malformed` or `TooLarge` for what does not belong here, `Cut` where the file ended without its
    /// count.
    pub fn next_item(&mut self) -> Result<Option<BundleItem>, BundleError> {
        let rest = &self.opened[self.taken..];
        if self.ended {
            return if rest.is_empty() { Ok(None) } else { Err(BundleError::Malformed) };
        }
        let mut reader = Reader::new(rest);
        if rest.is_empty() || !reader.skip_whole()? {
            return self.wait_for_more(rest.len());
        }
        let length = reader.position();
        if length > limits::BUNDLE_ITEM {
            return Err(BundleError::TooLarge);
        }
        let item = BundleItem::from_bytes(&rest[..length])?;
        self.taken += length;
        self.check_order(&item)?;
        Ok(Some(item))
    }

    /// Says whether all of the file came, to its end.
    pub fn is_whole(&self) -> bool {
        self.ended && self.input_ended && self.taken == self.opened.len()
    }

    fn wait_for_more(&self, waiting: usize) -> Result<Option<BundleItem>, BundleError> {
        if self.input_ended {
            return Err(BundleError::Cut { frame: self.frames.next() });
        }
        if waiting > limits::BUNDLE_ITEM { Err(BundleError::TooLarge) } else { Ok(None) }
    }

    fn check_order(&mut self, item: &BundleItem) -> Result<(), BundleError> {
        let rank = item.rank();
        let first = (self.rank == 0) == (rank == 1);
        if !first || rank < self.rank {
            return Err(BundleError::Malformed);
        }
        self.rank = rank;
        if let BundleItem::End(count) = item {
            self.ended = *count == self.count;
            return if self.ended { Ok(()) } else { Err(BundleError::Malformed) };
        }
        self.count += 1;
        Ok(())
    }

    fn forget_taken(&mut self) {
        self.opened.drain(..self.taken);
        self.taken = 0;
    }
}

#[cfg(test)]
mod tests;
