use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

pub use std::fs::{create_dir_all, remove_dir_all, remove_file, rename};

use super::opened::{Book, book_of};
use super::sealed::{self, SealedFile};

/// A file of this machine, encrypted where it belongs to a book.
pub enum File {
    /// As it is: of nobody's book, or outside.
    Plain(fs::File),
    /// Of a book that is open.
    Sealed(SealedFile),
}

impl File {
    /// Makes it so long.
    pub fn set_len(&mut self, len: u64) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.set_len(len),
            Self::Sealed(file) => file.set_len(len),
        }
    }

    /// Waits until the disk has everything.
    pub fn sync_all(&self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.sync_all(),
            Self::Sealed(file) => file.sync_all(),
        }
    }
}

impl Read for File {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(into),
            Self::Sealed(file) => file.read(into),
        }
    }
}

impl Write for File {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(from),
            Self::Sealed(file) => file.write(from),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Sealed(file) => file.flush(),
        }
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Plain(file) => file.seek(to),
            Self::Sealed(file) => file.seek(to),
        }
    }
}

/// What is known of a file without reading it.
pub struct Metadata {
    size: u64,
    is_file: bool,
}

impl Metadata {
    /// Its bytes, as whoever reads it gets them.
    pub fn len(&self) -> u64 {
        self.size
    }

    /// Whether it is a file.
    pub fn is_file(&self) -> bool {
        self.is_file
    }
}

/// Makes files usable; on a machine they are.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn begin(_home: &Path) -> Result<(), api::Error> {
    Ok(())
}

/// Removes a profile's folder with its database.
pub fn erase(folder: &Path, _database: &Path) -> io::Result<()> {
    remove_dir_all(folder)
}

/// What is known of a file.
pub fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {
    let path = path.as_ref();
    let there = fs::metadata(path)?;
    let is_sealed = there.is_file()
        && match book_of(path) {
            Some(book) if is_mixed(&book) => sealed::is_sealed(&mut fs::File::open(path)?)?,
            book => book.is_some(),
        };
    let size = if is_sealed { sealed::plain_len(there.len()) } else { there.len() };
    Ok(Metadata { size, is_file: there.is_file() })
}

/// Reads a whole file.
pub fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path.as_ref())?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a whole file of text.
pub fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|failure| io::Error::new(ErrorKind::InvalidData, failure))
}

/// Writes a whole file.
pub fn write(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    create(path.as_ref())?.write_all(bytes.as_ref())
}

/// Opens a file to be read.
pub fn open(path: &Path) -> io::Result<File> {
    let file = fs::File::open(path)?;
    match book_of(path) {
        // An empty one was cut off before anything was written into it.
        Some(book) if file.metadata()?.len() > 0 => as_in(&book, file),
        _ => Ok(File::Plain(file)),
    }
}

/// Opens an empty file to be written, in place of the one that was there.
pub fn create(path: &Path) -> io::Result<File> {
    with(path, OpenOptions::new().read(true).write(true).create(true).truncate(true))
}

/// Opens a file that was not there to be written.
pub fn create_new(path: &Path) -> io::Result<File> {
    with(path, OpenOptions::new().read(true).write(true).create_new(true))
}

/// Opens a file to be written where its bytes stay.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    with(path, OpenOptions::new().read(true).write(true).create(true).truncate(false))
}

/// Opens a file that is there to be read and written.
pub fn open_to_change(path: &Path) -> io::Result<File> {
    with(path, OpenOptions::new().read(true).write(true))
}

/// Opens a file that is there to be written at its end.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    match open_to_change(path)? {
        File::Sealed(file) => Ok(File::Sealed(file.appending())),
        File::Plain(_) => OpenOptions::new().append(true).open(path).map(File::Plain),
    }
}

/// Opens a file to be written as its book has it: an empty one becomes an encrypted one.
fn with(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let file = options.open(path)?;
    match book_of(path) {
        Some(book) if file.metadata()?.len() == 0 => SealedFile::begin(file, &book.key).map(File::Sealed),
        Some(book) => as_in(&book, file),
        None => Ok(File::Plain(file)),
    }
}

fn as_in(book: &Book, mut file: fs::File) -> io::Result<File> {
    if is_mixed(book) && !sealed::is_sealed(&mut file)? {
        file.rewind()?;
        return Ok(File::Plain(file));
    }
    SealedFile::open(file, &book.key).map(File::Sealed)
}

fn is_mixed(book: &Book) -> bool {
    book.is_mixed.load(Ordering::SeqCst)
}

/// Encrypts every file in folders below a book's, each as a whole or not at all.
pub fn seal_folders(folder: &Path, key: &[u8; 32]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            seal_folder(&entry.path(), key)?;
        }
    }
    Ok(())
}

fn seal_folder(folder: &Path, key: &[u8; 32]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (entry, ending) = (entry?, "sealing");
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            seal_folder(&path, key)?;
        } else if path.extension().is_some_and(|last| last == ending) {
            // What an attempt left that was cut off; its file may have used the name again meanwhile.
            match remove_file(&path) {
                Err(failure) if failure.kind() != ErrorKind::NotFound => return Err(failure),
                _ => {}
            }
        } else {
            seal_file(&path, key, &beside(&path, ending))?;
        }
    }
    Ok(())
}

fn seal_file(path: &Path, key: &[u8; 32], beside: &Path) -> io::Result<()> {
    let mut plain = fs::File::open(path)?;
    if sealed::is_sealed(&mut plain)? {
        return Ok(());
    }
    plain.rewind()?;
    let target = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(beside)?;
    let mut target = SealedFile::begin(target, key)?;
    let mut piece = vec![0; 1 << 16];
    loop {
        match plain.read(&mut piece)? {
            0 => break,
            read => target.write_all(&piece[..read])?,
        }
    }
    target.sync_all()?;
    drop((plain, target));
    rename(beside, path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{ending}"))
}

/// Tells whether something lies there.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Lists the names of what lies in a folder.
pub fn list(folder: &Path) -> io::Result<Vec<String>> {
    Ok(fs::read_dir(folder)?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

/// Writes a file beside its place, syncs it, and moves it there.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    rename(&beside, path)
}

/// Writes a small file that only the user may read, and overwrites the one that was there: when this
/// returns, the new one is there also after a power cut, and of the old one nothing as far as it is the
/// disk's to forget.
pub fn write_secretly(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, "new");
    // One that an attempt left may have another's rights.
    match remove_file(&new) {
        Err(failure) if failure.kind() != ErrorKind::NotFound => return Err(failure),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    // Where a file that is open cannot be replaced, its bytes are the disk's to forget.
    #[cfg(unix)]
    let old = OpenOptions::new().write(true).open(path).ok();
    rename(&new, path)?;
    #[cfg(unix)]
    {
        fs::File::open(path.parent().unwrap_or(path))?.sync_all()?;
        if let Some(mut old) = old {
            // The new one is there: a failure costs nobody anything.
            let _ = fs::metadata(path).and_then(|there| {
                old.write_all(&vec![0; there.len() as usize + 256])?;
                old.sync_all()
            });
        }
    }
    Ok(())
}

/// Gives back what removed files took; the system did.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn shrink(_home: &Path) -> io::Result<()> {
    Ok(())
}

/// Gives the name by which SQLite opens the database of this place.
#[allow(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub fn database(path: &Path) -> io::Result<PathBuf> {
    Ok(path.to_owned())
}

/// A place that a person named, outside the profile.
#[allow(clippy::unnecessary_wraps, reason = "a browser has no such places")]
pub fn outside(path: &str) -> io::Result<PathBuf> {
    Ok(PathBuf::from(path))
}
