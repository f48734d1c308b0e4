//! Chunks of files on disk: `blobs/ab/cd/{hash}`, never in the database (protocol section 14).

use crate::fence::write_durably;
use protocol::{Blake3, BlobId, ChunkHash, Manifest};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a school's chunks.
#[derive(Debug)]
pub(crate) struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// Uses the folder beside a school's database.
    pub fn open(school: &Path) -> Self {
        Self { folder: school.join("blobs") }
    }

    /// Gives the folder of all chunks.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gives where a chunk is, or would be.
    pub fn path(&self, chunk: ChunkHash) -> PathBuf {
        let name = chunk.to_string();
        self.folder.join(&name[..2]).join(&name[2..4]).join(name)
    }

    /// Lists every file below the folder.
    pub fn files(&self) -> io::Result<Vec<PathBuf>> {
        let (mut files, mut folders) = (Vec::new(), vec![self.folder.clone()]);
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else {
                    files.push(entry.path());
                }
            }
        }
        Ok(files)
    }

    /// Says whether a chunk is here.
    pub fn has(&self, chunk: ChunkHash) -> bool {
        self.path(chunk).is_file()
    }

    /// Reads a chunk; nothing where it is not here.
    pub fn get(&self, chunk: ChunkHash) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(chunk)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps a chunk whose hash was checked, durably; any number of times.
    pub fn put(&self, chunk: ChunkHash, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(chunk);
        if path.is_file() {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        write_durably(&path, bytes)
    }

    /// Deletes a chunk; it may be gone already.
    pub fn remove(&self, chunk: ChunkHash) -> io::Result<()> {
        match fs::remove_file(self.path(chunk)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Lists the chunks of a file that are not here.
    pub fn missing(&self, manifest: &Manifest) -> Vec<ChunkHash> {
        manifest.chunks.iter().copied().filter(|chunk| !self.has(*chunk)).collect()
    }

    /// Checks that the chunks make the file that the manifest promises.
    pub fn fits(&self, manifest: &Manifest) -> io::Result<bool> {
        let mut hasher = Blake3::new();
        for (index, chunk) in manifest.chunks.iter().enumerate() {
            let Some(bytes) = self.get(*chunk)? else { return Ok(false) };
            if bytes.len() as u64 != manifest.chunk_length(index) {
                return Ok(false);
            }
            hasher.update(&bytes);
        }
        Ok(BlobId::from_bytes(hasher.finalize()) == manifest.blob)
    }
}
