//! Bundles that lie ready to be read in pieces, for pages that cannot name a path.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;

use api::{Code, Error, FilePiece, ReadBundle};
use base64::Engine as _;

use crate::session::Session;
use crate::{disk, error};

/// The most bytes of one piece.
const PIECE: u64 = 1 << 20;

/// Where a bundle lies until the next one is made.
pub fn path(session: &Session, bundle: &str) -> PathBuf {
    session.folder.join("bundles").join(format!("{bundle}.ssk"))
}

/// Removes every bundle that lies ready; what cannot be removed now is only disk space.
pub fn clear(session: &Session) {
    let folder = session.folder.join("bundles");
    for name in disk::list(&folder).unwrap_or_default() {
        let _ = disk::remove_file(folder.join(name));
    }
}

/// Reads a piece.
pub fn read(session: &Session, request: &ReadBundle) -> Result<FilePiece, Error> {
    let unknown = || Error::new(Code::NotFound).with("bundle", request.bundle.as_str());
    if request.bundle.len() != 16 || !request.bundle.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(unknown());
    }
    let path = path(session, &request.bundle);
    let size = disk::metadata(&path).map_err(|_| unknown())?.len();
    let mut bytes = Vec::new();
    let mut read = || {
        let mut file = disk::open(&path)?;
        file.seek(SeekFrom::Start(request.offset))?;
        file.take(PIECE).read_to_end(&mut bytes)
    };
    read().map_err(|failure| error::from_io(&failure, &path))?;
    Ok(FilePiece {
        mime: "application/octet-stream".to_owned(),
        size,
        offset: request.offset,
        base64: base64::engine::general_purpose::STANDARD.encode(bytes),
    })
}
