//! Greeting, sessions, receipts and errors.

use crate::cbor::{Malformed, Reader, Value, Writer};
use crate::code::Code;
use crate::cursor::{Ack, Cursor, SignedCheckpoint};
use crate::id::{DeviceKey, Epoch, RelayKey, SpaceId, TlsHash};
use crate::keys::{self, Message, Signature, SigningKey};

/// The answer of `hello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloAnswer {
    /// The oldest protocol that is spoken.
    pub min: u64,
    /// The newest protocol that is spoken.
    pub max: u64,
    /// The relay's key.
    pub relay: RelayKey,
    /// The life of the log, where the relay holds exactly one school.
    pub epoch: Option<Epoch>,
    /// The relay's clock in milliseconds since 1970.
    pub now: i64,
    /// To be signed for a session within 60 s, once.
    pub nonce: [u8; 32],
}

impl HelloAnswer {
    /// Encodes `[[min, max], relay key, epoch, now, nonce]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(5);
        writer.array(2);
        writer.uint(self.min);
        writer.uint(self.max);
        writer.bytes(self.relay.as_ref());
        writer.bytes_or_null(self.epoch);
        writer.int(self.now);
        writer.bytes(&self.nonce);
        writer.into_bytes()
    }

    /// Decodes the answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(5)?;
        reader.array(2)?;
        let hello = Self {
            min: reader.uint()?,
            max: reader.uint()?,
            relay: reader.id()?,
            epoch: reader.id_or_null()?,
            now: reader.int()?,
            nonce: reader.fixed()?,
        };
        reader.end()?;
        Ok(hello)
    }
}

/// The request for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRequest {
    /// Which school.
    pub space: SpaceId,
    /// Which device asks.
    pub device: DeviceKey,
    /// The relay's nonce.
    pub nonce: [u8; 32],
    /// The device's signature.
    pub sig: Signature,
}

impl SessionRequest {
    /// Signs a request; `tls` is the relay's TLS key as this device saw it, nothing without TLS or
    /// in a browser.
    pub fn sign(
        key: &SigningKey,
        space: SpaceId,
        relay: RelayKey,
        nonce: [u8; 32],
        tls: Option<TlsHash>,
    ) -> Self {
        let sig = key.sign(&Self::message(space, relay, nonce, tls));
        Self { space, device: key.device_key(), nonce, sig }
    }

    /// Gives what the device's key is to sign; its arguments are those of [`Self::sign`].
    pub fn message(space: SpaceId, relay: RelayKey, nonce: [u8; 32], tls: Option<TlsHash>) -> Message {
        let tls = tls.unwrap_or(TlsHash::ZERO);
        Message::new(keys::SESSION, &[relay.as_ref(), space.as_ref(), &nonce, tls.as_ref()])
    }

    /// Checks the signature against the relay's own key and TLS key.
    pub fn fits(&self, relay: RelayKey, tls: Option<TlsHash>) -> bool {
        let tls = tls.unwrap_or(TlsHash::ZERO);
        let parts: [&[u8]; 4] = [relay.as_ref(), self.space.as_ref(), &self.nonce, tls.as_ref()];
        keys::verify(self.device.as_bytes(), keys::SESSION, &parts, &self.sig)
    }

    /// Encodes `[space, device, nonce, sig]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4);
        writer.bytes(self.space.as_ref());
        writer.bytes(self.device.as_ref());
        writer.bytes(&self.nonce);
        writer.bytes(self.sig.as_ref());
        writer.into_bytes()
    }

    /// Decodes the request.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(4)?;
        let request = Self {
            space: reader.id()?,
            device: reader.id()?,
            nonce: reader.fixed()?,
            sig: Signature::read(&mut reader)?,
        };
        reader.end()?;
        Ok(request)
    }
}

/// The answer to a request for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionAnswer {
    /// To be shown as `Authorization: Bearer`, in base64url, for twelve hours.
    pub token: [u8; 16],
    /// The log now.
    pub checkpoint: SignedCheckpoint,
}

impl SessionAnswer {
    /// Writes the token as it is shown.
    pub fn bearer(&self) -> String {
        crate::base64::encode(&self.token)
    }

    /// Encodes `[token, checkpoint]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2);
        writer.bytes(&self.token);
        self.checkpoint.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes the answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let answer = Self { token: reader.fixed()?, checkpoint: SignedCheckpoint::read(&mut reader)? };
        reader.end()?;
        Ok(answer)
    }
}

/// The newest ack of a device, as `receipts` hands it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireReceipt {
    /// Whose ack.
    pub device: DeviceKey,
    /// The ack.
    pub ack: Ack,
}

impl WireReceipt {
    /// Encodes an answer of `receipts`: `[device, cursor, sig]` each, then `[0, since]`, where
    /// `since` is to be asked from next time.
    pub fn write_all(receipts: &[Self], since: u64) -> Vec<u8> {
        let mut writer = Writer::new();
        for receipt in receipts {
            writer.array(3);
            writer.bytes(receipt.device.as_ref());
            writer.bytes(&receipt.ack.cursor.to_bytes());
            writer.bytes(receipt.ack.sig.as_ref());
        }
        writer.array(2);
        writer.uint(0);
        writer.uint(since);
        writer.into_bytes()
    }

    /// Decodes an answer of `receipts`.
    pub fn read_all(bytes: &[u8]) -> Result<(Vec<Self>, u64), Malformed> {
        let mut reader = Reader::new(bytes);
        let mut receipts = Vec::new();
        loop {
            if reader.array_length()? == 2 {
                reader.uint()?;
                let since = reader.uint()?;
                reader.end()?;
                return Ok((receipts, since));
            }
            let device = reader.id()?;
            let ack = Ack { cursor: Cursor::read(&mut reader)?, sig: Signature::read(&mut reader)? };
            receipts.push(Self { device, ack });
        }
    }
}

/// The body of an answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBody {
    /// Why.
    pub code: Code,
    /// What the code needs to be acted on.
    pub details: Value,
}

impl ErrorBody {
    /// Encodes `[code, details]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(2);
        writer.text(self.code.as_str());
        self.details.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes `[code, details]` and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(2)?;
        let code = reader.text()?.parse().map_err(|_| Malformed)?;
        let body = Self { code, details: reader.value()? };
        // Also catches trailing bytes.
        if body.to_bytes() == bytes { Ok(body) } else { Err(Malformed) }
    }
}
