//! The inputs that lie beside the code: `corpus/TARGET/NAME`.
#![allow(clippy::disallowed_methods, reason = "the corpus lies in files")]

use std::path::{Path, PathBuf};

/// The folder with one folder for each target.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Reads what is kept for a target, by the names of the files.
pub fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = folder().join(target);
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut kept: Vec<_> = entries
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, std::fs::read(entry.path()).ok()?)))
        .collect();
    kept.sort();
    kept
}
