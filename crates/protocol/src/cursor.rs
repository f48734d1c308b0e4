//! How far a device has read, and what the relay signs about its log (protocol section 11).

use crate::base64;
use crate::cbor::{Malformed, Reader, Writer};
use crate::code::Code;
use crate::id::{DeviceKey, EnvId, Epoch, IdError, RelayKey, SpaceId};
use crate::keys::{self, Message, Signature, SigningKey};

/// A place in the log, after which reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Which life of the log.
    pub epoch: Epoch,
    /// The last number read, 0 for none.
    pub seq: u64,
    /// The first bytes of the chain there.
    pub chain: [u8; 8],
}

impl Cursor {
    /// Builds the cursor of a place.
    pub fn at(epoch: Epoch, seq: u64, chain: &[u8; 32]) -> Self {
        Self { epoch, seq, chain: std::array::from_fn(|index| chain[index]) }
    }

    /// Writes epoch, number and chain.
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(self.epoch.as_bytes());
        bytes[16..24].copy_from_slice(&self.seq.to_be_bytes());
        bytes[24..].copy_from_slice(&self.chain);
        bytes
    }

    /// Reads epoch, number and chain.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let part = |start: usize| -> [u8; 8] { std::array::from_fn(|index| bytes[start + index]) };
        Self {
            epoch: Epoch::from_bytes(std::array::from_fn(|index| bytes[index])),
            seq: u64::from_be_bytes(part(16)),
            chain: part(24),
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self::from_bytes(&reader.fixed()?))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&base64::encode(&self.to_bytes()))
    }
}

impl std::str::FromStr for Cursor {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let bytes = base64::decode(text).ok_or(IdError::Character)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| IdError::Length { expected: 32 })?;
        Ok(Self::from_bytes(bytes))
    }
}

/// What the relay says its log is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The school.
    pub space: SpaceId,
    /// Which life of the log.
    pub epoch: Epoch,
    /// Where in the life before it began.
    pub base: Option<Cursor>,
    /// The last number given.
    pub seq: u64,
    /// The chain there.
    pub chain: [u8; 32],
    /// The newest control entry.
    pub control: EnvId,
    /// The relay's clock in milliseconds since 1970.
    pub now: i64,
}

impl Checkpoint {
    /// Gives the place that the checkpoint speaks of.
    pub fn cursor(&self) -> Cursor {
        Cursor::at(self.epoch, self.seq, &self.chain)
    }

    /// Signs the checkpoint with the relay's key.
    pub fn sign(&self, key: &SigningKey) -> SignedCheckpoint {
        let bytes = self.to_bytes();
        let sig = key.sign_raw(keys::CHECKPOINT, &[&bytes]);
        SignedCheckpoint { bytes, sig }
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(7);
        writer.bytes(self.space.as_ref());
        writer.bytes(self.epoch.as_ref());
        writer.bytes_or_null(self.base.map(Cursor::to_bytes));
        writer.uint(self.seq);
        writer.bytes(&self.chain);
        writer.bytes(self.control.as_ref());
        writer.int(self.now);
        writer.into_bytes()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(7)?;
        let checkpoint = Self {
            space: reader.id()?,
            epoch: reader.id()?,
            base: reader.nullable(Cursor::read)?,
            seq: reader.uint()?,
            chain: reader.fixed()?,
            control: reader.id()?,
            now: reader.int()?,
        };
        reader.end()?;
        Ok(checkpoint)
    }
}

/// A checkpoint as it travels: bytes and the relay's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// The encoded checkpoint.
    pub bytes: Vec<u8>,
    /// The relay's signature over it.
    pub sig: Signature,
}

impl SignedCheckpoint {
    /// Checks the signature and reads the checkpoint.
    pub fn open(&self, relay: &RelayKey) -> Result<Checkpoint, Code> {
        if !keys::verify(relay.as_bytes(), keys::CHECKPOINT, &[&self.bytes], &self.sig) {
            return Err(Code::BadSignature);
        }
        Checkpoint::from_bytes(&self.bytes).map_err(|_| Code::Malformed)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.array(2);
        writer.bytes(&self.bytes);
        writer.bytes(self.sig.as_ref());
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array(2)?;
        Ok(Self { bytes: reader.bytes()?.to_vec(), sig: Signature::read(reader)? })
    }
}

/// A device's word that everything up to a place is on its disk (protocol section 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Up to where.
    pub cursor: Cursor,
    /// The device's signature.
    pub sig: Signature,
}

impl Ack {
    /// Signs an ack.
    pub fn sign(key: &SigningKey, space: SpaceId, cursor: Cursor) -> Self {
        Self { cursor, sig: key.sign(&Self::message(space, cursor)) }
    }

    /// Gives what the device's key is to sign.
    pub fn message(space: SpaceId, cursor: Cursor) -> Message {
        Message::new(keys::ACK, &[space.as_ref(), &cursor.to_bytes()])
    }

    /// Checks that the device signed it.
    pub fn fits(&self, device: DeviceKey, space: SpaceId) -> bool {
        keys::verify(device.as_bytes(), keys::ACK, &[space.as_ref(), &self.cursor.to_bytes()], &self.sig)
    }

    /// Encodes `[cursor, sig]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2);
        writer.bytes(&self.cursor.to_bytes());
        writer.bytes(self.sig.as_ref());
        writer.into_bytes()
    }

    /// Decodes `[cursor, sig]`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let ack = Self { cursor: Cursor::read(&mut reader)?, sig: Signature::read(&mut reader)? };
        reader.end()?;
        Ok(ack)
    }
}
