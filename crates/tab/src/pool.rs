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

/// Free places that a start makes sure of. A profile takes two, for its database and its journal, and
/// a large transaction one for a while. None are added later: while the pool grows, SQLite can open
/// nothing.
const FREE: usize = 12;

/// How often, and after which pause, the files are asked for again while another worker has them: a
/// tab that was closed just now lets go of them within moments.
const ATTEMPTS: u32 = 40;
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
    let used = pool.len().map_err(|failure| error(&failure))?;
    pool.ensure_capacity(used + FREE).await.map_err(|failure| error(&failure))?;
    Ok(Pool(pool))
}

impl Pool {
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
    Error::new(code(failure)).with("path", FOLDER).with("reason", failure.to_string())
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
        _ => Code::Internal,
    }
}
