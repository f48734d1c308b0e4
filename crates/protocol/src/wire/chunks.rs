//! `POST S/b/check`: which chunks of files are asked for, and which are missing (protocol section 14).

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::ChunkHash;
use crate::limits;

/// Encodes `[chunk hash]`.
pub fn write_chunk_hashes(hashes: &[ChunkHash]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.list(hashes.iter());
    writer.into_bytes()
}

/// Decodes `[chunk hash]` and refuses every form but the only one, and more than may be asked at once.
pub fn read_chunk_hashes(bytes: &[u8]) -> Result<Vec<ChunkHash>, Malformed> {
    let mut reader = Reader::new(bytes);
    let hashes = reader.list(Reader::id)?;
    let fits = hashes.len() <= limits::CHUNKS_ASKED && write_chunk_hashes(&hashes) == bytes;
    if fits { Ok(hashes) } else { Err(Malformed) }
}
