//! Pages of a pull: items, then one trailer.

use crate::cbor::{Malformed, Reader, Writer};
use crate::code::Code;
use crate::cursor::{Cursor, SignedCheckpoint};
use crate::envelope::Envelope;
use crate::id::{DeviceKey, DocId, EnvId};
use crate::keys::Signature;

/// What the relay says of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ItemStatus {
    /// It has effect, and its payload is here.
    Admitted = 0,
    /// It has effect, but its payload is not for this device.
    Withheld = 1,
    /// It has effect, and a snapshot holds what it said.
    Compacted = 2,
    /// It has a number and no effect.
    Void = 3,
    /// Nothing but its id is for this device.
    Unreadable = 4,
}

impl ItemStatus {
    const ALL: [Self; 5] = [Self::Admitted, Self::Withheld, Self::Compacted, Self::Void, Self::Unreadable];

    /// Gives the number that travels.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Finds the status of a number.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|status| u64::from(status.code()) == code)
    }
}

/// One envelope of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullItem {
    /// An envelope that this device may know of.
    Envelope {
        /// Its place in the log.
        seq: u64,
        /// What the relay says of it.
        status: ItemStatus,
        /// The header as signed.
        header: Vec<u8>,
        /// The author's signature.
        sig: Signature,
        /// The payload as stored.
        payload: Option<Vec<u8>>,
    },
    /// Only with `verify=1`: the id alone, so that the chain can be checked.
    Unreadable {
        /// Its place in the log.
        seq: u64,
        /// Its id.
        env_id: EnvId,
    },
}

impl PullItem {
    /// Gives the place in the log.
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Envelope { seq, .. } | Self::Unreadable { seq, .. } => *seq,
        }
    }

    /// Encodes the item.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        match self {
            Self::Envelope { seq, status, header, sig, payload } => {
                writer.array(5);
                writer.uint(*seq);
                writer.uint(u64::from(status.code()));
                writer.bytes(header);
                writer.bytes(sig.as_ref());
                writer.bytes_or_null(payload.as_ref());
            }
            Self::Unreadable { seq, env_id } => {
                writer.array(3);
                writer.uint(*seq);
                writer.uint(u64::from(ItemStatus::Unreadable.code()));
                writer.bytes(env_id.as_ref());
            }
        }
        writer.into_bytes()
    }

    /// Reads the envelope and the relay's status of it; nothing where only the id is here.
    pub fn into_envelope(self) -> Result<Option<(u64, ItemStatus, Envelope)>, Code> {
        match self {
            Self::Envelope { seq, status, header, sig, payload } => {
                Ok(Some((seq, status, Envelope::from_parts(header, sig, payload)?)))
            }
            Self::Unreadable { .. } => Ok(None),
        }
    }
}

/// Numbers of one author that this device may not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Skipped {
    /// Whose.
    pub author: DeviceKey,
    /// The first `aseq`.
    pub from: u64,
    /// The last `aseq`.
    pub to: u64,
}

/// The end of a page: without it the page is torn and the cursor does not move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// Where to go on.
    pub cursor: Cursor,
    /// What the relay signs about its log now.
    pub checkpoint: SignedCheckpoint,
    /// What this device may not read of the page's stretch of the log.
    pub skipped: Vec<Skipped>,
}

impl Trailer {
    /// Encodes the trailer.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4);
        writer.uint(0);
        writer.bytes(&self.cursor.to_bytes());
        self.checkpoint.write(&mut writer);
        writer.array(self.skipped.len());
        for skipped in &self.skipped {
            writer.array(3);
            writer.bytes(skipped.author.as_ref());
            writer.uint(skipped.from);
            writer.uint(skipped.to);
        }
        writer.into_bytes()
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageItem {
    /// An envelope.
    Item(PullItem),
    /// The page's end.
    Trailer(Trailer),
}

impl PageItem {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let fields = reader.array_length()?;
        let seq = reader.uint()?;
        if seq == 0 {
            return if fields == 4 { read_trailer(reader).map(Self::Trailer) } else { Err(Malformed) };
        }
        let status = ItemStatus::from_code(reader.uint()?).ok_or(Malformed)?;
        let item = match (fields, status) {
            (3, ItemStatus::Unreadable) => PullItem::Unreadable { seq, env_id: reader.id()? },
            (5, _) => PullItem::Envelope {
                seq,
                status,
                header: reader.bytes()?.to_vec(),
                sig: Signature::read(reader)?,
                payload: reader.nullable(|reader| Ok(reader.bytes()?.to_vec()))?,
            },
            _ => return Err(Malformed),
        };
        Ok(Self::Item(item))
    }
}

fn read_trailer(reader: &mut Reader<'_>) -> Result<Trailer, Malformed> {
    Ok(Trailer {
        cursor: Cursor::read(reader)?,
        checkpoint: SignedCheckpoint::read(reader)?,
        skipped: reader.list(|reader| {
            reader.array(3)?;
            Ok(Skipped { author: reader.id()?, from: reader.uint()?, to: reader.uint()? })
        })?,
    })
}

/// Takes the bytes of a stream as they come and gives out whole parts.
///
/// One stream may hold many pages; memory never holds more than one part and what was pushed.
#[derive(Debug, Default)]
pub struct PageReader {
    buffer: Vec<u8>,
    read: usize,
}

/// No part of a page is longer: a snapshot, its header and some bytes around them.
const LONGEST: usize = 17 * 1024 * 1024;

impl PageReader {
    /// Starts at the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes that have arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.read);
        self.read = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Takes the next whole part out; nothing where more bytes must come first.
    pub fn next_item(&mut self) -> Result<Option<PageItem>, Malformed> {
        let rest = &self.buffer[self.read..];
        if rest.is_empty() {
            return Ok(None);
        }
        let mut reader = Reader::new(rest);
        if !reader.skip_whole()? {
            return if rest.len() > LONGEST { Err(Malformed) } else { Ok(None) };
        }
        let length = reader.position();
        let mut reader = Reader::new(&rest[..length]);
        let item = PageItem::read(&mut reader)?;
        reader.end()?;
        self.read += length;
        Ok(Some(item))
    }

    /// Says whether nothing but whole parts has come so far.
    pub fn is_empty(&self) -> bool {
        self.read == self.buffer.len()
    }
}

/// One line of `GET S/docs`: a document that the asking device may read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// Which document.
    pub doc: DocId,
    /// The code of its class.
    pub class: u8,
    /// Where it was opened.
    pub first: u64,
    /// Its newest envelope.
    pub last: u64,
}

impl DocumentLine {
    /// Encodes the line.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4);
        writer.bytes(self.doc.as_ref());
        writer.uint(u64::from(self.class));
        writer.uint(self.first);
        writer.uint(self.last);
        writer.into_bytes()
    }

    /// Decodes a whole answer.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>, Malformed> {
        let mut reader = Reader::new(bytes);
        let mut lines = Vec::new();
        while !reader.at_end() {
            reader.array(4)?;
            lines.push(Self {
                doc: reader.id()?,
                class: u8::try_from(reader.uint()?).map_err(|_| Malformed)?,
                first: reader.uint()?,
                last: reader.uint()?,
            });
        }
        Ok(lines)
    }
}
