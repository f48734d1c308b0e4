//! The relay's keys: the one that it signs with, the next one, and the one before (ADR 0030).
//!
//! The next key is made beside the present one. Once every school of the folder names it in its control
//! log, the next start signs with it. The key before opens files of work that were sealed to it.

use crate::clock;
use crate::fence::{sync_folder, write_private};
use protocol::{RelayKey, SigningKey};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file of the relay's key.
pub(crate) const KEY: &str = "relay.key";
/// The file of the key that follows it.
pub(crate) const NEXT: &str = "relay.key.next";
/// The file of the key that it follows.
pub(crate) const FORMER: &str = "relay.key.former";

/// Why a key cannot be shown or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("{path} cannot be used: {error}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The folder is none of a relay's.
    #[error("{0} is no data folder of a relay: it has no relay.key; name the folder with --data")]
    NoData(PathBuf),
    /// What is in the file is no key.
    #[error("{0} is damaged; take it from a backup, or begin anew as the operator's page says")]
    Damaged(PathBuf),
    /// There is a next key already.
    #[error("there is a next key already, {0}; remove relay.key.next where you want another one")]
    Waits(String),
}

/// The keys of a data folder.
#[derive(Debug)]
pub struct Keys {
    present: RelayKey,
    next: Option<RelayKey>,
}

impl Keys {
    /// Reads which keys a data folder has; a relay may run on it.
    pub fn read(data: &Path) -> Result<Self, KeyError> {
        let present = read(&data.join(KEY))?.ok_or_else(|| KeyError::NoData(data.to_owned()))?;
        Ok(Self { present: public(&present), next: read(&data.join(NEXT))?.as_ref().map(public) })
    }

    /// Makes the next key; a relay may run on the folder.
    pub fn make_next(data: &Path) -> Result<Self, KeyError> {
        let before = Self::read(data)?;
        if let Some(next) = before.next {
            return Err(KeyError::Waits(next.fingerprint()));
        }
        make(&data.join(NEXT))?;
        Self::read(data)
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "fingerprint of the relay's key {}", self.present.fingerprint())?;
        if let Some(next) = self.next {
            writeln!(f, "fingerprint of its next key {}", next.fingerprint())?;
            writeln!(
                f,
                "A registrar enters the next key in the application (Gửi – nhận). After that, restart the relay."
            )?;
        }
        Ok(())
    }
}

pub(crate) fn public(key: &SigningKey) -> RelayKey {
    RelayKey::from_bytes(key.public())
}

/// Reads the relay's key, or makes it at the first start.
pub(crate) fn present(data: &Path) -> Result<SigningKey, KeyError> {
    let path = data.join(KEY);
    if let Some(key) = read(&path)? {
        return Ok(key);
    }
    make(&path)?;
    read(&path)?.ok_or(KeyError::Damaged(path))
}

/// Reads the key that follows, where there is one.
pub(crate) fn next(data: &Path) -> Result<Option<SigningKey>, KeyError> {
    read(&data.join(NEXT))
}

/// Reads the key before, where there is one.
pub(crate) fn former(data: &Path) -> Result<Option<SigningKey>, KeyError> {
    read(&data.join(FORMER))
}

/// Lets the next key be the relay's from now on; the one before stays for files that are sealed to it.
pub(crate) fn turn(data: &Path) -> Result<(), KeyError> {
    let (key, next, former) = (data.join(KEY), data.join(NEXT), data.join(FORMER));
    let unusable = |error| KeyError::Unusable { path: key.clone(), error };
    let present = fs::read_to_string(&key).map_err(unusable)?;
    write_private(&former, format!("{}\n", present.trim()).as_bytes()).map_err(unusable)?;
    fs::rename(&next, &key).and_then(|()| sync_folder(&key)).map_err(unusable)
}

/// Reads the text of a key.
pub(crate) fn parse(text: &str) -> Option<SigningKey> {
    let seed: protocol::DeviceKey = text.trim().parse().ok()?;
    Some(SigningKey::from_seed(seed.to_bytes()))
}

fn read(path: &Path) -> Result<Option<SigningKey>, KeyError> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some).ok_or_else(|| KeyError::Damaged(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyError::Unusable { path: path.to_owned(), error }),
    }
}

/// Makes a new key.
fn make(path: &Path) -> Result<(), KeyError> {
    // The seed is written in the form of any id of 32 bytes.
    let seed = protocol::DeviceKey::from_bytes(clock::random());
    let line = format!("{seed}\n");
    write_private(path, line.as_bytes()).map_err(|error| KeyError::Unusable { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests;
