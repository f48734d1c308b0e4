use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::StoreError;
use store::files::{Expect, Files};

use super::settle;
use crate::{error, profile};

pub use store::files::File;

/// The files of this worker; there is one application in it.
static FILES: Mutex<Option<Shelf>> = Mutex::new(None);

/// The database that holds the files. One that is damaged stays where it is, and the next number takes
/// its place with everything that could be read.
#[derive(Clone)]
struct Shelf {
    files: Files,
    number: u32,
}

impl Shelf {
    fn open(home: &Path, number: u32) -> Result<Self, StoreError> {
        Ok(Self { files: Files::open(&database_of(home, number))?, number })
    }

    /// Opens the newest of those that were found, or the next one where that is damaged.
    fn newest(home: &Path, found: &[String]) -> Result<Self, StoreError> {
        let is_there = |number: &u32| found.iter().any(|one| Path::new(one) == database_of(home, *number));
        let number = (1..u32::MAX).take_while(is_there).last().unwrap_or(1);
        match Self::open(home, number) {
            Err(StoreError::Damaged { .. } | StoreError::Foreign) => Self::open(home, number + 1),
            other => other,
        }
    }

    fn mended(&self, home: &Path) -> Result<Self, StoreError> {
        let next = Self::open(home, self.number + 1)?;
        let rescued = self.files.rescue(&next.files);
        tracing::warn!(rescued, number = next.number, "the files are damaged; others take their place");
        Ok(next)
    }
}

fn database_of(home: &Path, number: u32) -> PathBuf {
    if number == 1 { home.join("files.db") } else { home.join(format!("files-{number}.db")) }
}

/// What is known of a file without reading it.
pub struct Metadata {
    size: u64,
}

impl Metadata {
    /// Its bytes.
    pub fn len(&self) -> u64 {
        self.size
    }

    /// Whether it is a file; of folders nothing is known here.
    #[allow(clippy::unused_self, reason = "the system's twin asks the file")]
    pub fn is_file(&self) -> bool {
        true
    }
}

/// Opens the database that holds the files.
pub fn begin(home: &Path) -> Result<(), api::Error> {
    if hold().is_none() {
        let shelf = Shelf::newest(home, &[]).map_err(error::from_store)?;
        *hold() = Some(shelf);
    }
    Ok(())
}

/// Removes a database from the pool of the tab.
type Forget = Box<dyn FnMut(&str) -> io::Result<()>>;

thread_local! {
    static FORGET: RefCell<Option<Forget>> = const { RefCell::new(None) };
}

/// Removes a profile's folder with its database, so that the browser has nothing of either.
pub fn erase(folder: &Path, database: &Path) -> io::Result<()> {
    let database = settle::database_name(database);
    FORGET.with_borrow_mut(|forget| {
        let forget = forget.as_mut().ok_or_else(|| io::Error::other("there is no pool"))?;
        let name = database.to_string_lossy();
        ["", "-journal"].iter().try_for_each(|end| forget(&format!("{name}{end}")))
    })?;
    files()?.erase_folder(folder)
}

/// Brings the databases that a tab found in its pool together with the folders of the profiles;
/// `forget` removes a database of the pool, now and whenever a
/// profile is forgotten. To be called before the application is opened.
///
/// # Errors
/// As opening the application; `internal` where `forget` fails.
pub fn settle_databases(
    home: &Path,
    found: &[String],
    mut forget: impl FnMut(&str) -> io::Result<()> + 'static,
) -> Result<(), api::Error> {
    let profiles = profile::folder(home);
    let mut shelf = Shelf::newest(home, found).map_err(error::from_store)?;
    let mut settled = settle::settle(&shelf.files, &profiles, found, &mut forget);
    if settled.as_ref().is_err_and(|failure| failure.kind() == io::ErrorKind::InvalidData) {
        shelf = shelf.mended(home).map_err(error::from_store)?;
        settled = settle::settle(&shelf.files, &profiles, found, &mut forget);
    }
    settled.map_err(|failure| error::from_io(&failure, &profiles))?;
    *hold() = Some(shelf);
    FORGET.set(Some(Box::new(forget)));
    Ok(())
}

/// Gives back what removed files took; files that are damaged are replaced by what of them can be read.
pub fn shrink(home: &Path) -> io::Result<()> {
    let shelf = shelf()?;
    match shelf.files.shrink() {
        Err(damaged) if damaged.kind() == io::ErrorKind::InvalidData => {
            *hold() = Some(shelf.mended(home)?);
            Ok(())
        }
        other => other,
    }
}

/// Folders are there as soon as something lies in them.
#[allow(clippy::unnecessary_wraps, reason = "the system's twin can fail")]
pub fn create_dir_all(_folder: impl AsRef<Path>) -> io::Result<()> {
    Ok(())
}

/// What is known of a file.
pub fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {
    Ok(Metadata { size: files()?.size(path.as_ref())? })
}

/// Reads a whole file.
pub fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    files()?.read(path.as_ref())
}

/// Reads a whole file of text.
pub fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|failure| io::Error::new(io::ErrorKind::InvalidData, failure))
}

/// Writes a whole file.
pub fn write(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    files()?.write(path.as_ref(), bytes.as_ref())
}

/// Writes a whole file: in one transaction, so there or not.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    files()?.write(path, bytes)
}

/// Moves a file or a folder.
pub fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
    files()?.rename(from.as_ref(), to.as_ref())
}

/// Removes a file.
pub fn remove_file(path: impl AsRef<Path>) -> io::Result<()> {
    files()?.remove(path.as_ref())
}

/// Removes a folder with everything in it.
pub fn remove_dir_all(folder: impl AsRef<Path>) -> io::Result<()> {
    files()?.remove_folder(folder.as_ref())
}

/// Opens a file to be read.
pub fn open(path: &Path) -> io::Result<File> {
    files()?.file(path, Expect::There)
}

/// Opens an empty file to be written, in place of the one that was there.
pub fn create(path: &Path) -> io::Result<File> {
    files()?.file(path, Expect::Empty)
}

/// Opens a file that was not there to be written.
pub fn create_new(path: &Path) -> io::Result<File> {
    files()?.file(path, Expect::Absent)
}

/// Opens a file to be written where its bytes stay.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    files()?.file(path, Expect::Any)
}

/// Opens a file that is there to be read and written.
pub fn open_to_change(path: &Path) -> io::Result<File> {
    files()?.file(path, Expect::There)
}

/// Opens a file that is there to be written at its end.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    Ok(files()?.file(path, Expect::There)?.appending())
}

/// Tells whether a file lies there.
pub fn exists(path: &Path) -> bool {
    metadata(path).is_ok()
}

/// Lists the names of what lies in a folder.
pub fn list(folder: &Path) -> io::Result<Vec<String>> {
    files()?.list(folder)
}

/// Gives the name by which SQLite opens the database of this place, and marks the place: SQLite's
/// files lie in the pool of the browser, where nothing can be listed by folder or renamed.
pub fn database(path: &Path) -> io::Result<PathBuf> {
    if !exists(path) {
        write(path, [])?;
    }
    Ok(settle::database_name(path))
}

/// A place that a person named, outside the profile: in a browser there is none.
pub fn outside(_path: &str) -> io::Result<PathBuf> {
    Err(io::ErrorKind::Unsupported.into())
}

fn files() -> io::Result<Files> {
    Ok(shelf()?.files)
}

fn shelf() -> io::Result<Shelf> {
    hold().clone().ok_or_else(|| io::Error::other("the files were not opened"))
}

fn hold() -> MutexGuard<'static, Option<Shelf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}
