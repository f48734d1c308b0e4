//! Bundles that lie ready to be read in pieces, for pages that cannot name a path.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use api::{Code, Error, FilePiece, ReadBundle};
use base64::Engine as _;

use crate::session::Session;
use crate::{disk, error, host};

/// The most bytes of one piece.
const PIECE: u64 = 1 << 20;

/// Where a bundle lies until the next one is made.
pub fn path(session: &Session, bundle: &str) -> PathBuf {
    session.folder.join("bundles").join(format!("{bundle}.ssk"))
}

/// Where a new file is written.
pub struct Place {
    /// What pages call it; empty where the person chose the place.
    pub bundle: String,
    /// The place.
    pub path: PathBuf,
    /// What the file is called where it is saved.
    pub name: String,
}

/// Finds the place of a new file: where the person wants it, or ready for pages, in place of those that
/// lay there.
///
/// # Errors
/// What is wrong with the path.
pub fn place(session: &Session, wanted: Option<&str>) -> Result<Place, Error> {
    clear(session);
    let (bundle, path) = if let Some(wanted) = wanted {
        let outside = disk::outside(wanted);
        (String::new(), outside.map_err(|failure| error::from_io(&failure, Path::new(wanted)))?)
    } else {
        let bundle = format!("{:016x}", u64::from_le_bytes(host::random()));
        let path = path(session, &bundle);
        (bundle, path)
    };
    let day = session.now().date();
    let name = format!("so-sang-kien-{:04}-{:02}-{:02}.ssk", day.year(), day.month(), day.day());
    Ok(Place { bundle, path, name })
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
