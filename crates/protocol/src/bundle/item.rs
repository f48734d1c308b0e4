use super::error::BundleError;
use crate::cbor::{Malformed, Reader, Writer};
use crate::cursor::{Ack, SignedCheckpoint};
use crate::envelope::Envelope;
use crate::id::{DeviceKey, DocId};
use crate::keys::Signature;
use crate::limits;
use crate::manifest::Manifest;
use crate::wire::Vector;

/// One thing that a bundle carries. Items stand in the order of this list; the count comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleItem {
    /// What the maker holds: always first, and once.
    Vector(Vector),
    /// The newest word of the relay that the maker has.
    Checkpoint(SignedCheckpoint),
    /// How far a device has read.
    Ack(DeviceKey, Ack),
    /// A control entry.
    Control(Envelope),
    /// Any other envelope.
    Envelope(Envelope),
    /// A document that never left its device; only in bundles for devices of one member.
    Draft(BundleDraft),
    /// A whole bundle for fewer recipients, to be opened by them or carried to them.
    Enclosed(Vec<u8>),
    /// A chunk of a file.
    Chunk(Vec<u8>),
    /// How many items stood before; nothing follows.
    End(u64),
}

/// A draft as it moves between the devices of its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleDraft {
    /// The document's id.
    pub doc: DocId,
    /// What the id was made of.
    pub nonce: [u8; 16],
    /// The document as its device keeps it.
    pub saved: Vec<u8>,
    /// The files that it names, previews too.
    pub files: Vec<Manifest>,
}

impl BundleItem {
    /// Where an item of this kind stands among the others; the order never falls.
    pub(super) const fn rank(&self) -> u64 {
        match self {
            Self::Vector(_) => 1,
            Self::Checkpoint(_) => 2,
            Self::Ack(..) => 3,
            Self::Control(_) => 4,
            Self::Envelope(_) => 5,
            Self::Draft(_) => 6,
            Self::Enclosed(_) => 7,
            Self::Chunk(_) => 8,
            Self::End(_) => 9,
        }
    }

    /// Encodes `[kind, …]`; the kind is the rank.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let begin = |writer: &mut Writer, fields| {
            writer.array(fields);
            writer.uint(self.rank());
        };
        match self {
            Self::Vector(vector) => {
                begin(&mut writer, 2);
                writer.bytes(&vector.to_bytes());
            }
            Self::Checkpoint(checkpoint) => {
                begin(&mut writer, 3);
                writer.bytes(&checkpoint.bytes);
                writer.bytes(checkpoint.sig.as_ref());
            }
            Self::Ack(device, ack) => {
                begin(&mut writer, 3);
                writer.bytes(device.as_ref());
                writer.bytes(&ack.to_bytes());
            }
            Self::Control(envelope) | Self::Envelope(envelope) => {
                begin(&mut writer, 2);
                writer.bytes(&envelope.to_wire());
            }
            Self::Draft(draft) => {
                begin(&mut writer, 5);
                write_draft(&mut writer, draft);
            }
            Self::Enclosed(bytes) | Self::Chunk(bytes) => {
                begin(&mut writer, 2);
                writer.bytes(bytes);
            }
            Self::End(count) => {
                begin(&mut writer, 2);
                writer.uint(*count);
            }
        }
        writer.into_bytes()
    }

    /// Decodes one item and refuses every form but the only one.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, BundleError> {
        let mut reader = Reader::new(bytes);
        let fields = reader.array_length()?;
        let item = match (reader.uint()?, fields) {
            (1, 2) => Self::Vector(Vector::from_bytes(reader.bytes()?)?),
            (2, 3) => Self::Checkpoint(SignedCheckpoint {
                bytes: reader.bytes()?.to_vec(),
                sig: Signature::read(&mut reader)?,
            }),
            (3, 3) => Self::Ack(reader.id()?, Ack::from_bytes(reader.bytes()?)?),
            (4, 2) => Self::Control(read_envelope(&mut reader)?),
            (5, 2) => Self::Envelope(read_envelope(&mut reader)?),
            (6, 5) => Self::Draft(read_draft(&mut reader)?),
            (7, 2) => Self::Enclosed(limited(&mut reader, limits::BUNDLE_ENCLOSED)?),
            (8, 2) => Self::Chunk(limited(&mut reader, limits::CHUNK as usize)?),
            (9, 2) => Self::End(reader.uint()?),
            _ => return Err(BundleError::Malformed),
        };
        reader.end()?;
        if item.to_bytes() == bytes { Ok(item) } else { Err(BundleError::Malformed) }
    }
}

fn read_envelope(reader: &mut Reader<'_>) -> Result<Envelope, BundleError> {
    let wire = reader.bytes()?;
    let (envelope, used) = Envelope::from_wire(wire).map_err(|_| BundleError::Malformed)?;
    if used == wire.len() { Ok(envelope) } else { Err(BundleError::Malformed) }
}

fn limited(reader: &mut Reader<'_>, most: usize) -> Result<Vec<u8>, BundleError> {
    let bytes = reader.bytes()?;
    if bytes.is_empty() {
        return Err(BundleError::Malformed);
    }
    if bytes.len() > most { Err(BundleError::TooLarge) } else { Ok(bytes.to_vec()) }
}

fn write_draft(writer: &mut Writer, draft: &BundleDraft) {
    writer.bytes(draft.doc.as_ref());
    writer.bytes(&draft.nonce);
    writer.bytes(&draft.saved);
    writer.list(draft.files.iter().map(Manifest::to_bytes));
}

fn read_draft(reader: &mut Reader<'_>) -> Result<BundleDraft, Malformed> {
    Ok(BundleDraft {
        doc: reader.id()?,
        nonce: reader.fixed()?,
        saved: reader.bytes()?.to_vec(),
        files: reader.list(|reader| Manifest::from_bytes(reader.bytes()?))?,
    })
}
