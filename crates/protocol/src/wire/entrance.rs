//! Where browsers enter, and by what they know that they are at the right door.

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::{RelayKey, TlsHash};
use crate::keys::{self, Signature, SigningKey};

/// Lối vào: what a relay says of its https side.
///
/// It is signed, because it travels where anybody may listen, and people compare a tablet's screen
/// with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrance {
    /// The address to hand out; it leads to https.
    pub address: String,
    /// SHA-256 of the public key that the relay shows over TLS.
    pub tls: TlsHash,
    /// SHA-256 of the certificate of the relay's own authority; nothing where browsers know the one
    /// that signed already.
    pub authority: Option<[u8; 32]>,
}

impl Entrance {
    /// Encodes `[[address, tls, authority / null], signature]`, signed by the relay.
    pub fn seal(&self, relay: &SigningKey) -> Vec<u8> {
        let body = self.body();
        let mut writer = Writer::new();
        writer.array(2);
        writer.bytes(&body);
        writer.bytes(relay.sign_raw(keys::ENTRANCE, &[&body]).as_ref());
        writer.into_bytes()
    }

    /// Decodes what a relay sealed; anything that it did not sign itself is malformed.
    pub fn open(bytes: &[u8], relay: &RelayKey) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let (body, signature) = (reader.bytes()?, Signature::read(&mut reader)?);
        reader.end()?;
        if !keys::verify(relay.as_bytes(), keys::ENTRANCE, &[body], &signature) {
            return Err(Malformed);
        }
        let mut reader = Reader::new(body);
        reader.array(3)?;
        let address = reader.text()?.to_owned();
        let tls = reader.id()?;
        let authority = reader.nullable(Reader::fixed)?;
        let entrance = Self { address, tls, authority };
        if entrance.body() == body { Ok(entrance) } else { Err(Malformed) }
    }

    fn body(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(3);
        writer.text(&self.address);
        writer.bytes(self.tls.as_ref());
        writer.bytes_or_null(self.authority);
        writer.into_bytes()
    }
}
