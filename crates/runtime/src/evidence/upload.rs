//! Files handed over in pieces: kept beside the book until they are attached.

use std::io::Write as _;
use std::path::PathBuf;

use api::{AppendUpload, BeginUpload, Code, Error, UploadView};
use base64::Engine as _;
use serde::{Deserialize, Serialize};

use super::intake::{self, NewFile, check_size};
use crate::session::Session;
use crate::{disk, error, host};

/// The most bytes of one piece.
const PIECE: usize = 1 << 20;

/// The most bytes of a bundle that is handed over in pieces.
const BUNDLE: u64 = 8 << 30;

/// What was said of an upload when it began.
#[derive(Deserialize, Serialize)]
struct Announced {
    name: String,
    size: u64,
}

/// Begins an upload.
pub fn begin(session: &Session, request: &BeginUpload) -> Result<UploadView, Error> {
    // A bundle holds many files; how large a file of evidence may be is judged when it is attached.
    let is_bundle = request.name.to_lowercase().ends_with(".ssk");
    if !is_bundle || request.size == 0 || request.size > BUNDLE {
        check_size(session, request.size)?;
    }
    let upload = format!("{:016x}", u64::from_le_bytes(host::random()));
    let (label, bytes) = paths(session, &upload)?;
    let announced = Announced { name: request.name.clone(), size: request.size };
    let json = serde_json::to_vec(&announced).map_err(|failure| error::internal(&failure))?;
    disk::write_durably(&label, &json).map_err(|failure| error::from_io(&failure, &label))?;
    disk::write(&bytes, []).map_err(|failure| error::from_io(&failure, &bytes))?;
    Ok(UploadView { upload, received: 0 })
}

/// Takes the next piece; a piece that is here already is taken again without harm.
pub fn append(session: &Session, request: &AppendUpload) -> Result<UploadView, Error> {
    let bad = |path: &str, reason: &str| Error::new(Code::BadValue).with("path", path).with("reason", reason);
    let announced = announced(session, &request.upload)?;
    let (_, path) = paths(session, &request.upload)?;
    let piece = base64::engine::general_purpose::STANDARD
        .decode(&request.base64)
        .map_err(|_| bad("base64", "malformed"))?;
    if piece.len() > PIECE {
        return Err(bad("base64", "too_long").with("most", PIECE));
    }
    let received = received(&path)?;
    let end = request.offset.saturating_add(piece.len() as u64);
    if end > announced.size {
        return Err(bad("offset", "out_of_range").with("most", announced.size));
    }
    if end <= received {
        return Ok(UploadView { upload: request.upload.clone(), received });
    }
    if request.offset != received {
        return Err(bad("offset", "gap").with("received", received));
    }
    let mut file = disk::open_to_append(&path).map_err(|failure| error::from_io(&failure, &path))?;
    file.write_all(&piece).map_err(|failure| error::from_io(&failure, &path))?;
    Ok(UploadView { upload: request.upload.clone(), received: end })
}

/// Takes a whole upload in as a file of evidence.
///
/// # Errors
/// `unreadable_file` while pieces are missing, `not_found` for an upload that never began.
pub async fn finish(session: &Session, upload: &str) -> Result<NewFile, Error> {
    let path = uploaded(session, upload)?;
    let name = announced(session, upload)?.name;
    intake::take_in(session, &path, Some(&name)).await
}

/// Finds where a whole upload lies.
///
/// # Errors
/// `unreadable_file` while pieces are missing, `not_found` for an upload that never began.
pub fn uploaded(session: &Session, upload: &str) -> Result<PathBuf, Error> {
    let announced = announced(session, upload)?;
    let (_, path) = paths(session, upload)?;
    let received = received(&path)?;
    if received != announced.size {
        return Err(Error::new(Code::UnreadableFile)
            .with("path", announced.name)
            .with("received", received)
            .with("size", announced.size));
    }
    Ok(path)
}

/// Removes an upload; what cannot be removed now is only disk space.
pub fn forget(session: &Session, upload: &str) {
    if let Ok((label, bytes)) = paths(session, upload) {
        let _ = disk::remove_file(label);
        let _ = disk::remove_file(bytes);
    }
}

fn announced(session: &Session, upload: &str) -> Result<Announced, Error> {
    let unknown = || Error::new(Code::NotFound).with("upload", upload);
    let (label, _) = paths(session, upload)?;
    let json = disk::read(label).map_err(|_| unknown())?;
    serde_json::from_slice(&json).map_err(|_| unknown())
}

fn received(path: &std::path::Path) -> Result<u64, Error> {
    disk::metadata(path).map(|there| there.len()).map_err(|failure| error::from_io(&failure, path))
}

fn paths(session: &Session, upload: &str) -> Result<(PathBuf, PathBuf), Error> {
    if upload.len() != 16 || !upload.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Error::new(Code::NotFound).with("upload", upload));
    }
    let folder = session.folder.join("uploads");
    Ok((folder.join(format!("{upload}.json")), folder.join(format!("{upload}.bin"))))
}
