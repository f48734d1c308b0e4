//! Files of an open book: encrypted block by block, with a key that only lives as long as the book is
//! open (ADR 0029).
//!
//! `ssk-file ‖ 16 random bytes`, then blocks of 64 KiB, the last one shorter, each with its own nonce.
//! The random bytes make the file's own key, so a block of one file is none of another.

use std::fs;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};

use protocol::{BlockCipher, key_of};

use crate::host;

const MAGIC: &[u8; 8] = b"ssk-file";
/// Bytes before the first block.
const HEAD: u64 = 24;
/// Bytes of a block before it is encrypted.
const BLOCK: u64 = 64 << 10;
const SEALED: u64 = BLOCK + BlockCipher::OVERHEAD as u64;

/// An encrypted file, read and written as if it were not.
pub struct SealedFile {
    file: fs::File,
    cipher: BlockCipher,
    len: u64,
    at: u64,
    appends: bool,
    /// The block that was read or written last.
    near: Option<(u64, Vec<u8>)>,
}

/// Whether a file begins as an encrypted one does.
pub fn is_sealed(file: &mut fs::File) -> io::Result<bool> {
    let mut start = Vec::new();
    file.rewind()?;
    file.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(start == MAGIC)
}

/// Bytes of a file whose encrypted form has so many. What a block was cut off to does not count.
pub fn plain_len(bytes: u64) -> u64 {
    let blocks = bytes.saturating_sub(HEAD);
    blocks / SEALED * BLOCK + (blocks % SEALED).saturating_sub(BlockCipher::OVERHEAD as u64)
}

impl SealedFile {
    /// Makes an empty one of an empty file.
    pub fn begin(mut file: fs::File, kind: &[u8; 32]) -> io::Result<Self> {
        let name: [u8; 16] = host::random();
        file.write_all(&[MAGIC.as_slice(), &name].concat())?;
        Ok(Self::new(file, kind, &name, 0))
    }

    /// Opens one that is there.
    pub fn open(mut file: fs::File, kind: &[u8; 32]) -> io::Result<Self> {
        if !is_sealed(&mut file)? {
            return Err(damaged());
        }
        let mut name = [0; 16];
        file.read_exact(&mut name).map_err(|_| damaged())?;
        let len = plain_len(file.metadata()?.len());
        Ok(Self::new(file, kind, &name, len))
    }

    fn new(file: fs::File, kind: &[u8; 32], name: &[u8; 16], len: u64) -> Self {
        let cipher = BlockCipher::new(&key_of(kind, name));
        Self { file, cipher, len, at: 0, appends: false, near: None }
    }

    /// Writes at the end, wherever it was read.
    pub fn appending(mut self) -> Self {
        self.appends = true;
        self
    }

    /// Makes it so long: cuts its end off, or adds zeros.
    pub fn set_len(&mut self, len: u64) -> io::Result<()> {
        if len > self.len {
            return self.fill(len);
        }
        let (index, rest) = (len / BLOCK, len % BLOCK);
        if len < self.len && rest > 0 {
            let mut last = self.block(index)?.to_vec();
            last.truncate(rest as usize);
            self.put(index, last)?;
        }
        let tail = if rest > 0 { rest + BlockCipher::OVERHEAD as u64 } else { 0 };
        self.file.set_len(HEAD + index * SEALED + tail)?;
        self.len = len;
        self.near = None;
        Ok(())
    }

    /// Waits until the disk has everything.
    pub fn sync_all(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Adds zeros up to a length.
    fn fill(&mut self, len: u64) -> io::Result<()> {
        while self.len < len {
            let (index, from) = (self.len / BLOCK, self.len % BLOCK);
            let until = (len - index * BLOCK).min(BLOCK);
            let mut block = if from > 0 { self.block(index)?.to_vec() } else { Vec::new() };
            block.resize(until as usize, 0);
            self.put(index, block)?;
        }
        Ok(())
    }

    fn block(&mut self, index: u64) -> io::Result<&[u8]> {
        if self.near.as_ref().is_none_or(|(near, _)| *near != index) {
            let mut sealed = Vec::new();
            self.file.seek(SeekFrom::Start(HEAD + index * SEALED))?;
            (&mut self.file).take(SEALED).read_to_end(&mut sealed)?;
            let block = self.cipher.open(index, &sealed).ok_or_else(damaged)?;
            self.near = Some((index, block));
        }
        Ok(self.near.as_ref().map_or(&[], |(_, block)| block))
    }

    fn put(&mut self, index: u64, block: Vec<u8>) -> io::Result<()> {
        self.near = None;
        let sealed = self.cipher.seal(index, host::random(), &block);
        self.file.seek(SeekFrom::Start(HEAD + index * SEALED))?;
        self.file.write_all(&sealed)?;
        self.len = self.len.max(index * BLOCK + block.len() as u64);
        self.near = Some((index, block));
        Ok(())
    }

    /// What a block has before a part of it is written; nothing of it is read that is written anyway.
    fn before(&mut self, index: u64, from: usize, upto: usize) -> io::Result<Vec<u8>> {
        let there = self.len.saturating_sub(index * BLOCK).min(BLOCK) as usize;
        if there == 0 || (from == 0 && upto >= there) {
            Ok(Vec::new())
        } else {
            Ok(self.block(index)?.to_vec())
        }
    }
}

impl Read for SealedFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.len || into.is_empty() {
            return Ok(0);
        }
        let (index, from) = (self.at / BLOCK, (self.at % BLOCK) as usize);
        let block = self.block(index)?;
        let part = block.get(from..).unwrap_or_default();
        let read = part.len().min(into.len());
        into[..read].copy_from_slice(&part[..read]);
        self.at += read as u64;
        Ok(read)
    }
}

impl Write for SealedFile {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        if from.is_empty() {
            return Ok(0);
        }
        if self.appends {
            self.at = self.len;
        }
        self.fill(self.at)?;
        let (index, start) = (self.at / BLOCK, (self.at % BLOCK) as usize);
        let count = from.len().min(BLOCK as usize - start);
        let end = start + count;
        let mut block = self.before(index, start, end)?;
        block.resize(block.len().max(end), 0);
        block[start..end].copy_from_slice(&from[..count]);
        self.put(index, block)?;
        self.at += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for SealedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let from = |place: u64, by: i64| place.checked_add_signed(by).ok_or(ErrorKind::InvalidInput);
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => from(self.len, by)?,
            SeekFrom::Current(by) => from(self.at, by)?,
        };
        Ok(self.at)
    }
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "an encrypted block is damaged")
}

#[cfg(test)]
mod tests;
