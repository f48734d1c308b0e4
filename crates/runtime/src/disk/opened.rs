//! Which folders belong to books that are open, and with which key their files are encrypted.
//!
//! What lies in the folder of a book itself must be readable before it is open (whose it is, where its
//! key is) or is encrypted by SQLite; everything in folders below it is encrypted here.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use zeroize::Zeroizing;

static OPENED: RwLock<Vec<Arc<Book>>> = RwLock::new(Vec::new());

/// The folder of a book that is open.
pub struct Book {
    folder: PathBuf,
    /// What the keys of its files are made from.
    pub key: Zeroizing<[u8; 32]>,
    /// Whether files of it may not be encrypted yet.
    pub is_mixed: AtomicBool,
}

/// Lets files below a folder be read and written as long as it lives.
pub struct Opened(Arc<Book>);

impl Opened {
    /// Gives the key of the files below a folder.
    pub fn new(folder: &Path, key: [u8; 32]) -> Self {
        let book = Arc::new(Book {
            folder: folder.to_owned(),
            key: Zeroizing::new(key),
            is_mixed: AtomicBool::new(false),
        });
        OPENED.write().unwrap_or_else(PoisonError::into_inner).push(book.clone());
        Self(book)
    }

    /// Encrypts what lies below the folder and is not yet encrypted; until that is done, both are read.
    pub fn seal_files(&self) -> std::io::Result<()> {
        self.0.is_mixed.store(true, Ordering::SeqCst);
        super::seal_folders(&self.0.folder, &self.0.key)?;
        self.0.is_mixed.store(false, Ordering::SeqCst);
        Ok(())
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        OPENED.write().unwrap_or_else(PoisonError::into_inner).retain(|book| !Arc::ptr_eq(book, &self.0));
    }
}

/// The open book that a file below its folder belongs to.
pub fn book_of(path: &Path) -> Option<Arc<Book>> {
    let opened = OPENED.read().unwrap_or_else(PoisonError::into_inner);
    let is_below = |book: &&Arc<Book>| {
        path.strip_prefix(&book.folder).is_ok_and(|inside| inside.components().count() > 1)
    };
    opened.iter().find(is_below).cloned()
}
