//! The compiler for WebAssembly: rustup's target, else Debian's compiler with a library built here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::already;
use super::packages::{self, as_root, is_installed, is_offered};
use crate::process;
use crate::toolchain::{Source, WASM, WasmCompiler, debian_is_new_enough, debian_linker, on_path};
use crate::workspace::{Workspace, path_with_first};

/// How long rustup may take before its server counts as out of reach.
const PATIENCE: Duration = Duration::from_mins(5);

/// Where Debian's compiler looks for the library of the target.
const LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// Debian's linkers that fit its compiler, the best first.
const LINKERS: &[&str] = &["lld-22", "lld-21", "lld-20", "lld-19"];

/// Gives a compiler that can build for WebAssembly, installing one if there is none.
pub fn compiler(workspace: &Workspace, source: Source) -> Result<WasmCompiler> {
    let compiler = any(workspace, source)?;
    if compiler.has_source(workspace) {
        already("the source of its library");
    } else if compiler == WasmCompiler::Rustup {
        println!("… rust-src: browsers load a fifth less when the library is built for size too");
        let mut add = process::command(workspace, "rustup");
        if let Err(error) = with_patience(add.args(["component", "add", "rust-src"])) {
            println!("  {error:#}: it is built larger");
        }
    }
    Ok(compiler)
}

fn any(workspace: &Workspace, source: Source) -> Result<WasmCompiler> {
    if let Some(found) = WasmCompiler::find(workspace, source) {
        already(&format!("{WASM} ({})", found.name()));
        return Ok(found);
    }
    if source != Source::Debian && on_path("rustup") {
        println!("… {WASM}: the interface runs in a web view; rustup downloads the library");
        if let Err(error) = with_patience(process::command(workspace, "rustup").args(["target", "add", WASM]))
        {
            println!("  {error:#}");
        }
        if let Some(found) = WasmCompiler::find(workspace, source) {
            return Ok(found);
        }
    }
    if source == Source::Rustup || !Path::new("/usr/bin/apt-get").exists() {
        bail!("this toolchain cannot build for {WASM}; `rustup target add {WASM}` would make it able to");
    }
    println!("… {WASM}: rustup cannot bring it, so Debian's compiler builds the library (half a minute)");
    debian(workspace)?;
    WasmCompiler::find(workspace, Source::Debian)
        .context("Debian's compiler still cannot build for WebAssembly")
}

/// Waits for a command, but not for ever: an unreachable server is not always refused at once.
fn with_patience(command: &mut Command) -> Result<()> {
    println!("  $ {}", process::spell(command));
    let mut child = command.spawn()?;
    let start = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("it ended with {status}"),
            None if start.elapsed() > PATIENCE => {
                child.kill()?;
                child.wait()?;
                bail!("no answer within {} seconds", PATIENCE.as_secs());
            }
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// Installs Debian's compiler and builds its library for the target.
fn debian(workspace: &Workspace) -> Result<()> {
    let wanted = [
        ("rustc-web", "a compiler that knows WebAssembly"),
        ("cargo-web", "its cargo"),
        ("rust-web-src", "the source of its library"),
    ];
    let too_old = !debian_is_new_enough(workspace);
    let mut missing: Vec<_> =
        wanted.into_iter().filter(|(name, _)| too_old || !is_installed(workspace, name)).collect();
    if debian_linker().is_none() {
        packages::refresh(workspace)?;
        let offered = LINKERS.iter().find(|name| is_offered(workspace, name));
        missing.push((offered.context("Debian offers no lld that knows WebAssembly")?, "its linker"));
    }
    if !missing.is_empty() {
        packages::install(workspace, &missing)?;
    }
    if !debian_is_new_enough(workspace) {
        bail!(
            "Debian's compiler is older than {}: its security archive has a newer one (on Debian 12 the line \
             `deb http://deb.debian.org/debian-security bookworm-security main` in /etc/apt/sources.list)",
            env!("CARGO_PKG_RUST_VERSION")
        );
    }
    let built = build_library(workspace)?;
    // What was compiled against another library does not fit this one, and cargo cannot see it.
    let stale = workspace.target().join("wasm-host");
    if stale.exists() {
        fs::remove_dir_all(stale)?;
    }
    process::run(as_root(workspace, "mkdir")?.args(["-p", LIBRARY]))?;
    process::run(as_root(workspace, "cp")?.arg("-r").arg(built.join(".")).arg(LIBRARY))
}

/// Builds the library in an empty crate and gives the folder with its files.
fn build_library(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target().join("wasm-library");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    // Its own workspace, since the folder may lie inside this checkout.
    let manifest = "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let linker = debian_linker().context("Debian's lld brings no wasm-ld")?;
    let mut cargo = process::command(workspace, "/usr/bin/cargo");
    cargo
        .current_dir(&folder)
        .args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("PATH", path_with_first(Path::new("/usr/bin"))?)
        .env("RUSTC_BOOTSTRAP", "1")
        // The interface is optimised as a whole, the library with it.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
        .env_remove("RUSTC_WRAPPER")
        .env_remove("RUSTUP_TOOLCHAIN");
    process::run(&mut cargo)?;
    let library = folder.join("library");
    fs::create_dir(&library)?;
    let built = folder.join("target").join(WASM).join("release/deps");
    for entry in fs::read_dir(&built)? {
        let name = entry?.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libempty-") {
            fs::copy(built.join(&name), library.join(&name))?;
        }
    }
    Ok(library)
}
