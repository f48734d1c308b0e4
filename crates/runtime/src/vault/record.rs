//! What lies beside a book and says how its key is kept.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use api::{Code, Error, KeysKept};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::keys::kept::{hex, unhex};
use crate::lock::{self, Entry, Pin};
use crate::{disk, error};

/// The newest form of it that this version reads.
const FORM: u32 = 1;

/// What the keys of a book are made from.
pub type Root = Zeroizing<[u8; 32]>;

/// How the key of a book is kept.
#[derive(Deserialize, Serialize)]
pub struct Record {
    form: u32,
    /// Where it is.
    pub kept: Kept,
    /// Whether all files of the book are encrypted.
    pub files_sealed: bool,
}

/// Where the key of a book is.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Here, as it is: only the user of the machine may read this file.
    File(Hex),
    /// Here, sealed with the PIN.
    Pin {
        /// What the PIN opens.
        sealed: String,
        /// Wrong ones since the last right one.
        wrong: u32,
    },
    /// In the system's key store, under this name.
    KeyStore(String),
}

/// A key as text, which leaves nothing in memory.
#[derive(Deserialize, Serialize)]
pub struct Hex(String);

impl Drop for Hex {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Kept {
    /// Keeps it in the file.
    pub fn in_file(root: &Root) -> Self {
        Self::File(Hex(hex(root.as_slice())))
    }

    /// Seals it.
    pub fn with_pin(root: &Root, pin: &Pin) -> Self {
        Self::Pin { sealed: hex(&pin.seal(root.as_slice())), wrong: 0 }
    }

    /// As the contract says it.
    pub fn as_said(&self) -> KeysKept {
        match self {
            Self::File(_) => KeysKept::InFile,
            Self::Pin { .. } => KeysKept::WithPin,
            Self::KeyStore(_) => KeysKept::InKeyStore,
        }
    }
}

impl Record {
    /// Of a new key.
    pub fn new(kept: Kept, files_sealed: bool) -> Self {
        Self { form: FORM, kept, files_sealed }
    }

    /// Reads that of a folder; none where the book never was encrypted.
    ///
    /// # Errors
    /// `newer_profile`, and `book_key_gone` where what lies there says nothing.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = path(folder);
        let json = match disk::read(&path) {
            Ok(json) => Zeroizing::new(json),
            Err(failure) if failure.kind() == ErrorKind::NotFound => return Ok(None),
            Err(failure) => return Err(error::from_io(&failure, &path)),
        };
        let gone = || Error::new(Code::BookKeyGone).with("path", path.display().to_string());
        let record: Self = serde_json::from_slice(&json).map_err(|_| gone())?;
        if record.form > FORM { Err(Error::new(Code::NewerProfile)) } else { Ok(Some(record)) }
    }

    /// Writes it; when this returns, it is there also after a power cut.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = path(folder);
        let json =
            serde_json::to_vec(self).map(Zeroizing::new).map_err(|failure| error::internal(&failure))?;
        disk::write_secretly(&path, &json).map_err(|failure| error::from_io(&failure, &path))
    }

    /// Takes the key out of the file for whoever may have it; nothing where the key store has it.
    ///
    /// # Errors
    /// As passing a lock.
    pub fn open(&mut self, folder: &Path, entry: Entry<'_>) -> Result<Option<Root>, Error> {
        let (sealed, wrong) = match &self.kept {
            Kept::KeyStore(_) => return Ok(None),
            Kept::File(Hex(text)) => return root(unhex(text), folder).map(Some),
            Kept::Pin { sealed, wrong } => (unhex(sealed).unwrap_or_default(), *wrong),
        };
        let opened = lock::try_pin(&sealed, wrong, entry, |count| self.count(folder, count))?;
        root(Some(opened), folder).map(Some)
    }

    fn count(&mut self, folder: &Path, count: u32) -> Result<(), Error> {
        if let Kept::Pin { wrong, .. } = &mut self.kept {
            *wrong = count;
        }
        self.write(folder)
    }
}

/// A key of the right length.
///
/// # Errors
/// `book_key_gone`.
pub fn root(bytes: Option<Vec<u8>>, folder: &Path) -> Result<Root, Error> {
    let bytes = Zeroizing::new(bytes.unwrap_or_default());
    let whole = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
    whole.map_err(|_| Error::new(Code::BookKeyGone).with("path", path(folder).display().to_string()))
}

fn path(folder: &Path) -> PathBuf {
    folder.join("book.key")
}
