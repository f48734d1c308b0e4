//! Where a file that the page makes (slips to print, a report) lands.

use std::path::{Path, PathBuf};

use tauri::webview::DownloadEvent;

/// Lets a download go where the system wants it, beside an older file of the same name.
pub fn keep(event: DownloadEvent<'_>) -> bool {
    if let DownloadEvent::Requested { destination, .. } = event {
        *destination = free_name(destination, Path::exists);
    }
    true
}

/// The wished path, or the first `name (2).pdf`, `name (3).pdf` … that is not taken.
pub fn free_name(wished: &Path, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
    if !is_taken(wished) {
        return wished.to_path_buf();
    }
    let stem = wished.file_stem().unwrap_or_default().to_string_lossy();
    let ending =
        wished.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let numbered = (2..u32::MAX).map(|number| wished.with_file_name(format!("{stem} ({number}){ending}")));
    numbered.into_iter().find(|path| !is_taken(path)).unwrap_or_else(|| wished.to_path_buf())
}
