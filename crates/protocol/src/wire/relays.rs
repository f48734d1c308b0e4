//! The relay's own keys: the one that it has, the one that it will have, and how a school that lost its
//! relay begins again at another one (protocol sections 7 and 13, ADR 0030).

use crate::cbor::{Malformed, Reader, Writer};
use crate::crockford;
use crate::envelope::Envelope;
use crate::id::{DeviceKey, EnvId, RelayKey};
use crate::keys::{self, Message, Signature};

/// Bytes of a key's hash that people compare.
const COMPARED: usize = 20;

impl RelayKey {
    /// Gives what people compare: eight groups of four characters.
    pub fn fingerprint(&self) -> String {
        let hash = crate::blake::derive("ssk 2026 relay fingerprint v1", &[self.as_ref()]);
        crockford::grouped(&crockford::encode(&hash[..COMPARED]))
    }
}

/// What a relay says of its keys. Nobody believes it for that: people compare fingerprints, and the
/// control log names what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelayKeys {
    /// The key that it signs with.
    pub present: RelayKey,
    /// The key that it will sign with once its schools name it.
    pub next: Option<RelayKey>,
}

impl RelayKeys {
    /// Encodes `[present, next / null]`.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2);
        writer.bytes(self.present.as_ref());
        writer.bytes_or_null(self.next);
        writer.into_bytes()
    }

    /// Decodes the answer and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let keys = Self { present: reader.id()?, next: reader.id_or_null()? };
        reader.end()?;
        Ok(keys)
    }
}

/// A founder's word that a relay which the genesis does not name goes on with the school. It lets that
/// relay begin with the old genesis, and nobody believe it: that does the entry `relay_rotate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takeover {
    /// A device that the genesis names.
    pub device: DeviceKey,
    /// Its signature over the relay's key and the genesis.
    pub sig: Signature,
}

impl Takeover {
    /// Gives what the device's key is to sign.
    pub fn message(relay: RelayKey, genesis: EnvId) -> Message {
        Message::new(keys::TAKEOVER, &[relay.as_ref(), genesis.as_ref()])
    }

    /// Checks the signature; whether the genesis names the device, the relay looks up.
    pub fn fits(&self, relay: RelayKey, genesis: EnvId) -> bool {
        let parts: [&[u8]; 2] = [relay.as_ref(), genesis.as_ref()];
        keys::verify(self.device.as_bytes(), keys::TAKEOVER, &parts, &self.sig)
    }

    /// Encodes what a school is founded again with: the genesis, then `[device, signature]`.
    pub fn behind(&self, genesis: &Envelope) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2);
        writer.bytes(self.device.as_ref());
        writer.bytes(self.sig.as_ref());
        [genesis.to_wire(), writer.into_bytes()].concat()
    }

    /// Decodes what stands behind the genesis.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let takeover = Self { device: reader.id()?, sig: Signature::read(&mut reader)? };
        reader.end()?;
        Ok(takeover)
    }
}

#[cfg(test)]
mod tests {
    use super::{RelayKeys, Takeover};
    use crate::id::{EnvId, RelayKey};
    use crate::keys::SigningKey;

    const RELAY: RelayKey = RelayKey::from_bytes([3; 32]);

    #[test]
    fn what_people_compare_is_eight_groups_and_differs_with_the_key() {
        let (one, other) = (RELAY.fingerprint(), RelayKey::from_bytes([4; 32]).fingerprint());
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [4; 8]);
        assert_ne!(one, other);
    }

    #[test]
    fn the_keys_have_one_form() {
        for next in [None, Some(RelayKey::from_bytes([4; 32]))] {
            let keys = RelayKeys { present: RELAY, next };
            let mut bytes = keys.to_bytes();
            assert_eq!(RelayKeys::from_bytes(&bytes), Ok(keys));
            bytes.push(0);
            assert!(RelayKeys::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn a_founders_word_counts_for_one_relay_and_one_school() {
        let key = SigningKey::from_seed([1; 32]);
        let genesis = EnvId::from_bytes([5; 32]);
        let sig = key.sign(&Takeover::message(RELAY, genesis));
        let takeover = Takeover { device: key.device_key(), sig };
        assert!(takeover.fits(RELAY, genesis));
        assert!(!takeover.fits(RelayKey::from_bytes([4; 32]), genesis));
        assert!(!takeover.fits(RELAY, EnvId::from_bytes([6; 32])));
        let other = SigningKey::from_seed([2; 32]).device_key();
        assert!(!Takeover { device: other, sig }.fits(RELAY, genesis));
    }
}
