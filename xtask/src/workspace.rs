//! Where this checkout and its built things are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout that a chore works on.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this program was started from.
    pub fn find() -> Result<Self> {
        let manifest =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root =
            Path::new(&manifest).parent().context("xtask lies in a folder of the checkout")?.to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Ok(Self { target: root.join(target), root })
    }

    /// The folder of the root manifest.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that cargo builds into.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// A built program, by its profile's folder.
    pub fn program(&self, folder: &str, name: &str) -> PathBuf {
        self.target.join(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The version of a package in the lock file.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let lock: toml::Table = toml::from_str(&std::fs::read_to_string(self.root.join("Cargo.lock"))?)?;
        let packages =
            lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
        packages
            .iter()
            .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
            .and_then(|entry| entry.get("version")?.as_str())
            .map(ToOwned::to_owned)
            .with_context(|| format!("Cargo.lock has no package {package}"))
    }

    /// Where the demo school is kept between two runs: the user's own folder for such things.
    pub fn demo(&self) -> PathBuf {
        let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = if cfg!(windows) {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            folder("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
        };
        data.map_or_else(|| self.target.join("demo"), |data| data.join("so-sang-kien/demo"))
    }

    /// Where screenshots of tests are kept for people to look at.
    pub fn screenshots(&self) -> PathBuf {
        self.root.join("artefacts/screenshots")
    }

    /// The screenshots that are there, in the order of their names.
    pub fn pictures(&self) -> Vec<PathBuf> {
        let mut pictures: Vec<PathBuf> = std::fs::read_dir(self.screenshots())
            .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
            .unwrap_or_default();
        pictures.sort();
        pictures
    }
}

/// Puts a folder in front of the program search path.
pub fn path_with_first(folder: &Path) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path).filter(|old| old != folder));
    Ok(std::env::join_paths(folders)?)
}

#[cfg(test)]
mod tests;
