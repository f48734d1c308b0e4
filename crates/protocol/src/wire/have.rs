//! `POST S/have`: a device and the relay compare what they hold (protocol section 11, ADR 0021).

use super::vector::Vector;
use crate::cbor::{Malformed, Reader, Writer};
use crate::cursor::SignedCheckpoint;

/// How far a device is with filling up the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum HaveStage {
    /// It asks what is wanted.
    Asks = 0,
    /// It has sent what it could.
    Sent = 1,
}

/// What a device holds of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaveRequest {
    /// What it can send, because the relay gave it a place once.
    pub held: Vector,
    /// What had a place too and is not whole here: this device may not read it.
    pub skipped: Vector,
    /// The newest checkpoint that this device keeps of the relay.
    pub checkpoint: Option<SignedCheckpoint>,
    /// How far it is.
    pub stage: HaveStage,
}

impl HaveRequest {
    /// Encodes `[held, skipped, checkpoint / null, stage]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4);
        writer.bytes(&self.held.to_bytes());
        writer.bytes(&self.skipped.to_bytes());
        match &self.checkpoint {
            Some(checkpoint) => checkpoint.write(&mut writer),
            None => writer.null(),
        }
        writer.uint(u64::from(self.stage as u8));
        writer.into_bytes()
    }

    /// Decodes the request.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(4)?;
        let request = Self {
            held: Vector::from_bytes(reader.bytes()?)?,
            skipped: Vector::from_bytes(reader.bytes()?)?,
            checkpoint: reader.nullable(SignedCheckpoint::read)?,
            stage: match reader.uint()? {
                0 => HaveStage::Asks,
                1 => HaveStage::Sent,
                _ => return Err(Malformed),
            },
        };
        reader.end()?;
        Ok(request)
    }
}

/// What the two lack of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaveAnswer {
    /// What the relay holds and the device does not; a pull brings what it may read of it.
    pub send: Vector,
    /// What the relay lacks and takes from this device now.
    pub want: Vector,
    /// Whether the relay is being restored: it takes nothing else then.
    pub recovering: bool,
}

impl HaveAnswer {
    /// Encodes `[send, want, recovering]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(3);
        writer.bytes(&self.send.to_bytes());
        writer.bytes(&self.want.to_bytes());
        writer.uint(u64::from(self.recovering));
        writer.into_bytes()
    }

    /// Decodes the answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(3)?;
        let answer = Self {
            send: Vector::from_bytes(reader.bytes()?)?,
            want: Vector::from_bytes(reader.bytes()?)?,
            recovering: match reader.uint()? {
                0 => false,
                1 => true,
                _ => return Err(Malformed),
            },
        };
        reader.end()?;
        Ok(answer)
    }
}
