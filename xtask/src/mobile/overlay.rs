//! Lays our files over a project that Tauri's tool made.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Icons of the tool's own that ours take the place of: by the end of their folder, and their name.
const FOREIGN: &[(&str, &str)] = &[("dpi", "ic_launcher"), (".appiconset", "AppIcon-")];

/// Copies every file of ours to its place, and takes the tool's own icons away; gives how many
/// files it copied.
pub fn lay(ours: &Path, project: &Path) -> Result<usize> {
    remove_foreign(project)?;
    copy(ours, project)
}

fn copy(from: &Path, to: &Path) -> Result<usize> {
    fs::create_dir_all(to)?;
    let mut copied = 0;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copied += copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
            copied += 1;
        }
    }
    Ok(copied)
}

fn remove_foreign(folder: &Path) -> Result<()> {
    let here = folder.to_string_lossy().into_owned();
    let own = FOREIGN.iter().find(|(end, _)| here.ends_with(end));
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            // What was built is large and holds nothing of the tool's.
            if !matches!(name.as_str(), "build" | ".gradle" | "Pods" | "Externals") {
                remove_foreign(&entry.path())?;
            }
        } else if own.is_some_and(|(_, start)| name.starts_with(start)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
