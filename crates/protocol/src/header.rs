//! The signed part of an envelope: 18 fields of deterministic CBOR (protocol section 3).
//!
//! Do not change what is written here: header bytes are signed and kept for ever.

mod ext;

pub use ext::Ext;

use crate::cbor::{Malformed, Reader, Writer};
use crate::code::Code;
use crate::codec::Codec;
use crate::id::{ChangeHash, DeviceKey, DocId, EnvId, SpaceId};

/// What an envelope carries (field 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Automerge changes of one burst of work.
    Change = 1,
    /// A decision or another signed fact.
    Record = 2,
    /// An entry of the control log.
    Control = 3,
    /// A document saved whole.
    Snapshot = 4,
    /// The manifest of a file.
    Blob = 5,
    /// Quarantined envelopes taken back.
    Readmit = 6,
}

impl Kind {
    /// Every kind, by code.
    pub const ALL: [Self; 6] =
        [Self::Change, Self::Record, Self::Control, Self::Snapshot, Self::Blob, Self::Readmit];

    /// Gives the number that travels.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Finds the kind of a number.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| u64::from(kind.code()) == code)
    }
}

/// Whether a payload is sealed (field 15, protocol section 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enc {
    /// Open.
    Plain,
    /// XChaCha20-Poly1305.
    Sealed {
        /// Which key.
        key: [u8; 16],
        /// The nonce.
        nonce: [u8; 24],
    },
}

/// The fields of a header; field 0, the version, is always 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The school's log.
    pub space: SpaceId,
    /// What is carried.
    pub kind: Kind,
    /// The code of a record's or control entry's verb, otherwise 0.
    pub verb: u16,
    /// The document whose class and audience rule; of control entries the space.
    pub doc: DocId,
    /// Of records: the document that `heads` belong to, where it is another.
    pub about: Option<DocId>,
    /// The signing device.
    pub author: DeviceKey,
    /// 1, 2, 3 … for each author.
    pub aseq: u64,
    /// The author's envelope before, zeros for the first.
    pub aprev: EnvId,
    /// The newest control entry that the author had applied; of control entries, the head they extend.
    pub control: EnvId,
    /// Of records the heads spoken of, of snapshots those covered; sorted, distinct.
    pub heads: Vec<ChangeHash>,
    /// Of changes: their hashes, in the payload's order.
    pub changes: Vec<ChangeHash>,
    /// Length of the payload as stored.
    pub plen: u64,
    /// BLAKE3-256 of the payload as stored.
    pub phash: [u8; 32],
    /// How the payload is stored.
    pub codec: Codec,
    /// Whether the payload is sealed.
    pub enc: Enc,
    /// The author's clock in milliseconds since 1970: shown, never judged.
    pub ts: i64,
    /// Further facts.
    pub ext: Ext,
}

impl Header {
    /// The version that field 0 holds.
    pub const VERSION: u64 = 1;

    /// Gives the document that the heads belong to.
    pub fn subject(&self) -> DocId {
        self.about.unwrap_or(self.doc)
    }

    /// Encodes the header in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(18);
        writer.uint(Self::VERSION);
        writer.bytes(self.space.as_ref());
        writer.uint(u64::from(self.kind.code()));
        writer.uint(u64::from(self.verb));
        writer.bytes(self.doc.as_ref());
        writer.bytes_or_null(self.about);
        writer.bytes(self.author.as_ref());
        writer.uint(self.aseq);
        writer.bytes(self.aprev.as_ref());
        writer.bytes(self.control.as_ref());
        writer.list(self.heads.iter());
        writer.list(self.changes.iter());
        writer.uint(self.plen);
        writer.bytes(&self.phash);
        write_codec(self.codec, &mut writer);
        write_enc(self.enc, &mut writer);
        writer.int(self.ts);
        self.ext.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes a header and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Code> {
        let mut reader = Reader::new(bytes);
        let fields = reader.array_length().map_err(|_| Code::Malformed)?;
        let version = reader.uint().map_err(|_| Code::Malformed)?;
        if version != Self::VERSION {
            return Err(Code::UpgradeRequired);
        }
        let header = if fields == 18 { Self::read(&mut reader) } else { Err(Malformed) };
        let header = header.map_err(|_| Code::Malformed)?.ok_or(Code::UpgradeRequired)?;
        // Also catches trailing bytes, long integers and unsorted keys.
        if header.to_bytes() == bytes { Ok(header) } else { Err(Code::Noncanonical) }
    }

    /// Reads what follows the version; nothing where the kind is not known yet.
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Malformed> {
        let space = reader.id()?;
        let Some(kind) = Kind::from_code(reader.uint()?) else { return Ok(None) };
        Ok(Some(Self {
            space,
            kind,
            verb: u16::try_from(reader.uint()?).map_err(|_| Malformed)?,
            doc: reader.id()?,
            about: reader.id_or_null()?,
            author: reader.id()?,
            aseq: reader.uint()?,
            aprev: reader.id()?,
            control: reader.id()?,
            heads: reader.list(Reader::id)?,
            changes: reader.list(Reader::id)?,
            plen: reader.uint()?,
            phash: reader.fixed()?,
            codec: read_codec(reader)?,
            enc: read_enc(reader)?,
            ts: reader.int()?,
            ext: Ext::read(reader)?,
        }))
    }
}

fn write_codec(codec: Codec, writer: &mut Writer) {
    match codec {
        Codec::Raw => writer.uint(0),
        Codec::Deflate { inflated } => {
            writer.array(2);
            writer.uint(1);
            writer.uint(inflated);
        }
    }
}

fn read_codec(reader: &mut Reader<'_>) -> Result<Codec, Malformed> {
    if let Ok(number) = reader.try_uint() {
        return if number == 0 { Ok(Codec::Raw) } else { Err(Malformed) };
    }
    reader.array(2)?;
    if reader.uint()? != 1 {
        return Err(Malformed);
    }
    Ok(Codec::Deflate { inflated: reader.uint()? })
}

fn write_enc(enc: Enc, writer: &mut Writer) {
    match enc {
        Enc::Plain => writer.uint(0),
        Enc::Sealed { key, nonce } => {
            writer.array(3);
            writer.bytes(&key);
            writer.uint(1);
            writer.bytes(&nonce);
        }
    }
}

fn read_enc(reader: &mut Reader<'_>) -> Result<Enc, Malformed> {
    if let Ok(number) = reader.try_uint() {
        return if number == 0 { Ok(Enc::Plain) } else { Err(Malformed) };
    }
    reader.array(3)?;
    let key = reader.fixed()?;
    if reader.uint()? != 1 {
        return Err(Malformed);
    }
    Ok(Enc::Sealed { key, nonce: reader.fixed()? })
}
