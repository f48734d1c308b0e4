//! Files that the log calls stored: every piece is there, and they make the file.

use super::report::{Place, Verification};
use crate::backup::{size, stored_files};
use crate::blobs::Blobs;
use ledger::LedgerError;
use protocol::{Blake3, BlobId, ChunkHash, Manifest, SpaceId};
use rusqlite::Connection;

/// What helps where a piece is missing or altered.
const SEND_AGAIN: &str = "Take the piece from another backup of this relay (the same name below \
     schools/…/blobs); or remove it, and attach the file again on a machine that has it.";

/// Checks every stored file of a school and tells what was found.
pub(super) fn check(
    space: SpaceId,
    blobs: &Blobs,
    conn: &Connection,
    report: &mut Verification,
) -> Result<(), LedgerError> {
    let place = Place::School(space);
    let (mut files, mut pieces, mut bytes) = (0_u64, 0, 0);
    for blob in stored_files(conn)? {
        let Some(row) = ledger::blob(conn, blob)? else {
            let what = format!("file {blob} is called stored, and no entry describes it");
            report.fault(&place, &what, "Use another backup of this relay.");
            continue;
        };
        if row.erased {
            continue;
        }
        files += 1;
        pieces += row.manifest.chunks.len();
        bytes += row.manifest.size;
        if let Some(what) = wrong(blob, &row.manifest, blobs) {
            report.fault(&place, &what, SEND_AGAIN);
        }
    }
    let size = size(bytes);
    report.line(&place, &format!("files {files}: {pieces} pieces ({size}) read and hashed"));
    let left = ledger::erased_chunks(conn)?.into_iter().filter(|chunk| blobs.has(*chunk)).count();
    if left > 0 {
        let what =
            format!("{left} pieces of erased files are still here; the relay removes them when it starts");
        report.note(&place, &what);
    }
    Ok(())
}

/// Says what is wrong with a stored file; nothing where it is as its manifest promises.
fn wrong(blob: BlobId, manifest: &Manifest, blobs: &Blobs) -> Option<String> {
    let mut whole = Blake3::new();
    for (index, chunk) in manifest.chunks.iter().enumerate() {
        let piece = format!("piece {chunk} of file {blob}");
        match blobs.get(*chunk) {
            Ok(None) => return Some(format!("{piece} is missing")),
            Err(error) => return Some(format!("{piece} cannot be read: {error}")),
            Ok(Some(bytes)) if ChunkHash::of(&bytes) != *chunk => {
                return Some(format!("{piece} was altered"));
            }
            Ok(Some(bytes)) if bytes.len() as u64 != manifest.chunk_length(index) => {
                return Some(format!("{piece} has the wrong length"));
            }
            Ok(Some(bytes)) => whole.update(&bytes),
        }
    }
    let fits = BlobId::from_bytes(whole.finalize()) == blob;
    (!fits).then(|| format!("the pieces of file {blob} do not make it"))
}
