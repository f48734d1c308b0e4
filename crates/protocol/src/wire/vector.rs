//! What a device holds of each author (protocol section 11).

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::DeviceKey;
use std::collections::BTreeMap;

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
    /// Puts ranges in order and joins those that touch; one that ends before it begins is none.
    pub fn of(ranges: impl IntoIterator<Item = (DeviceKey, u64, u64)>) -> Self {
        let mut by_author: BTreeMap<DeviceKey, Vec<(u64, u64)>> = BTreeMap::new();
        for (author, from, to) in ranges.into_iter().filter(|(_, from, to)| from <= to) {
            by_author.entry(author).or_default().push((from, to));
        }
        Self(by_author.into_iter().map(|(author, ranges)| Held { author, ranges: joined(ranges) }).collect())
    }

    /// Lists all ranges.
    pub fn ranges(&self) -> impl Iterator<Item = (DeviceKey, u64, u64)> {
        self.0.iter().flat_map(|held| held.ranges.iter().map(|(from, to)| (held.author, *from, *to)))
    }

    /// Says whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|held| held.ranges.is_empty())
    }

    /// Gives what either of them holds.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::of(self.ranges().chain(other.ranges()))
    }

    /// Gives what this one holds and the other does not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let other = Self::of(other.ranges());
        let taken: BTreeMap<_, _> =
            other.0.iter().map(|held| (held.author, held.ranges.as_slice())).collect();
        Self::of(self.ranges().flat_map(|(author, from, to)| {
            let taken = taken.get(&author).copied().unwrap_or_default();
            left_over((from, to), taken).into_iter().map(move |(from, to)| (author, from, to))
        }))
    }

    /// Gives what both hold.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }

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

fn joined(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    ranges.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// What is left of a range without others, which are in order.
fn left_over((start, to): (u64, u64), taken: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let (mut from, mut left) = (start, Vec::new());
    for (first, last) in taken.iter().filter(|(first, last)| *last >= start && *first <= to) {
        if *first > from {
            left.push((from, first - 1));
        }
        match last.checked_add(1) {
            Some(next) => from = next,
            None => return left,
        }
    }
    if from <= to {
        left.push((from, to));
    }
    left
}
