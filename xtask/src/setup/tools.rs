//! Tools from the crate registry, each in the version that fits.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Purpose, already};
use crate::process::{self, read};
use crate::workspace::{Workspace, path_with_first};

/// The newest Trunk that this toolchain builds.
const TRUNK: &str = "0.21.14";

/// The driver that speaks to the window's web view.
const TAURI_DRIVER: &str = "2.0.5";

/// Tauri's own tool, of the release that fits `tauri` in the lock file; what `src-tauri/mobile` lays
/// over its projects was made for this one.
const TAURI: &str = "2.12.4";

/// Where cargo puts what it installs.
pub fn folder() -> PathBuf {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME")
        .or_else(|| home("HOME").or_else(|| home("USERPROFILE")).map(|home| home.join(".cargo")));
    cargo.unwrap_or_default().join("bin")
}

/// Installs Trunk, the binding generator and, for tests, the window's driver.
pub fn install(workspace: &Workspace, purpose: Purpose) -> Result<()> {
    let bindings = workspace.locked_version("wasm-bindgen")?;
    if says(workspace, "trunk", TRUNK) {
        already(&format!("trunk {TRUNK}"));
    } else {
        println!("… trunk {TRUNK}: puts the interface together (6 minutes from source)");
        from_registry(workspace, &["--locked", &format!("trunk@{TRUNK}")])?;
    }
    if says(workspace, "wasm-bindgen", &bindings) {
        already(&format!("wasm-bindgen {bindings}"));
    } else {
        println!("… wasm-bindgen {bindings}: the lock file's own version (2 minutes from source)");
        from_registry(workspace, &["--force", &format!("wasm-bindgen-cli@{bindings}")])?;
    }
    let driven = purpose == Purpose::Test && cfg!(any(target_os = "linux", windows));
    if driven && is_listed(workspace, &format!("tauri-driver v{TAURI_DRIVER}:")) {
        already(&format!("tauri-driver {TAURI_DRIVER}"));
    } else if driven {
        println!("… tauri-driver {TAURI_DRIVER}: tests click and type through it (1 minute from source)");
        from_registry(workspace, &["--locked", &format!("tauri-driver@{TAURI_DRIVER}")])?;
    }
    Ok(())
}

/// Installs Tauri's own tool, which makes and builds the projects for phones and tablets.
pub fn tauri(workspace: &Workspace) -> Result<()> {
    if says(workspace, "cargo-tauri", TAURI) {
        already(&format!("tauri-cli {TAURI}"));
        return Ok(());
    }
    println!("… tauri-cli {TAURI}: makes and builds the projects for phones (minutes from source)");
    from_registry(workspace, &["--locked", &format!("tauri-cli@{TAURI}")])
}

/// Whether a tool is of this version.
fn says(workspace: &Workspace, tool: &str, version: &str) -> bool {
    let mut command = process::command(workspace, tool);
    if let Ok(path) = path_with_first(&folder()) {
        command.env("PATH", path);
    }
    read(command.arg("--version")).is_some_and(|said| said.split_whitespace().any(|word| word == version))
}

/// Whether cargo remembers having installed a version.
fn is_listed(workspace: &Workspace, entry: &str) -> bool {
    read(process::command(workspace, "cargo").args(["install", "--list"]))
        .is_some_and(|list| list.lines().any(|line| line == entry))
        && Path::new(&folder()).join(format!("tauri-driver{}", std::env::consts::EXE_SUFFIX)).exists()
}

fn from_registry(workspace: &Workspace, what: &[&str]) -> Result<()> {
    // A target folder of its own, so that a half-built tool is not built from nothing again.
    let target = workspace.target().join("tools");
    process::run(
        process::command(workspace, "cargo").arg("install").args(what).env("CARGO_TARGET_DIR", target),
    )
}
