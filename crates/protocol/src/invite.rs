//! Invitations and the recovery key (protocol sections 7 and 12).

use crate::argon;
use crate::blake;
use crate::crockford;
use crate::id::{BoxKey, DeviceKey, InviteKey, RecoveryKey, SpaceId};
use crate::keys::{self, Signature, SigningKey};

/// Why a typed code cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeTextError {
    /// A character that such codes do not have.
    #[error("the code has a character that no code has")]
    Character,
    /// Another number of characters than expected.
    #[error("the code has {found} characters instead of {expected}")]
    Length {
        /// How many there should be, without dashes.
        expected: usize,
        /// How many there are, without dashes.
        found: usize,
    },
    /// The characters do not fit each other: one was misread.
    #[error("a character of the code was misread")]
    Checksum,
}

/// The secret of an invitation: 16 Crockford characters, 80 bits.
///
/// ```
/// use protocol::InviteToken;
/// let token = InviteToken::from_random([7; 10]);
/// assert_eq!(token.to_string().parse(), Ok(token));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct InviteToken([u8; 10]);

impl InviteToken {
    /// Wraps ten random bytes.
    pub const fn from_random(random: [u8; 10]) -> Self {
        Self(random)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// Makes the invitation's key with Argon2id (19 MiB, two passes), which takes about 30 ms.
    pub fn key(&self, space: SpaceId) -> SigningKey {
        SigningKey::from_seed(argon::derive(crockford::encode(&self.0).as_bytes(), space.as_bytes()))
    }

    /// Gives the public key that `invite_open` names.
    pub fn invite_key(&self, space: SpaceId) -> InviteKey {
        InviteKey::from_bytes(self.key(space).public())
    }
}

impl std::fmt::Display for InviteToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crockford::grouped(&crockford::encode(&self.0)))
    }
}

impl std::fmt::Debug for InviteToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InviteToken(…)")
    }
}

impl std::str::FromStr for InviteToken {
    type Err = CodeTextError;

    fn from_str(text: &str) -> Result<Self, CodeTextError> {
        let found = crockford::values(text).ok_or(CodeTextError::Character)?.len();
        let bytes = crockford::decode(text).unwrap_or_default();
        bytes.try_into().map(Self).map_err(|_| CodeTextError::Length { expected: 16, found })
    }
}

/// Signs, with an invitation's key, that this device may join.
pub fn join_proof(invite: &SigningKey, space: SpaceId, device: DeviceKey, box_key: BoxKey) -> Signature {
    invite.sign_raw(keys::JOIN, &[space.as_ref(), device.as_ref(), box_key.as_ref()])
}

/// Checks an invitation's proof.
pub fn join_proof_fits(
    invite: InviteKey,
    space: SpaceId,
    device: DeviceKey,
    box_key: BoxKey,
    proof: &Signature,
) -> bool {
    keys::verify(invite.as_bytes(), keys::JOIN, &[space.as_ref(), device.as_ref(), box_key.as_ref()], proof)
}

/// The secret half of the recovery key, printed once as 13 groups of four characters.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoverySecret([u8; 32]);

impl RecoverySecret {
    /// Wraps 32 random bytes.
    pub const fn from_seed(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// Makes the signing key.
    pub fn key(&self) -> SigningKey {
        SigningKey::from_seed(self.0)
    }

    /// Gives the public key that the genesis names.
    pub fn recovery_key(&self) -> RecoveryKey {
        RecoveryKey::from_bytes(self.key().public())
    }

    /// The four bits that 52 characters have left: enough to notice 15 of 16 misread codes.
    fn checksum(&self) -> u8 {
        blake::derive("ssk 2026 recovery checksum v1", &[&self.0])[0] >> 4
    }
}

impl std::fmt::Display for RecoverySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = self.0.to_vec();
        bytes.push(self.checksum() << 4);
        // 33 bytes are 53 characters; the last one would hold nothing but zeros.
        f.write_str(&crockford::grouped(&crockford::encode(&bytes)[..52]))
    }
}

impl std::fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoverySecret(…)")
    }
}

impl std::str::FromStr for RecoverySecret {
    type Err = CodeTextError;

    fn from_str(text: &str) -> Result<Self, CodeTextError> {
        let found = crockford::values(text).ok_or(CodeTextError::Character)?.len();
        if found != 52 {
            return Err(CodeTextError::Length { expected: 52, found });
        }
        let bytes = crockford::decode(&format!("{text}0")).ok_or(CodeTextError::Checksum)?;
        let secret = Self(std::array::from_fn(|index| bytes[index]));
        if bytes[32] == secret.checksum() << 4 { Ok(secret) } else { Err(CodeTextError::Checksum) }
    }
}
