//! The file's key, sealed to one recipient: HPKE base mode with X25519, HKDF-SHA256 and
//! ChaCha20-Poly1305 (RFC 9180).

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

use crate::boxes::BoxSecret;
use crate::id::BoxKey;

/// Bytes of a sealed key: the ephemeral public key, the key, and a tag.
pub const SEALED: usize = 32 + 32 + 16;

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Seals a key; nothing where the box key is one to which nothing can be sealed. The 32 bytes are
/// random and used once: they are what the ephemeral key is derived from.
pub fn seal(to: BoxKey, info: &[u8], key: &[u8; 32], random: [u8; 32]) -> Option<[u8; SEALED]> {
    let (encapped, sealed) = seal_plain(to, [info, b""], key, random)?;
    [encapped, sealed].concat().try_into().ok()
}

/// Seals under an info and associated data; gives the ephemeral public key and what was sealed.
fn seal_plain(
    to: BoxKey,
    [info, aad]: [&[u8]; 2],
    plain: &[u8],
    random: [u8; 32],
) -> Option<(Vec<u8>, Vec<u8>)> {
    let to = PublicKey::from_bytes(to.as_bytes()).ok()?;
    let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &to,
        info,
        plain,
        aad,
        &mut Given { bytes: random, used: 0 },
    );
    let (encapped, sealed) = sealed.ok()?;
    Some((encapped.to_bytes().to_vec(), sealed))
}

/// Opens a sealed key.
pub fn open(secret: &BoxSecret, info: &[u8], sealed: &[u8; SEALED]) -> Option<[u8; 32]> {
    let secret = PrivateKey::from_bytes(&secret.to_bytes()).ok()?;
    let encapped = Encapped::from_bytes(&sealed[..32]).ok()?;
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapped,
        info,
        &sealed[32..],
        b"",
    );
    opened.ok()?.try_into().ok()
}

/// Randomness that was given beforehand, so that this crate has none of its own.
struct Given {
    bytes: [u8; 32],
    used: usize,
}

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        let given = self.bytes.get(self.used..self.used + to.len());
        to.copy_from_slice(given.expect("an ephemeral key takes 32 bytes and is made once"));
        self.used += to.len();
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests;
