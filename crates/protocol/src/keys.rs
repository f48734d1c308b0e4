//! Ed25519 with a context before every message, so that no signature serves two purposes.

use crate::cbor::{Malformed, Reader};
use crate::id::DeviceKey;
use ed25519_dalek::{Signer, VerifyingKey};

pub(crate) const ENVELOPE: &[u8] = b"ssk/envelope/v1\0";
pub(crate) const COSIGN: &[u8] = b"ssk/cosign/v1\0";
pub(crate) const JOIN: &[u8] = b"ssk/join/v1\0";
pub(crate) const CHECKPOINT: &[u8] = b"ssk/checkpoint/v1\0";
pub(crate) const ACK: &[u8] = b"ssk/ack/v1\0";
pub(crate) const SESSION: &[u8] = b"ssk/session/v1\0";
pub(crate) const ENTRANCE: &[u8] = b"ssk/entrance/v1\0";
pub(crate) const TAKEOVER: &[u8] = b"ssk/takeover/v1\0";

/// A signature of 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl Signature {
    /// Stands where a signature is still to be put; no key accepts it.
    pub const MISSING: Self = Self([0; 64]);

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.fixed().map(Self)
    }
}

impl AsRef<[u8]> for Signature {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signature({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// What a key is to sign: a context and what is said in it. Made here alone, so that a key that is
/// kept elsewhere signs the same bytes as one in this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message(Vec<u8>);

impl Message {
    pub(crate) fn new(context: &[u8], parts: &[&[u8]]) -> Self {
        Self(join(context, parts))
    }

    /// Lends the bytes that Ed25519 signs.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A secret key; it prints as nothing and is wiped when dropped.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Makes the key of a seed, which must be random or derived from something secret.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Gives the seed, to be kept in the host's key store.
    pub fn to_seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Gives the secret as a scalar of the curve.
    pub(crate) fn to_scalar_bytes(&self) -> [u8; 32] {
        self.0.to_scalar_bytes()
    }

    /// Gives the public key.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Gives the public key as an author of envelopes.
    pub fn device_key(&self) -> DeviceKey {
        DeviceKey::from_bytes(self.public())
    }

    /// Signs the parts, one after another, under a context.
    pub fn sign_raw(&self, context: &[u8], parts: &[&[u8]]) -> Signature {
        self.sign(&Message::new(context, parts))
    }

    /// Signs a message.
    pub fn sign(&self, message: &Message) -> Signature {
        Signature(self.0.sign(message.as_bytes()).to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// Checks a signature strictly: no weak keys, no second form of a signature.
pub fn verify(public: &[u8; 32], context: &[u8], parts: &[&[u8]], signature: &Signature) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(public) else { return false };
    key.verify_strict(&join(context, parts), &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
}

fn join(context: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut message = context.to_vec();
    for part in parts {
        message.extend_from_slice(part);
    }
    message
}
