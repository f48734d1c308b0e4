use super::error::BundleError;
use super::frame::{FRAME, Frames, Place};
use super::header::{BundleHeader, Recipient};
use super::item::BundleItem;
use crate::id::SpaceId;
use crate::limits;

/// What a bundle is sealed with; every byte of it is random and used for one file only.
pub struct SealWith {
    /// The key of all frames.
    pub key: [u8; 32],
    /// What every frame's nonce begins with.
    pub prefix: [u8; 19],
}

/// Makes a bundle: items go in, bytes of the file come out.
pub struct BundleWriter {
    frames: Frames,
    waiting: Vec<u8>,
    rank: u64,
    count: u64,
}

impl BundleWriter {
    /// Begins a file for some recipients, each with 32 random bytes of its own, and gives its first
    /// bytes.
    ///
    /// # Errors
    /// `NotForThis` where there is nobody to seal it to, `TooLarge` for too many.
    pub fn begin(
        space: SpaceId,
        created: i64,
        with: &SealWith,
        recipients: &[(Recipient, [u8; 32])],
    ) -> Result<(Self, Vec<u8>), BundleError> {
        let header = BundleHeader::seal(space, created, with.prefix, &with.key, recipients)?.to_bytes();
        let frames = Frames::new(&with.key, with.prefix, header.clone());
        Ok((Self { frames, waiting: Vec::new(), rank: 0, count: 0 }, header))
    }

    /// Adds an item and gives the bytes that are ready, often none.
    ///
    /// # Errors
    /// `Malformed` for an item that cannot stand here, `TooLarge` for one that no reader takes.
    pub fn add(&mut self, item: &BundleItem) -> Result<Vec<u8>, BundleError> {
        let rank = item.rank();
        let fits = (self.rank == 0) == (rank == 1) && rank >= self.rank;
        if !fits || matches!(item, BundleItem::End(_)) {
            return Err(BundleError::Malformed);
        }
        self.rank = rank;
        self.count += 1;
        self.encode(item)
    }

    /// Says how many items were added.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Ends the file and gives its last bytes.
    ///
    /// # Errors
    /// `Malformed` where not even the vector was added.
    pub fn finish(mut self) -> Result<Vec<u8>, BundleError> {
        if self.rank == 0 {
            return Err(BundleError::Malformed);
        }
        let mut bytes = self.encode(&BundleItem::End(self.count))?;
        bytes.append(&mut self.frames.seal(&self.waiting, Place::Last)?);
        Ok(bytes)
    }

    fn encode(&mut self, item: &BundleItem) -> Result<Vec<u8>, BundleError> {
        let mut encoded = item.to_bytes();
        if encoded.len() > limits::BUNDLE_ITEM {
            return Err(BundleError::TooLarge);
        }
        self.waiting.append(&mut encoded);
        let mut ready = Vec::new();
        let mut from = 0;
        // The last frame is never empty, so a full one waits for what follows.
        while self.waiting.len() - from > FRAME {
            ready.append(&mut self.frames.seal(&self.waiting[from..from + FRAME], Place::Within)?);
            from += FRAME;
        }
        self.waiting.drain(..from);
        Ok(ready)
    }
}
