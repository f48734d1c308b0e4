//! Where SQLite's files lie: a pool of files in the browser's private file system (OPFS) that are
//! opened beforehand, since SQLite waits for nothing and browsers open files only asynchronously.

use std::io;
use std::time::Duration;

use api::{Code, Error};
use gloo_timers::future::sleep;
use js_sys::Reflect;
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager as _;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil};
use wasm_bindgen::prelude::*;

/// The folder of the pool in the browser's storage.
const FOLDER: &str = "so-sang-kien";

/// Free places that there are after a start and after each growth. A profile takes two, for its
/// database and its journal.
const FREE: usize = 12;
/// Free places below which the pool grows, between two calls: while it grows, SQLite can open nothing.
const FEW: usize = 6;

/// How often, and after which pause, the files are asked for again while another worker has them: a
/// tab that was closed just now lets go of them within moments, on a slow tablet within seconds.
const ATTEMPTS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// The pool, in which SQLite makes and finds its files.
pub struct Pool(OpfsSAHPoolUtil);

/// Makes the pool SQLite's file system in this worker.
///
/// # Errors
/// `no_storage`, `profile_in_use`, `disk_full`, `damaged_profile`.
pub async fn install() -> Result<Pool, Error> {
    let settings = OpfsSAHPoolCfgBuilder::new().vfs_name(FOLDER).directory(FOLDER).build();
    let mut attempt = 1;
    let pool = loop {
        match sqlite_wasm_vfs::sahpool::install::<WasmOsCallback>(&settings, true).await {
            Ok(pool) => break pool,
            Err(held) if code(&held) == Code::ProfileInUse && attempt < ATTEMPTS => {
                attempt += 1;
                sleep(PAUSE).await;
            }
            Err(failure) => return Err(error(&failure)),
        }
    };
    let pool = Pool(pool);
    pool.grow().await?;
    Ok(pool)
}

impl Pool {
    /// Tells whether there are so few free places that it must grow.
    pub fn is_short(&self) -> bool {
        // A pool that does not answer says why when it is asked to grow.
        self.0.len().is_ok_and(|used| self.0.capacity() < used + FEW)
    }

    /// Makes free places. A full disk is no reason not to read what is there: who needs a place then
    /// is told.
    pub async fn grow(&self) -> Result<(), Error> {
        let wanted = self.0.len().map_err(|failure| error(&failure))? + FREE;
        match self.0.ensure_capacity(wanted).await {
            Err(failure) if code(&failure) != Code::DiskFull => Err(error(&failure)),
            _ => Ok(()),
        }
    }

    /// Lists the files of the pool: databases and journals.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        self.0.names().map_err(|failure| error(&failure))
    }

    /// Removes a file that nobody has open.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        self.0.remove(name).map(drop).map_err(|failure| io::Error::other(failure.to_string()))
    }
}

fn error(failure: &OpfsSAHError) -> Error {
    let error = Error::new(code(failure)).with("path", FOLDER).with("reason", failure.to_string());
    match failure {
        // Which one it is: the script of the worker puts it aside.
        OpfsSAHError::InvalidHeader { opaque, .. } => error.with("file", opaque.as_str()),
        _ => error,
    }
}

fn code(failure: &OpfsSAHError) -> Code {
    match failure {
        OpfsSAHError::NotSupported => Code::NoStorage,
        OpfsSAHError::InvalidHeader { .. }
        | OpfsSAHError::DuplicateFilename(_)
        | OpfsSAHError::InvalidDirectoryEntry => Code::DamagedProfile,
        OpfsSAHError::Opfs { value, .. } => code_of_browser(value),
        _ => Code::Internal,
    }
}

/// What a browser's refusal means.
fn code_of_browser(refusal: &JsValue) -> Code {
    let name = Reflect::get(refusal, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => Code::DiskFull,
        // The second is what WebKit says.
        Some("NoModificationAllowedError" | "InvalidStateError") => Code::ProfileInUse,
        Some("SecurityError" | "NotAllowedError") => Code::NoStorage,
        // A file where a folder should be, or the reverse.
        Some("TypeMismatchError") => Code::DamagedProfile,
        _ => Code::Internal,
    }
}
