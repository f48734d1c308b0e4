//! Danh sách nhân sự: a roster is read, shown, and imported only when it was confirmed.
//!
//! A preview keeps the file in the profile's folder under a token that names the file and the staff
//! list it was compared with, so that the import does what was shown, also in another process; both
//! are told when anything changed in between. An import that was cut off is repeated: who is in the log
//! is there, and whom the staff list names already keeps their id.

use std::path::{Path, PathBuf};

use api::{Code, Error, ImportRoster, ImportView, PreviewRoster, RosterPreview};
use base64::Engine as _;
use documents::roster::{LARGEST_FILE, RosterError, RosterSheet};
use domain::roster::{RosterPlan, plan};
use protocol::{Blake3, BlobId};

use crate::session::Session;
use crate::sync::{self, SyncError};
use crate::{disk, error, paper, people};

mod existing;
mod import;
mod shown;

/// Reads a roster and shows what it would make; nothing of it is imported.
pub async fn preview(session: &Session, request: PreviewRoster) -> Result<RosterPreview, Error> {
    people::must_register(session)?;
    let bytes = bytes_of(&request)?;
    let sheet = read(&bytes).await?;
    let existing = session.read(|work| existing::everybody(work))?;
    let token = token(&bytes, &existing)?;
    keep(session, token, &bytes)?;
    let plan = plan(&sheet.rows, &existing.people);
    Ok(shown::preview(token, &sheet, &plan, &existing))
}

/// Imports a previewed roster: departments, members, roles, and the staff list.
///
/// # Errors
/// `roster_changed` when the file or the staff list is no longer what was previewed, or rows have
/// problems that are not to be left out; `relay_unreachable` offline.
pub async fn import(session: &Session, request: ImportRoster) -> Result<ImportView, Error> {
    people::must_register(session)?;
    // What an import that was cut off had entered is to be known.
    sync::level(session).await.map_err(SyncError::into_error)?;
    let kept: BlobId = request.token.parse().map_err(|_| changed("unknown_token"))?;
    let path = folder(session).join(kept.to_string());
    let bytes = disk::read(&path).map_err(|_| changed("unknown_token"))?;
    let existing = session.read(|work| existing::everybody(work))?;
    if token(&bytes, &existing)? != kept {
        return Err(changed("staff_list"));
    }
    let sheet = read(&bytes).await?;
    let RosterPlan { people: rows, .. } = plan(&sheet.rows, &existing.people);
    let begun = import::begun(&sheet.rows, &existing);
    let view = import::run(session, rows, &existing, &begun, &request).await?;
    // The file has done its work; one that stays is replaced by the next preview.
    let _ = disk::remove_file(&path);
    Ok(view)
}

fn changed(reason: &str) -> Error {
    Error::new(Code::RosterChanged).with("reason", reason)
}

async fn read(bytes: &[u8]) -> Result<RosterSheet, Error> {
    paper::read_roster(bytes).await?.map_err(|failure| {
        let error = Error::new(Code::BadRoster).with("reason", failure.name());
        match failure {
            RosterError::NoNameColumn { headers } => error.with("headers", headers),
            RosterError::TooLarge => error.with("limit", LARGEST_FILE),
            _ => error,
        }
    })
}

fn bytes_of(request: &PreviewRoster) -> Result<Vec<u8>, Error> {
    match (&request.base64, &request.path) {
        (Some(text), _) => base64::engine::general_purpose::STANDARD
            .decode(text)
            .map_err(|_| Error::new(Code::BadValue).with("path", "base64").with("reason", "malformed")),
        (None, Some(path)) => {
            let named = Path::new(path);
            read_path(&disk::outside(path).map_err(|failure| error::from_io(&failure, named))?)
        }
        (None, None) => Err(Error::new(Code::BadRequest).with("reason", "neither base64 nor path")),
    }
}

fn read_path(path: &Path) -> Result<Vec<u8>, Error> {
    let size = disk::metadata(path).map_err(|failure| error::from_io(&failure, path))?.len();
    if size > LARGEST_FILE as u64 {
        return Err(Error::new(Code::BadRoster).with("reason", "too_large").with("limit", LARGEST_FILE));
    }
    disk::read(path).map_err(|failure| error::from_io(&failure, path))
}

/// Names a file and the people it was compared with.
fn token(bytes: &[u8], existing: &existing::Everybody) -> Result<BlobId, Error> {
    let people = serde_json::to_vec(&existing.people).map_err(|failure| error::internal(&failure))?;
    let mut hash = Blake3::new();
    hash.update(&(bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
    hash.update(&people);
    Ok(BlobId::from_bytes(hash.finalize()))
}

/// Keeps the previewed file until it is imported; only the newest one.
fn keep(session: &Session, token: BlobId, bytes: &[u8]) -> Result<(), Error> {
    let folder = folder(session);
    // An earlier preview that cannot be removed does no harm: its token no longer fits.
    let _ = disk::remove_dir_all(&folder);
    let path = folder.join(token.to_string());
    disk::write_durably(&path, bytes).map_err(|failure| error::from_io(&failure, &path))
}

fn folder(session: &Session) -> PathBuf {
    session.folder.join("roster")
}

#[cfg(test)]
mod tests;
