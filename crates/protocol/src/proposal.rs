//! What one registrar proposes, signed, for a second one to enter (protocol section 7).

use crate::blake;
use crate::cbor::{Malformed, Reader, Writer};
use crate::control::ControlBody;
use crate::crockford;
use crate::id::{DeviceKey, EnvId, SpaceId};

const PREFIX: &str = "SSKP1:";
const CHECKSUM: usize = 4;

/// Why a text is no proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProposalError {
    /// It does not begin like a proposal.
    #[error("the text is not a proposal of this program")]
    NotAProposal,
    /// A part is missing, or a character was altered.
    #[error("a part of the proposal is missing or was altered")]
    Checksum,
    /// It is whole and still not what a proposal holds.
    #[error("the proposal cannot be understood")]
    Malformed,
}

/// Đề nghị: an entry that needs two signatures, with the first one. The second registrar enters it, on
/// exactly the head that the first one signed for; no secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The school.
    pub space: SpaceId,
    /// The control entry that it extends.
    pub head: EnvId,
    /// The entry with the proposer's signature as its second one.
    pub body: ControlBody,
}

impl Proposal {
    /// Whose device proposes, where its signature fits; nothing otherwise.
    pub fn proposer(&self) -> Option<DeviceKey> {
        let cosign = self.body.cosign().filter(|_| self.body.cosign_fits(self.head))?;
        Some(DeviceKey::from_bytes(cosign.key))
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4);
        writer.bytes(self.space.as_ref());
        writer.bytes(self.head.as_ref());
        writer.uint(u64::from(self.body.verb()));
        writer.bytes(&self.body.to_bytes());
        writer.into_bytes()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(4)?;
        let (space, head) = (reader.id()?, reader.id()?);
        let verb = u16::try_from(reader.uint()?).map_err(|_| Malformed)?;
        let body = ControlBody::from_bytes(verb, reader.bytes()?)?.ok_or(Malformed)?;
        reader.end()?;
        let proposal = Self { space, head, body };
        if proposal.to_bytes() == bytes { Ok(proposal) } else { Err(Malformed) }
    }
}

impl std::fmt::Display for Proposal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = self.to_bytes();
        let checksum = blake::hash(&bytes);
        bytes.extend_from_slice(&checksum[..CHECKSUM]);
        write!(f, "{PREFIX}{}", crockford::encode(&bytes))
    }
}

impl std::str::FromStr for Proposal {
    type Err = ProposalError;

    fn from_str(text: &str) -> Result<Self, ProposalError> {
        let (prefix, rest) = text.trim().split_at_checked(PREFIX.len()).ok_or(ProposalError::NotAProposal)?;
        if !prefix.eq_ignore_ascii_case(PREFIX) {
            return Err(ProposalError::NotAProposal);
        }
        let bytes = crockford::decode(rest).ok_or(ProposalError::Checksum)?;
        let (body, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(ProposalError::Checksum)?;
        if blake::hash(body)[..CHECKSUM] != *checksum {
            return Err(ProposalError::Checksum);
        }
        Self::from_bytes(body).map_err(|_| ProposalError::Malformed)
    }
}
