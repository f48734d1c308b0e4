//! Box keys: what a file key is sealed to (protocol sections 1 and 15).

use ed25519_dalek::VerifyingKey;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::id::{BoxKey, RelayKey};
use crate::keys::SigningKey;

/// The secret half of a device's box key (X25519).
pub struct BoxSecret(StaticSecret);

impl BoxSecret {
    /// Takes 32 random bytes as the secret.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// Gives the secret to what opens sealed keys.
    pub(crate) fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Gives the public half, which the control log names.
    pub fn public(&self) -> BoxKey {
        BoxKey::from_bytes(PublicKey::from(&self.0).to_bytes())
    }
}

impl SigningKey {
    /// Gives the secret half of the relay's box key, which is its signing key on the Montgomery curve.
    pub fn box_secret(&self) -> BoxSecret {
        BoxSecret(StaticSecret::from(self.to_scalar_bytes()))
    }
}

impl RelayKey {
    /// Gives the relay's box key: its signing key on the Montgomery curve, so that `hello` need not
    /// carry a second key. A key that is no point gives the zero key, to which nothing is sealed.
    pub fn box_key(&self) -> BoxKey {
        let point = VerifyingKey::from_bytes(self.as_bytes());
        BoxKey::from_bytes(point.map_or([0; 32], |key| key.to_montgomery().to_bytes()))
    }
}

#[cfg(test)]
mod tests;
