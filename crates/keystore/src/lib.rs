//! The system's key store for hosts that have one: Secret Service on Linux, the keychain on macOS, the
//! credential manager on Windows.
//!
//! It keeps what it is given by name, as text, for some key stores keep nothing else. It deliberately
//! does not know what it keeps, nor what happens where there is no key store: that is `runtime`'s.
//!
//! No key store is waited for longer than a person waits: each question is asked on a thread of its own,
//! which a silent one may keep as long as it likes.
//!
//! Read first: [`system`], [`runtime::KeyStore`].
#![allow(clippy::disallowed_methods, reason = "whether a session has a bus stands in its environment")]

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use runtime::{KeyStore, KeyStoreSilent};

/// What the entries are listed under in the system's own program for them.
const SERVICE: &str = "so-sang-kien";
/// How long a new secret may take to be kept: somebody may be asked to open the key store.
const KEEPING: Duration = Duration::from_secs(15);
/// How long a secret may take to be given: without it the book stays closed.
const GIVING: Duration = Duration::from_secs(30);

/// The key store of this machine; whether it answers is known when it is asked.
pub fn system() -> Arc<dyn KeyStore> {
    Arc::new(System)
}

struct System;

impl KeyStore for System {
    fn keep(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreSilent> {
        let text = hex(secret);
        ask(name, KEEPING, move |entry| entry.set_password(&text))
    }

    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyStoreSilent> {
        let given = ask(name, GIVING, |entry| match entry.get_password() {
            Err(Error::NoEntry) => Ok(None),
            other => other.map(Some),
        })?;
        given
            .map(|text| unhex(&text).ok_or_else(|| KeyStoreSilent("not what was kept".to_owned())))
            .transpose()
    }

    fn forget(&self, name: &str) -> Result<(), KeyStoreSilent> {
        ask(name, KEEPING, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            other => other,
        })
    }
}

/// Asks the key store about an entry, and does not wait longer than is said.
fn ask<T: Send + 'static>(
    name: &str,
    patience: Duration,
    question: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
) -> Result<T, KeyStoreSilent> {
    let silent = |reason: &dyn std::fmt::Display| KeyStoreSilent(reason.to_string());
    if !is_there() {
        return Err(silent(&"this session has none"));
    }
    let name = name.to_owned();
    let (answer, answered) = channel();
    let asks = move || {
        let given = open().and_then(|store| question(&Entry::new_in_store(&store, SERVICE, &name)?));
        // Nobody listening any more is no failure.
        let _ = answer.send(given);
    };
    let asking = thread::Builder::new().name("key store".to_owned()).spawn(asks);
    let asking = asking.map_err(|failure| silent(&failure))?;
    match answered.recv_timeout(patience) {
        Ok(given) => {
            // It has let go of the bus and is at its end: a program that ends meanwhile would race with it.
            let _ = asking.join();
            given.map_err(|failure| silent(&failure))
        }
        Err(RecvTimeoutError::Timeout) => Err(silent(&"it takes too long")),
        Err(RecvTimeoutError::Disconnected) => Err(silent(&"it failed")),
    }
}

/// Whether this session has a bus on which a key store could answer; without one the library would
/// start a bus of its own, on which there is none.
#[cfg(target_os = "linux")]
fn is_there() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
    is_set("DBUS_SESSION_BUS_ADDRESS") || runtime.is_some_and(|folder| folder.join("bus").exists())
}

#[cfg(not(target_os = "linux"))]
fn is_there() -> bool {
    cfg!(any(windows, target_os = "macos"))
}

#[cfg(target_os = "linux")]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A string takes whatever is written into it.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let digits = text.as_bytes();
    if digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit) {
        digits.chunks(2).map(byte).collect()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn a_secret_is_the_same_after_it_was_text() {
        let secret: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&secret)), Some(secret));
        assert_eq!((unhex("0"), unhex("+1"), unhex("zz")), (None, None, None), "no text that we wrote");
    }
}
