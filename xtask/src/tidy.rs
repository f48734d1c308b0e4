//! The rules of the house that no compiler knows. Each complaint names a place and what to do.

mod attacks;
mod dependencies;
mod files;
mod manifest;
mod source;
mod styles;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::report::Tally;
use crate::workspace::Workspace;

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file, from the root of the checkout.
    path: String,
    /// The line, counted from 1.
    line: usize,
    /// What is wrong and what to do.
    message: String,
}

impl Complaint {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Folders that hold built or foreign things.
const NOT_OURS: &[&str] = &[".git", "target", "frontend/dist", "artefacts", "src-tauri/gen", "node_modules"];

/// Endings of files that are read as text.
const TEXT: &[&str] =
    &["rs", "toml", "css", "html", "json", "md", "sql", "sh", "svg", "yml", "js", "txt", "csv"];

/// Prints all complaints; the exit code says whether there were any.
pub fn report(workspace: &Workspace) -> Result<ExitCode> {
    Ok(if tally(workspace)?.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints all complaints and counts as one test.
pub fn tally(workspace: &Workspace) -> Result<Tally> {
    let complaints = complaints(workspace)?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    println!("tidy: {} complaints", complaints.len());
    Ok(Tally::one(complaints.is_empty()))
}

fn complaints(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = dependencies::check(&dependencies::packages(workspace)?);
    complaints.extend(manifest::check(&fs::read_to_string(workspace.root().join("Cargo.toml"))?));
    let mut paths = Vec::new();
    walk(workspace.root(), "", &mut paths)?;
    for path in &paths {
        let file = workspace.root().join(path);
        complaints.extend(files::check(path, fs::metadata(&file)?.len()));
        if is_text(path) {
            // A text that is no UTF-8 is a fixture of a broken file: no rule is about it.
            if let Ok(text) = fs::read_to_string(&file) {
                complaints.extend(files::check_text(path, &text));
                complaints.extend(source::check(path, &text));
                complaints.extend(styles::check(path, &text));
            }
        }
    }
    let read = |path: &str| fs::read_to_string(workspace.root().join(path));
    complaints.extend(attacks::check(&read(attacks::TABLE)?, |path| read(path).ok()));
    let page = read("frontend/index.html")?;
    complaints.extend(styles::check_links(&page, paths.iter().map(String::as_str)));
    Ok(complaints)
}

fn is_text(path: &str) -> bool {
    TEXT.contains(&ending(path)) || path.starts_with(".ci/")
}

/// The ending of a file's name, without its dot.
fn ending(path: &str) -> &str {
    Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

/// Collects the files below a folder, with paths from the root and `/` between their parts.
fn walk(root: &Path, folder: &str, paths: &mut Vec<String>) -> Result<()> {
    let mut entries = fs::read_dir(root.join(folder))?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !NOT_OURS.contains(&path.as_str()) {
            walk(root, &path, paths)?;
        } else if kind.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
