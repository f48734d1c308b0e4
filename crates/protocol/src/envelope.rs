//! Envelopes: signed, addressed, numbered by their author (protocol section 3).

mod draft;
mod prepared;

pub use draft::{Draft, DraftContent, Next};
pub use prepared::{Parsed, Prepared, change_chunks};

use crate::cbor::{Malformed, Reader, Writer};
use crate::code::Code;
use crate::derive;
use crate::header::Header;
use crate::id::EnvId;
use crate::keys::{self, Message, Signature};
use crate::limits;

/// One signed envelope; its header bytes are kept verbatim and never encoded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    id: EnvId,
    header: Header,
    header_bytes: Vec<u8>,
    sig: Signature,
    payload: Option<Vec<u8>>,
}

impl Envelope {
    /// Reads the header of an envelope; nothing is verified yet.
    ///
    /// Errors are those of admission's first step: `too_large`, `malformed`, `noncanonical`,
    /// `upgrade_required`.
    pub fn from_parts(header: Vec<u8>, sig: Signature, payload: Option<Vec<u8>>) -> Result<Self, Code> {
        if header.len() > limits::HEADER {
            return Err(Code::TooLarge);
        }
        let fields = Header::from_bytes(&header)?;
        Ok(Self { id: derive::env_id(&header), header: fields, header_bytes: header, sig, payload })
    }

    /// Reads one envelope from the front of a sequence and says how many bytes it took.
    pub fn from_wire(bytes: &[u8]) -> Result<(Self, usize), Code> {
        let (parts, used) = read_parts(bytes).map_err(|_| Code::Malformed)?;
        let (header, sig, payload) = parts;
        Ok((Self::from_parts(header, sig, payload)?, used))
    }

    /// Encodes the wire item `[header, sig, payload]`.
    pub fn to_wire(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(3);
        writer.bytes(&self.header_bytes);
        writer.bytes(self.sig.as_ref());
        writer.bytes_or_null(self.payload.as_ref());
        writer.into_bytes()
    }

    /// Gives the id, which is computed from the header bytes.
    pub const fn id(&self) -> EnvId {
        self.id
    }

    /// Lends the fields of the header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Lends the header as it was signed.
    pub fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    /// Gives the signature.
    pub const fn signature(&self) -> Signature {
        self.sig
    }

    /// Tells whether the author's key has signed it; that the signature fits is for admission to say.
    pub fn is_signed(&self) -> bool {
        self.sig != Signature::MISSING
    }

    /// Gives what the author's key is to sign.
    pub fn message(&self) -> Message {
        Message::new(keys::ENVELOPE, &[&self.header_bytes])
    }

    /// Puts a signature in its place.
    #[must_use]
    pub fn signed(self, sig: Signature) -> Self {
        Self { sig, ..self }
    }

    /// Lends the payload as stored; nothing where it is void, withheld or compacted.
    pub fn payload(&self) -> Option<&[u8]> {
        self.payload.as_deref()
    }

    /// Checks admission's fourth step: signature, length and hash.
    pub(crate) fn check_seal(&self) -> Result<(), Code> {
        let parts = [self.header_bytes.as_slice()];
        if !keys::verify(self.header.author.as_bytes(), keys::ENVELOPE, &parts, &self.sig) {
            return Err(Code::BadSignature);
        }
        self.check_payload()
    }

    /// The part of the fourth step that needs no signature.
    pub(crate) fn check_payload(&self) -> Result<(), Code> {
        let fits = self.payload.as_ref().is_none_or(|payload| {
            payload.len() as u64 == self.header.plen && crate::blake::hash(payload) == self.header.phash
        });
        if fits { Ok(()) } else { Err(Code::HashMismatch) }
    }
}

/// The three parts of a wire item.
type Parts = (Vec<u8>, Signature, Option<Vec<u8>>);

fn read_parts(bytes: &[u8]) -> Result<(Parts, usize), Malformed> {
    let mut reader = Reader::new(bytes);
    reader.array(3)?;
    let header = reader.bytes()?.to_vec();
    let sig = Signature::read(&mut reader)?;
    let payload = reader.nullable(|reader| Ok(reader.bytes()?.to_vec()))?;
    Ok(((header, sig, payload), reader.position()))
}

/// Splits a push into its items (RFC 8742), so that each can be answered for itself.
///
/// An item that is not an envelope is an error in its place; bytes after which no further item can
/// be found end the list with one error.
pub fn read_push(bytes: &[u8]) -> Vec<Result<Envelope, Code>> {
    let mut rest = bytes;
    let mut items = Vec::new();
    while !rest.is_empty() {
        let mut reader = Reader::new(rest);
        if reader.skip().is_err() {
            items.push(Err(Code::Malformed));
            break;
        }
        let (item, after) = rest.split_at(reader.position());
        items.push(Envelope::from_wire(item).and_then(|(envelope, used)| {
            if used == item.len() { Ok(envelope) } else { Err(Code::Malformed) }
        }));
        rest = after;
    }
    items
}
