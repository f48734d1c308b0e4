//! What phones and tablets need beyond the one command: their web views save no files by themselves,
//! so the page hands a file over in pieces, and the system asks the person where it is to be
//! (docs/adr/0020).

use std::fs;
use std::io;
use std::path::Path;

use api::{Code, Error};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tauri::{AppHandle, Builder, Manager, Wry, async_runtime};
use tauri_plugin_dialog::DialogExt;

use crate::handed::{self, Piece};

/// Tells the page's first script to hand files over.
pub const MARK: &str = "window.savesThroughWindow = true;";

/// Where pieces are put together.
const FOLDER: &str = "handed";

/// What became of a file that the page hands over.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// More pieces are to come.
    More,
    /// It is where the person wanted it.
    Taken,
    /// The person wanted it nowhere.
    Left,
}

/// Adds what the command stands on. The page may not use any of it: it has no permission.
pub fn prepare(builder: Builder<Wry>) -> Builder<Wry> {
    let builder = builder.plugin(tauri_plugin_dialog::init());
    #[cfg(target_os = "android")]
    let builder = builder.plugin(tauri_plugin_fs::init());
    builder
}

/// Removes what an earlier run left behind: half a file that was handed over, and the camera's own
/// copies of pictures that became evidence, or did not.
pub fn clear_up(app: &AppHandle) {
    // Folders that are not there, or stay because they are in use, are tried again at the next start.
    if let Ok(cache) = app.path().app_cache_dir() {
        let _ = fs::remove_dir_all(cache.join(FOLDER));
    }
    #[cfg(target_os = "android")]
    if let Ok(pictures) = app.path().picture_dir() {
        let _ = fs::remove_dir_all(pictures);
    }
}

/// Takes a piece of a file from the page; after the last one, the person says where the file goes.
#[tauri::command]
pub async fn save(
    app: AppHandle,
    file: u32,
    name: String,
    offset: u64,
    size: u64,
    base64: String,
) -> Result<Outcome, Error> {
    let bytes = STANDARD.decode(base64).map_err(|_| Error::new(Code::BadRequest))?;
    let step = move || -> io::Result<Outcome> {
        let folder = app.path().app_cache_dir().map_err(io::Error::other)?.join(FOLDER);
        let Some(whole) = handed::add(&folder, &Piece { file, offset, size, bytes: &bytes })? else {
            return Ok(Outcome::More);
        };
        let outcome = put(&app, &whole, &handed::safe_name(&name));
        // Where the system moved it away, there is nothing left to remove.
        let _ = fs::remove_file(&whole);
        outcome
    };
    match async_runtime::spawn_blocking(step).await {
        Ok(outcome) => outcome.map_err(|failure| told(&failure)),
        Err(ended) => Err(Error::new(Code::Internal).with("reason", ended.to_string())),
    }
}

/// Asks where the file goes, and copies it there; the place may be a folder or another application.
#[cfg(target_os = "android")]
fn put(app: &AppHandle, whole: &Path, name: &str) -> io::Result<Outcome> {
    use tauri_plugin_fs::{FsExt, OpenOptions};

    let Some(place) = app.dialog().file().set_file_name(name).blocking_save_file() else {
        return Ok(Outcome::Left);
    };
    let mut options = OpenOptions::new();
    options.read(false).write(true).truncate(true);
    let mut target = app.fs().open(place, options)?;
    io::copy(&mut fs::File::open(whole)?, &mut target)?;
    // A place that is another application has no disk of its own to wait for.
    let _ = target.sync_all();
    Ok(Outcome::Taken)
}

/// Hands the file to the system, which asks where it goes and copies it there. It takes a file by its
/// name from among the application's documents.
#[cfg(target_os = "ios")]
fn put(app: &AppHandle, whole: &Path, name: &str) -> io::Result<Outcome> {
    let documents = app.path().document_dir().map_err(io::Error::other)?;
    fs::create_dir_all(&documents)?;
    let source = documents.join(name);
    fs::rename(whole, &source)?;
    let place = app.dialog().file().set_file_name(name).blocking_save_file();
    fs::remove_file(&source)?;
    Ok(if place.is_some() { Outcome::Taken } else { Outcome::Left })
}

fn told(failure: &io::Error) -> Error {
    let code = if failure.kind() == io::ErrorKind::StorageFull { Code::DiskFull } else { Code::Internal };
    Error::new(code).with("reason", failure.to_string())
}
