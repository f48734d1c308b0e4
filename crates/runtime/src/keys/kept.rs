//! What the profile's file remembers of the device's keys, in each of the three ways.

use api::{Code, Error, KeysKept};
use protocol::{DeviceKey, SigningKey};
use store::setting::{self, Key};
use store::{Connection, Store};

use super::{Signer, browser};
use crate::error;
use crate::lock::Pin;

/// The settings of a profile whose keys the browser keeps; a PIN is the screen's lock then.
pub async fn by_browser(
    device: DeviceKey,
    box_secret: &[u8; 32],
    pin: Option<&Pin>,
) -> Result<Vec<(Key, String)>, Error> {
    let wrapped = browser::wrap(device, box_secret).await?;
    let mut settings = vec![
        (Key::KeysKept, BROWSER.to_owned()),
        (Key::DeviceKey, device.to_string()),
        (Key::WrappedBox, hex(&wrapped)),
    ];
    settings.extend(pin.map(|pin| (Key::Pin, hex(&pin.seal(&[])))));
    Ok(settings)
}

/// The settings of a profile whose file has the keys: as they are, or sealed with a PIN.
pub fn by_file(seed: &[u8; 32], box_secret: &[u8; 32], pin: Option<&Pin>) -> Vec<(Key, String)> {
    let device = SigningKey::from_seed(*seed).device_key();
    let mut settings = vec![(Key::DeviceKey, device.to_string())];
    if let Some(pin) = pin {
        let secret = [seed.as_slice(), box_secret].concat();
        settings.push((Key::KeysKept, SEALED.to_owned()));
        settings.push((Key::Pin, hex(&pin.seal(&secret))));
    } else {
        settings.push((Key::Device, hex(seed)));
        settings.push((Key::Box, hex(box_secret)));
    }
    settings
}

/// What `keys_kept` says; a profile without it has them in its file as they are.
const SEALED: &str = "sealed";
const BROWSER: &str = "browser";

/// The keys of a profile that was opened.
pub struct Kept {
    /// Signs.
    pub signer: Signer,
    /// Opens what is sealed to this device; nothing when the browser lost its keys.
    pub box_secret: Option<[u8; 32]>,
}

/// Tells where a profile's keys are.
pub fn kept(connection: &Connection) -> Result<KeysKept, store::StoreError> {
    Ok(match setting::get(connection, Key::KeysKept)?.as_deref() {
        Some(SEALED) => KeysKept::WithPin,
        Some(BROWSER) => KeysKept::ByBrowser,
        _ => KeysKept::InFile,
    })
}

/// Takes the keys of a profile out of where they are; `secret` is what its PIN opened.
///
/// # Errors
/// `damaged_profile`.
pub async fn load(store: &Store, secret: Option<&[u8]>) -> Result<Kept, Error> {
    let read = |connection: &Connection| -> Result<_, store::StoreError> {
        let get = |key| setting::get(connection, key);
        Ok((
            kept(connection)?,
            get(Key::DeviceKey)?,
            get(Key::WrappedBox)?,
            get(Key::Device)?,
            get(Key::Box)?,
        ))
    };
    let (kept, device, wrapped, seed, boxed) = store.read(read).map_err(error::from_store)?;
    let damaged = || Error::new(Code::DamagedProfile).with("reason", "keys");
    match kept {
        KeysKept::InFile | KeysKept::InKeyStore => {
            let seed = seed.as_deref().and_then(unhex32).ok_or_else(damaged)?;
            let signer = Signer::Here(SigningKey::from_seed(seed));
            Ok(Kept { signer, box_secret: boxed.as_deref().and_then(unhex32) })
        }
        KeysKept::WithPin => {
            let secret = secret.filter(|secret| secret.len() == 64).ok_or_else(damaged)?;
            let (seed, boxed) = secret.split_at(32);
            let seed: [u8; 32] = seed.try_into().map_err(|_| damaged())?;
            Ok(Kept { signer: Signer::Here(SigningKey::from_seed(seed)), box_secret: boxed.try_into().ok() })
        }
        KeysKept::ByBrowser => {
            let device: DeviceKey = device.and_then(|hex| hex.parse().ok()).ok_or_else(damaged)?;
            if !browser::has(device).await? {
                return Ok(Kept { signer: Signer::Gone(device), box_secret: None });
            }
            let wrapped = wrapped.as_deref().and_then(unhex).unwrap_or_default();
            let box_secret =
                browser::unwrap(device, &wrapped).await.ok().and_then(|secret| secret.try_into().ok());
            Ok(Kept { signer: Signer::Kept(device), box_secret })
        }
    }
}

/// Moves keys that lie in the file as they are into the browser's keeping, where there is one, and
/// erases them from the file. Of a profile that was made before its browser could, or before we did.
///
/// # Errors
/// The file's; keys stay where they are then.
pub async fn move_into_browser(store: &Store, keys: Kept) -> Result<Kept, Error> {
    let (Signer::Here(key), Some(box_secret)) = (&keys.signer, keys.box_secret) else { return Ok(keys) };
    let in_file = store.read(kept).map_err(error::from_store)? == KeysKept::InFile;
    let device = key.device_key();
    if !in_file || !browser::take(device, &key.to_seed()).await? {
        return Ok(keys);
    }
    let settings = by_browser(device, &box_secret, None).await?;
    store
        .transaction(|connection| -> Result<(), store::StoreError> {
            settings.iter().try_for_each(|(key, value)| setting::set(connection, *key, value))?;
            setting::erase(connection, &[Key::Device, Key::Box])
        })
        .and_then(|()| store.leave_no_trace())
        .map_err(error::from_store)?;
    Ok(Kept { signer: Signer::Kept(device), box_secret: Some(box_secret) })
}

/// Writes the settings of keys under another PIN, or none: `opened` is what the old PIN opened.
///
/// # Errors
/// `pin_needed` in a browser that cannot keep the keys by itself.
pub fn reseal(connection: &Connection, opened: Option<&[u8]>, pin: Option<&Pin>) -> Result<(), Error> {
    let write = |settings: Vec<(Key, String)>| {
        settings.iter().try_for_each(|(key, value)| setting::set(connection, *key, value))
    };
    let written = match kept(connection).map_err(error::from_store)? {
        KeysKept::ByBrowser => match pin {
            Some(pin) => write(vec![(Key::Pin, hex(&pin.seal(&[])))]),
            None => setting::erase(connection, &[Key::Pin]),
        },
        where_they_are => {
            let (seed, boxed) = secrets(connection, where_they_are, opened)?;
            if pin.is_none() && crate::host::origin().is_some() {
                return Err(Error::new(Code::PinNeeded));
            }
            setting::erase(connection, &[Key::Device, Key::Box, Key::Pin, Key::KeysKept])
                .and_then(|()| write(by_file(&seed, &boxed, pin)))
        }
    };
    written.map_err(error::from_store)
}

fn secrets(
    connection: &Connection,
    kept: KeysKept,
    opened: Option<&[u8]>,
) -> Result<([u8; 32], [u8; 32]), Error> {
    let damaged = || Error::new(Code::DamagedProfile).with("reason", "keys");
    if kept == KeysKept::WithPin {
        let opened = opened.filter(|opened| opened.len() == 64).ok_or_else(damaged)?;
        let half = |from: usize| std::array::from_fn(|index| opened[from + index]);
        return Ok((half(0), half(32)));
    }
    let get = |key| setting::get(connection, key).map_err(error::from_store);
    let read = |hex: Option<String>| hex.as_deref().and_then(unhex32).ok_or_else(damaged);
    Ok((read(get(Key::Device)?)?, read(get(Key::Box)?)?))
}

/// Bytes as text.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Text as bytes.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if digits.len().is_multiple_of(2) { digits.chunks(2).map(byte).collect() } else { None }
}

fn unhex32(text: &str) -> Option<[u8; 32]> {
    unhex(text)?.try_into().ok()
}
