//! The ids of everything that travels: fixed-length bytes with a type for each meaning.

use crate::base64;
use crate::blake;

/// Why a text or a byte string is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The byte string or text has another length than the id.
    #[error("an id of {expected} bytes was expected")]
    Length {
        /// How many bytes this id has.
        expected: usize,
    },
    /// The text holds a character that its alphabet does not have.
    #[error("the text is no id")]
    Character,
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident($length:literal);)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// How many bytes the id has.
            pub const LENGTH: usize = $length;
            /// The id of zeros, which stands for "none before".
            pub const ZERO: Self = Self([0; $length]);

            /// Wraps the bytes of an id.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// Lends the bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// Copies the bytes.
            pub const fn to_bytes(self) -> [u8; $length] {
                self.0
            }

            /// Writes the id as base64url without padding, as in addresses (protocol section 10).
            pub fn to_base64url(&self) -> String {
                base64::encode(&self.0)
            }

            /// Reads an id from base64url without padding.
            pub fn from_base64url(text: &str) -> Result<Self, IdError> {
                let bytes = base64::decode(text).ok_or(IdError::Character)?;
                Self::try_from(bytes.as_slice())
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;

            fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError::Length { expected: $length })
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let mut bytes = [0; $length];
                read_hex(text, &mut bytes)?;
                Ok(Self(bytes))
            }
        }
    )+};
}

ids! {
    /// One school's log: 16 random bytes, proven by the `env_id` of its genesis.
    SpaceId(16);
    /// A person of the school.
    MemberId(16);
    /// A document, or the space itself in control entries.
    DocId(16);
    /// What a role is held over: a department, or a round's document.
    ScopeId(16);
    /// An Automerge actor: ten bytes from the device's key, six random ones (protocol section 3).
    ActorId(16);
    /// One life of the relay's log, random (protocol section 11).
    Epoch(16);
    /// A device's Ed25519 public key: the author of envelopes.
    DeviceKey(32);
    /// A device's or relay's X25519 public key, to be sealed to.
    BoxKey(32);
    /// An envelope's id: a hash of its header (protocol section 3).
    EnvId(32);
    /// Automerge's hash of one change.
    ChangeHash(32);
    /// BLAKE3-256 of a whole file of evidence.
    BlobId(32);
    /// BLAKE3-256 of one chunk of a file.
    ChunkHash(32);
    /// The hash of what a document says at some heads.
    ContentHash(32);
    /// The hash over the files that a document names at some heads.
    EvidenceRoot(32);
    /// The public key of an invitation.
    InviteKey(32);
    /// The relay's Ed25519 public key.
    RelayKey(32);
    /// The public half of the recovery key that is printed at the founding.
    RecoveryKey(32);
    /// SHA-256 of a TLS public key.
    TlsHash(32);
}

impl TlsHash {
    /// Computes the hash of a public key as certificates hold it (`SubjectPublicKeyInfo`, DER).
    pub fn of_key(key: &[u8]) -> Self {
        use sha2::Digest as _;
        Self::from_bytes(sha2::Sha256::digest(key).into())
    }
}

impl BlobId {
    /// Computes the id of a whole file.
    pub fn of(file: &[u8]) -> Self {
        Self(blake::hash(file))
    }
}

impl ChunkHash {
    /// Computes the name of a chunk.
    pub fn of(chunk: &[u8]) -> Self {
        Self(blake::hash(chunk))
    }
}

impl From<DocId> for ScopeId {
    fn from(round: DocId) -> Self {
        Self(round.0)
    }
}

impl From<ScopeId> for DocId {
    fn from(scope: ScopeId) -> Self {
        Self(scope.0)
    }
}

impl From<SpaceId> for DocId {
    fn from(space: SpaceId) -> Self {
        Self(space.0)
    }
}

fn read_hex(text: &str, bytes: &mut [u8]) -> Result<(), IdError> {
    let digits = text.as_bytes();
    if digits.len() != bytes.len() * 2 {
        return Err(IdError::Length { expected: bytes.len() });
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Ok(())
}

fn nibble(digit: u8) -> Result<u8, IdError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(IdError::Character),
    }
}
