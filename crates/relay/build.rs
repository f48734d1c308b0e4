//! Puts the application for browsers into the relay, where `cargo xtask interface` has built it.
//!
//! The folder is `tab-bundle` in cargo's target folder, or what `SSK_TAB_BUNDLE` names. Without it
//! the relay is built all the same, and its front page says how to build the application.

#![allow(clippy::disallowed_methods, reason = "a build script reads what was built and writes its table")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The variable that names another folder.
const NAMED: &str = "SSK_TAB_BUNDLE";

/// What the maker of the folder leaves there for itself and the bench.
const NOT_SERVED: &str = "files.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={NAMED}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let bundle = folder(&out)?;
    println!("cargo::rerun-if-changed={}", bundle.display());

    let mut files = BTreeMap::new();
    collect(&bundle, "", &mut files)?;
    fs::write(out.join("application.rs"), table(&files)?)?;
    Ok(())
}

/// The folder of the application. One that is missing is made, empty: cargo would otherwise build
/// the relay again and again, waiting for it.
fn folder(out: &Path) -> io::Result<PathBuf> {
    if let Some(named) = env::var_os(NAMED) {
        return Ok(PathBuf::from(named));
    }
    // From `TARGET/PROFILE/build/relay-HASH/out`, or with a triple before the profile.
    let candidates: Vec<PathBuf> =
        out.ancestors().skip(4).take(2).map(|target| target.join("tab-bundle")).collect();
    let built = candidates.iter().find(|folder| folder.join("app").is_dir());
    let folder = built.or(candidates.first()).cloned().unwrap_or_else(|| out.join("tab-bundle"));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Collects files by their paths within the folder.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name != NOT_SERVED {
            files.insert(name, entry.path());
        }
    }
    Ok(())
}

/// Writes the table: a file is there as `NAME.br` and `NAME.gz`, or as it is.
fn table(files: &BTreeMap<String, PathBuf>) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("pub(super) static CARRIED: &[super::Asset] = &[\n");
    for (name, path) in files {
        let (served, contents) = match name.rsplit_once('.') {
            Some((served, "br")) => {
                let gzip = format!("{served}.gz");
                let gzip = files.get(&gzip).ok_or_else(|| format!("{gzip} is missing"))?;
                let (brotli, gzip) = (include(path), include(gzip));
                (served, format!("Packed {{ brotli: {brotli}, gzip: {gzip} }}"))
            }
            // It stands beside its `.br`; a `.part` is what a maker left that was broken off.
            Some((_, "gz" | "part")) => continue,
            _ => (name.as_str(), format!("Plain({})", include(path))),
        };
        writeln!(table, "    super::Asset {{ path: {served:?}, contents: super::Contents::{contents} }},")?;
    }
    table.push_str("];\n");
    Ok(table)
}

fn include(path: &Path) -> String {
    format!("include_bytes!({:?})", path.display().to_string())
}
