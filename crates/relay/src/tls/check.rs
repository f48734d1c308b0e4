//! Looks whether an authority that was kept can be used again, and makes nothing.

use super::authority::{CERTIFICATE, KEY};
use super::error::CertificateError;
use super::reading::Reading;
use super::{FOLDER, files};
use std::path::Path;

/// Tells whether a data folder has an authority; an error where it has one that is damaged.
pub(crate) fn check(data: &Path) -> Result<bool, CertificateError> {
    let folder = data.join(FOLDER);
    if !folder.join(CERTIFICATE).exists() {
        return Ok(false);
    }
    let damaged = || CertificateError::Damaged { path: folder.clone() };
    let chain = files::certificates(&folder.join(CERTIFICATE)).map_err(|_| damaged())?;
    let reading = chain.first().and_then(|first| Reading::of(first)).ok_or_else(damaged)?;
    let key = files::read_key(&folder.join(KEY))?;
    if reading.is_of(&rcgen::PublicKeyData::subject_public_key_info(&key)) {
        Ok(true)
    } else {
        Err(damaged())
    }
}
