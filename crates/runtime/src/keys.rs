//! The keys of this device, and where they are kept (ADR 0014).
//!
//! A browser that knows Ed25519 keeps the signing key by itself and lends only its signature, which
//! comes later than it is asked for: own work is written first and signed afterwards. Everywhere else
//! the key is in this process, and in the profile's file: on a machine as it is, in a book that is encrypted as
//! a whole (ADR 0029); in such a browser sealed with a PIN.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "keys/nobody.rs"]
mod browser;
pub mod kept;

use api::{Code, Error};
use protocol::{BoxSecret, DeviceKey, Draft, Envelope, Message, Signature, SigningKey};
use store::setting::Key;

use crate::host;
use crate::lock::Pin;

pub use browser::forget_all;
pub use kept::{Kept, kept, load, move_into_browser, reseal};

/// This device's signature, wherever its key is.
pub enum Signer {
    /// The key is in this process.
    Here(SigningKey),
    /// The browser keeps the key of this public key, and gives it to nobody.
    Kept(DeviceKey),
    /// The key was lost: a browser threw it away without the book.
    Gone(DeviceKey),
    /// A key in this process that behaves like a browser's.
    #[cfg(test)]
    Later(SigningKey),
}

impl Signer {
    /// The public key, which names the device in the log.
    pub fn device_key(&self) -> DeviceKey {
        match self {
            Self::Here(key) => key.device_key(),
            Self::Kept(device) | Self::Gone(device) => *device,
            #[cfg(test)]
            Self::Later(key) => key.device_key(),
        }
    }

    /// Whether nobody can sign any more.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Gone(_))
    }

    /// Writes an own envelope and signs it where the key is at hand; otherwise the signature is
    /// missing, to be added before it leaves.
    ///
    /// # Errors
    /// `key_gone` where nobody could ever sign it.
    pub fn write(&self, draft: Draft) -> Result<Envelope, Error> {
        match self {
            Self::Here(key) => Ok(draft.seal(key)),
            Self::Gone(_) => Err(Error::new(Code::KeyGone)),
            Self::Kept(device) => Ok(draft.write(*device)),
            #[cfg(test)]
            Self::Later(key) => Ok(draft.write(key.device_key())),
        }
    }

    /// Signs.
    ///
    /// # Errors
    /// `key_gone`.
    pub async fn sign(&self, message: &Message) -> Result<Signature, Error> {
        match self {
            Self::Here(key) => Ok(key.sign(message)),
            Self::Kept(device) => browser::sign(*device, message).await,
            Self::Gone(_) => Err(Error::new(Code::KeyGone)),
            #[cfg(test)]
            Self::Later(key) => {
                tokio::task::yield_now().await;
                Ok(key.sign(message))
            }
        }
    }

    /// Writes and signs an envelope that goes nowhere before.
    ///
    /// # Errors
    /// `key_gone`.
    pub async fn seal(&self, draft: Draft) -> Result<Envelope, Error> {
        let envelope = self.write(draft)?;
        if envelope.is_signed() {
            return Ok(envelope);
        }
        let sig = self.sign(&envelope.message()).await?;
        Ok(envelope.signed(sig))
    }
}

/// The keys of a new device, with what its profile remembers of them.
pub struct DeviceKeys {
    /// Signs.
    pub signer: Signer,
    /// Is sealed to; its secret half.
    pub box_secret: [u8; 32],
    /// What is to be written into the profile's settings.
    pub settings: Vec<(Key, String)>,
    /// What its profile is to be locked with.
    pub pin: Option<Pin>,
}

impl DeviceKeys {
    /// Makes new keys, in the browser's keeping where it can.
    ///
    /// # Errors
    /// `pin_needed` in a browser that cannot keep such keys, without a PIN to seal them with.
    pub async fn make(pin: Option<&Pin>) -> Result<Self, Error> {
        let box_secret = host::random();
        if let Some(device) = browser::make().await? {
            let settings = kept::by_browser(device, &box_secret, pin).await?;
            return Ok(Self { signer: Signer::Kept(device), box_secret, settings, pin: pin.cloned() });
        }
        if pin.is_none() && host::origin().is_some() {
            return Err(Error::new(Code::PinNeeded));
        }
        let seed = host::random();
        // On a machine the whole book is sealed, and they lie in it as they are.
        let seals = pin.filter(|_| cfg!(target_arch = "wasm32"));
        let settings = kept::by_file(&seed, &box_secret, seals);
        let signer = Signer::Here(SigningKey::from_seed(seed));
        Ok(Self { signer, box_secret, settings, pin: pin.cloned() })
    }

    /// The public half of the box key.
    pub fn box_key(&self) -> protocol::BoxKey {
        BoxSecret::from_bytes(self.box_secret).public()
    }

    /// Throws the keys of a device away that was not let in.
    pub async fn discard(self) {
        forget(self.signer.device_key()).await;
    }
}

/// Whether a new device needs a PIN here, because the browser cannot keep its key.
pub async fn needs_pin() -> bool {
    host::origin().is_some() && !browser::keeps_keys().await
}

/// Removes a device's key from the browser's keeping.
pub async fn forget(device: DeviceKey) {
    if let Err(failure) = browser::forget(device).await {
        tracing::warn!(%failure, "the browser did not remove a key");
    }
}

#[cfg(test)]
mod tests;
