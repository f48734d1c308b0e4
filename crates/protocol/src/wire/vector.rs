//! What a device holds of each author (protocol section 11).

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::DeviceKey;

/// The numbers of one author that are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose.
    pub author: DeviceKey,
    /// Ranges of `aseq`, ascending, both ends included.
    pub ranges: Vec<(u64, u64)>,
}

/// What is held of all authors; skipped numbers count as held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vector(pub Vec<Held>);

impl Vector {
    /// Says whether a number of an author is held.
    pub fn holds(&self, author: DeviceKey, aseq: u64) -> bool {
        let of_author = self.0.iter().filter(|held| held.author == author);
        of_author.flat_map(|held| &held.ranges).any(|(from, to)| (*from..=*to).contains(&aseq))
    }

    /// Encodes `[[author, n]]`, or `[author, [[from, to], …]]` where there are holes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(self.0.len());
        for held in &self.0 {
            writer.array(2);
            writer.bytes(held.author.as_ref());
            if let [(1, to)] = held.ranges[..] {
                writer.uint(to);
                continue;
            }
            writer.array(held.ranges.len());
            for (from, to) in &held.ranges {
                writer.array(2);
                writer.uint(*from);
                writer.uint(*to);
            }
        }
        writer.into_bytes()
    }

    /// Decodes a vector.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let vector = Self(reader.list(|reader| {
            reader.array(2)?;
            let author = reader.id()?;
            if let Ok(to) = reader.try_uint() {
                return Ok(Held { author, ranges: vec![(1, to)] });
            }
            let ranges = reader.list(|reader| {
                reader.array(2)?;
                Ok((reader.uint()?, reader.uint()?))
            })?;
            Ok(Held { author, ranges })
        })?);
        if vector.to_bytes() == bytes { Ok(vector) } else { Err(Malformed) }
    }
}
