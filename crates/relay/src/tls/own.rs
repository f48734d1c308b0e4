//! The school's own certificate, from files that somebody else keeps.

use super::error::CertificateError;
use super::reading::Reading;
use super::{Shown, files};
use crate::config::OwnCertificate;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};

/// Size and time of a file.
type Stamp = Option<(u64, SystemTime)>;

/// The two files, and how they were when they were read.
#[derive(Debug)]
pub(super) struct OwnFiles {
    certificate: PathBuf,
    key: PathBuf,
    seen: Mutex<[Stamp; 2]>,
}

impl OwnFiles {
    /// The files that a relay was started with.
    pub fn of(own: &OwnCertificate) -> Self {
        Self { certificate: own.certificate.clone(), key: own.key.clone(), seen: Mutex::default() }
    }

    /// Whether one of them is another one than when it was read.
    pub fn have_changed(&self) -> bool {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) != self.stamps()
    }

    /// Reads both; what does not belong together, or does not count now, is refused.
    pub fn read(&self, provider: &CryptoProvider, now: i64) -> Result<Shown, CertificateError> {
        // Remembered also where they are refused: the same files are not complained about each minute.
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = self.stamps();
        let chain = files::certificates(&self.certificate)?;
        let reading = chain.first().and_then(|first| Reading::of(first));
        let reading =
            reading.ok_or_else(|| CertificateError::NoCertificate { path: self.certificate.clone() })?;
        self.must_count(&reading, now)?;
        let key = CertifiedKey::from_der(chain, self.read_key()?, provider).map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                CertificateError::Mismatch { certificate: self.certificate.clone(), key: self.key.clone() }
            }
            other => CertificateError::Tls(other),
        })?;
        Ok(Shown { key: Arc::new(key), reading })
    }

    fn must_count(&self, reading: &Reading, now: i64) -> Result<(), CertificateError> {
        let (now, path) = (now / 1000, self.certificate.clone());
        if now > reading.until.timestamp() {
            return Err(CertificateError::Ended { path, when: reading.until.to_string() });
        }
        if now < reading.from.timestamp() {
            return Err(CertificateError::NotYet { path, when: reading.from.to_string() });
        }
        Ok(())
    }

    fn read_key(&self) -> Result<PrivateKeyDer<'static>, CertificateError> {
        let bytes = std::fs::read(&self.key)
            .map_err(|error| CertificateError::Unusable { path: self.key.clone(), error })?;
        PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| CertificateError::NoKey { path: self.key.clone() })
    }

    fn stamps(&self) -> [Stamp; 2] {
        [stamp(&self.certificate), stamp(&self.key)]
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}
