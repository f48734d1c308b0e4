//! Machines that wait beside the log until a registrar lets them in (protocol section 12, step 4b).

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::{BoxKey, DeviceKey, InviteKey, SpaceId};
use crate::invite::join_proof_fits;
use crate::keys::Signature;

/// Asks to join with an invitation, and asks again how it stands.
///
/// The invitation's signature binds both keys, so nobody can ask for another machine's keys without
/// the invitation, and nothing is gained by asking for those of somebody else (ADR 0027).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Which invitation.
    pub invite: InviteKey,
    /// The device's key.
    pub device: DeviceKey,
    /// The device's key to be sealed to.
    pub box_key: BoxKey,
    /// The invitation's signature over space, device and box key.
    pub proof: Signature,
}

impl JoinRequest {
    /// Checks the invitation's signature.
    pub fn fits(&self, space: SpaceId) -> bool {
        join_proof_fits(self.invite, space, self.device, self.box_key, &self.proof)
    }

    /// Encodes `[invite key, device key, box key, proof]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes the request.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let request = Self::read(&mut reader)?;
        reader.end()?;
        Ok(request)
    }

    fn write(&self, writer: &mut Writer) {
        writer.array(4);
        writer.bytes(self.invite.as_ref());
        writer.bytes(self.device.as_ref());
        writer.bytes(self.box_key.as_ref());
        writer.bytes(self.proof.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array(4)?;
        Ok(Self {
            invite: reader.id()?,
            device: reader.id()?,
            box_key: reader.id()?,
            proof: Signature::read(reader)?,
        })
    }
}

/// How a request to join stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinState {
    /// A registrar has not let the machine in yet.
    Waits,
    /// The machine is in the log.
    Admitted,
}

impl JoinState {
    /// Encodes `[0]` or `[1]`.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(1);
        writer.uint(u64::from(self == Self::Admitted));
        writer.into_bytes()
    }

    /// Decodes the state.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(1)?;
        let state = match reader.uint()? {
            0 => Self::Waits,
            1 => Self::Admitted,
            _ => return Err(Malformed),
        };
        reader.end()?;
        Ok(state)
    }
}

/// A machine that waits, as registrars see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingJoin {
    /// What it asked.
    pub request: JoinRequest,
    /// When it asked first, in milliseconds since 1970 by the relay's clock.
    pub since: i64,
}

/// Encodes `[[request, since]]`.
pub fn write_joins(waiting: &[WaitingJoin]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(waiting.len());
    for one in waiting {
        writer.array(2);
        one.request.write(&mut writer);
        writer.int(one.since);
    }
    writer.into_bytes()
}

/// Decodes what [`write_joins`] gives.
pub fn read_joins(bytes: &[u8]) -> Result<Vec<WaitingJoin>, Malformed> {
    let mut reader = Reader::new(bytes);
    let waiting = reader.list(|reader| {
        reader.array(2)?;
        Ok(WaitingJoin { request: JoinRequest::read(reader)?, since: reader.int()? })
    })?;
    reader.end()?;
    Ok(waiting)
}
