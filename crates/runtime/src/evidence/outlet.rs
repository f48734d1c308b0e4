//! Files on their way out: to the screen in pieces, or to a path.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use api::{Code, Error, FilePiece, FileView, ReadFile, SaveFile};
use base64::Engine as _;
use protocol::BlobId;
use store::blob::Blob;

use crate::ids::Same;
use crate::session::Session;
use crate::{disk, error, storage};

/// The most bytes of one piece.
const PIECE: u64 = 1 << 20;

/// Finds what is known of a file.
pub fn known(session: &Session, blob: BlobId) -> Result<Blob, Error> {
    let row = session.read(|work| store::blob::load(work.connection(), blob).map_err(error::from_store))?;
    row.ok_or_else(|| Error::new(Code::NotFound).with("blob", blob.to_string()))
}

/// Reads a piece.
pub fn read(session: &Session, request: &ReadFile) -> Result<FilePiece, Error> {
    let blob = request.blob.same();
    let row = known(session, blob)?;
    let path = session.file_path(blob);
    let bytes = match piece(&path, request.offset) {
        Ok(bytes) => bytes,
        Err(failure) => return Err(refused(session, &row, &path, &failure)),
    };
    if request.offset == 0 {
        // On a full disk nothing is noted, and everything can be read.
        let _ = storage::note_opened(session, &row);
    }
    Ok(FilePiece {
        mime: row.mime,
        size: row.size,
        offset: request.offset,
        base64: base64::engine::general_purpose::STANDARD.encode(bytes),
    })
}

/// Writes the original to a path; what is there is never overwritten.
pub fn save(session: &Session, request: &SaveFile) -> Result<FileView, Error> {
    let blob = request.blob.same();
    let row = known(session, blob)?;
    let place = session.file_path(blob);
    let mut source = disk::open(&place).map_err(|failure| refused(session, &row, &place, &failure))?;
    let path = Path::new(&request.path);
    let created = disk::outside(&request.path).and_then(|place| disk::create_new(&place));
    let mut target = created.map_err(|failure| {
        if failure.kind() == std::io::ErrorKind::AlreadyExists {
            Error::new(Code::BadValue).with("path", "path").with("reason", "exists")
        } else {
            error::from_io(&failure, path)
        }
    })?;
    let copied = std::io::copy(&mut source, &mut target).and_then(|_| target.sync_all());
    if let Err(failure) = copied {
        // Half a file would look like the whole one.
        let _ = disk::remove_file(path);
        return Err(error::from_io(&failure, path));
    }
    Ok(FileView { name: row.name, mime: row.mime, base64: None, path: Some(request.path.clone()) })
}

fn piece(path: &Path, offset: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = disk::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    file.take(PIECE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a file cannot be read. One that is missing or damaged counts as absent from now on.
fn refused(session: &Session, row: &Blob, path: &Path, failure: &io::Error) -> Error {
    let gone = matches!(failure.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData);
    if gone && let Err(why) = storage::is_gone(session, row) {
        tracing::warn!(blob = %row.blob, %why, "a missing file is not noted");
    }
    if failure.kind() == io::ErrorKind::NotFound {
        Error::new(Code::FileNotHere).with("blob", row.blob.to_string())
    } else {
        error::from_io(failure, path)
    }
}
