//! The manifest of a file: how to fetch it (protocol section 14).

use crate::cbor::{Malformed, Reader, Writer};
use crate::id::{BlobId, ChunkHash};
use crate::limits;
use unicode_normalization::is_nfc;

/// What is known of a file before any byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The file's id.
    pub blob: BlobId,
    /// Its length in bytes, from 1 to 128 MiB.
    pub size: u64,
    /// What kind of file it is.
    pub mime: String,
    /// Its chunks of 1 MiB, in order.
    pub chunks: Vec<ChunkHash>,
    /// The small picture of it, a file of its own.
    pub preview: Option<BlobId>,
    /// What it was called.
    pub name: Option<String>,
}

impl Manifest {
    /// Encodes the manifest in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(6);
        writer.bytes(self.blob.as_ref());
        writer.uint(self.size);
        writer.text(&self.mime);
        writer.list(self.chunks.iter());
        writer.bytes_or_null(self.preview);
        match &self.name {
            Some(name) => writer.text(name),
            None => writer.null(),
        }
        writer.into_bytes()
    }

    /// Decodes a manifest and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(6)?;
        let manifest = Self {
            blob: reader.id()?,
            size: reader.uint()?,
            mime: reader.text()?.to_owned(),
            chunks: reader.list(Reader::id)?,
            preview: reader.id_or_null()?,
            name: reader.nullable(|reader| Ok(reader.text()?.to_owned()))?,
        };
        if manifest.is_sound() && manifest.to_bytes() == bytes { Ok(manifest) } else { Err(Malformed) }
    }

    /// Gives the length of a chunk by its place.
    pub fn chunk_length(&self, index: usize) -> u64 {
        let start = index as u64 * limits::CHUNK;
        self.size.saturating_sub(start).min(limits::CHUNK)
    }

    fn is_sound(&self) -> bool {
        let names = [Some(&self.mime), self.name.as_ref()];
        (1..=limits::BLOB).contains(&self.size)
            && self.size.div_ceil(limits::CHUNK) == self.chunks.len() as u64
            && names.into_iter().flatten().all(|text| is_nfc(text) && !text.chars().any(char::is_control))
            && self.preview != Some(self.blob)
    }
}
