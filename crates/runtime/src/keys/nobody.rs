//! On a machine no browser keeps keys.
#![allow(clippy::unused_async, reason = "in a browser all of it comes later")]

use api::{Code, Error};
use protocol::{DeviceKey, Message, Signature};

/// No key is made.
pub async fn make() -> Result<Option<DeviceKey>, Error> {
    Ok(None)
}

/// No key is taken.
pub async fn take(_device: DeviceKey, _seed: &[u8; 32]) -> Result<bool, Error> {
    Ok(false)
}

/// No keys are kept.
pub async fn keeps_keys() -> bool {
    false
}

/// No key is there.
pub async fn has(_device: DeviceKey) -> Result<bool, Error> {
    Ok(false)
}

/// Nothing is signed.
pub async fn sign(_device: DeviceKey, _message: &Message) -> Result<Signature, Error> {
    Err(Error::new(Code::KeyGone))
}

/// Nothing is wrapped.
pub async fn wrap(_device: DeviceKey, _secret: &[u8; 32]) -> Result<Vec<u8>, Error> {
    Err(Error::new(Code::KeyGone))
}

/// Nothing is unwrapped.
pub async fn unwrap(_device: DeviceKey, _wrapped: &[u8]) -> Result<Vec<u8>, Error> {
    Err(Error::new(Code::KeyGone))
}

/// There is nothing to remove.
pub async fn forget(_device: DeviceKey) -> Result<(), Error> {
    Ok(())
}

/// There is nothing to remove.
pub async fn forget_all() -> Result<(), Error> {
    Ok(())
}
