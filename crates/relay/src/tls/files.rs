//! Keys and certificates as files: PEM, keys for this user's eyes only.

use super::error::CertificateError;
use crate::fence;
use rcgen::KeyPair;
use std::fs;
use std::path::Path;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// Makes the folder, which only this user may enter.
pub(super) fn make_folder(path: &Path) -> Result<(), CertificateError> {
    let unusable = |error| CertificateError::Unusable { path: path.to_owned(), error };
    fs::create_dir_all(path).map_err(unusable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
    }
    Ok(())
}

/// Reads a key, or makes it at the first start.
pub(super) fn key(path: &Path) -> Result<KeyPair, CertificateError> {
    if path.exists() {
        return read_key(path);
    }
    let key = KeyPair::generate().map_err(CertificateError::Sign)?;
    write_private(path, key.serialize_pem().as_bytes())?;
    Ok(key)
}

/// Reads a key that the relay made.
pub(super) fn read_key(path: &Path) -> Result<KeyPair, CertificateError> {
    let text = fs::read_to_string(path)
        .map_err(|error| CertificateError::Unusable { path: path.to_owned(), error })?;
    let folder = path.parent().unwrap_or(path).to_owned();
    KeyPair::from_pem(&text).map_err(|_| CertificateError::Damaged { path: folder })
}

/// Reads every certificate of a file.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let bytes =
        fs::read(path).map_err(|error| CertificateError::Unusable { path: path.to_owned(), error })?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        _ => Err(CertificateError::NoCertificate { path: path.to_owned() }),
    }
}

/// Writes a file that only this user may read, whole or not at all.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), CertificateError> {
    fence::write_private(path, bytes)
        .map_err(|error| CertificateError::Unusable { path: path.to_owned(), error })
}

/// The text form of one object (RFC 7468).
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::prelude::BASE64_STANDARD.encode(der);
    let mut lines = String::new();
    for line in text.as_bytes().chunks(64) {
        lines.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        lines.push('\n');
    }
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}
