//! Parts of a bundle for fewer readers: bundles of their own, one behind the other, each small enough
//! to be held in memory.

use api::Error;
use protocol::{BundleItem, BundleWriter, Recipient, SealWith, SpaceId, Vector};

use super::export::refused;
use crate::host;

/// Bytes after which the next part begins; an item is at most 1 MiB, a draft rarely more.
const ENOUGH: usize = 2 << 20;

/// Puts items into a series of sealed parts.
pub struct Enclosing {
    space: SpaceId,
    created: i64,
    readers: Vec<Recipient>,
    open: Option<(BundleWriter, Vec<u8>)>,
}

impl Enclosing {
    /// Begins a series for some readers.
    pub fn new(space: SpaceId, created: i64, readers: Vec<Recipient>) -> Self {
        Self { space, created, readers, open: None }
    }

    /// Adds an item; gives the part before it where it is full.
    pub fn add(&mut self, item: &BundleItem) -> Result<Option<BundleItem>, Error> {
        let (writer, bytes) = match &mut self.open {
            Some(open) => open,
            None => self.open.insert(begin(self.space, self.created, &self.readers)?),
        };
        bytes.append(&mut writer.add(item).map_err(refused)?);
        if bytes.len() < ENOUGH { Ok(None) } else { self.finish() }
    }

    /// Ends the part that is open; nothing where none is.
    pub fn finish(&mut self) -> Result<Option<BundleItem>, Error> {
        let Some((writer, mut bytes)) = self.open.take() else { return Ok(None) };
        bytes.append(&mut writer.finish().map_err(refused)?);
        Ok(Some(BundleItem::Enclosed(bytes)))
    }
}

fn begin(space: SpaceId, created: i64, readers: &[Recipient]) -> Result<(BundleWriter, Vec<u8>), Error> {
    let (mut writer, mut bytes) = open(space, created, readers)?;
    bytes.append(&mut writer.add(&BundleItem::Vector(Vector::default())).map_err(refused)?);
    Ok((writer, bytes))
}

/// Begins a bundle with fresh keys.
pub fn open(space: SpaceId, created: i64, readers: &[Recipient]) -> Result<(BundleWriter, Vec<u8>), Error> {
    let with = SealWith { key: host::random(), prefix: host::random() };
    let readers: Vec<_> = readers.iter().map(|reader| (*reader, host::random())).collect();
    BundleWriter::begin(space, created, &with, &readers).map_err(refused)
}
