//! Why https cannot be offered; each says what to do.

use std::path::PathBuf;
use tokio_rustls::rustls;

/// Why a certificate cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateError {
    #[error("{path} cannot be read or written: {error}")]
    Unusable { path: PathBuf, error: std::io::Error },
    #[error("{path} holds no certificate in PEM form (it begins with -----BEGIN CERTIFICATE-----)")]
    NoCertificate { path: PathBuf },
    #[error("{path} holds no private key in PEM form; a key behind a passphrase must be unlocked first")]
    NoKey { path: PathBuf },
    #[error("the key in {key} does not belong to the certificate in {certificate}")]
    Mismatch { certificate: PathBuf, key: PathBuf },
    #[error("the certificate in {path} ended on {when}; give the relay a new one")]
    Ended { path: PathBuf, when: String },
    #[error("the certificate in {path} counts from {when} on; is this machine's clock right?")]
    NotYet { path: PathBuf, when: String },
    #[error(
        "the relay's own authority in {path} is damaged; restore it from a backup, or remove that folder: \
         the relay then makes a new one, which every tablet has to trust again"
    )]
    Damaged { path: PathBuf },
    #[error(
        "`{name}` is neither a name nor an address of a machine; give only that, such as tram.local, \
         without http:// and without a port"
    )]
    Name { name: String },
    #[error("a certificate cannot be made: {0}")]
    Sign(rcgen::Error),
    #[error("TLS cannot be offered: {0}")]
    Tls(rustls::Error),
}
