use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{Files, part};

/// An open file, which is read and written at its place like one of the system.
///
/// A part that was read is kept until another one is wanted or this handle writes: what another
/// handle writes meanwhile may not be seen.
#[derive(Debug)]
pub struct File {
    files: Files,
    id: i64,
    at: u64,
    write_at: WriteAt,
    read: Option<(u64, Vec<u8>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum WriteAt {
    Place,
    End,
}

impl File {
    pub(super) fn new(files: Files, id: i64) -> Self {
        Self { files, id, at: 0, write_at: WriteAt::Place, read: None }
    }

    /// Writes everything to the end of the file from now on, wherever it was read.
    #[must_use]
    pub fn appending(self) -> Self {
        Self { write_at: WriteAt::End, ..self }
    }

    /// Cuts the file off, or lets it grow by zeros.
    pub fn set_len(&mut self, size: u64) -> io::Result<()> {
        self.read = None;
        self.files.writing(|connection| part::set_size(connection, self.id, size))?;
        Ok(())
    }

    /// Does nothing: what was written is durable already.
    #[allow(clippy::unused_self, reason = "a file of the system has this too")]
    #[allow(clippy::unnecessary_wraps, reason = "a file of the system can fail here")]
    pub fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.files.reading(|connection| part::size(connection, self.id))?)
    }

    fn part(&mut self, place: u64) -> io::Result<&[u8]> {
        let bytes = match self.read.take() {
            Some((known, bytes)) if known == place => bytes,
            _ => self.files.reading(|connection| {
                part::read(connection, self.id, part::size(connection, self.id)?, place)
            })?,
        };
        Ok(&self.read.insert((place, bytes)).1)
    }
}

impl Read for File {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (place, start) = (self.at / part::SIZE, (self.at % part::SIZE) as usize);
        let bytes = self.part(place)?;
        let there = bytes.get(start..).unwrap_or_default();
        let count = there.len().min(into.len());
        into[..count].copy_from_slice(&there[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Write for File {
    /// Takes all bytes in one transaction.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        self.read = None;
        self.at = self.files.writing(|connection| {
            let size = part::size(connection, self.id)?;
            let at = if self.write_at == WriteAt::End { size } else { self.at };
            part::write(connection, self.id, size, at, bytes)?;
            Ok(at + bytes.len() as u64)
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.size()?, by),
        };
        self.at = from.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
