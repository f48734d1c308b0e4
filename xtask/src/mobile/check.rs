//! Checks the types of the whole window for Android and iOS on a machine without their SDKs.
//!
//! The compiler's library for a target comes from rustup. SQLite is C, which a check never links: in
//! place of a C compiler for the target stands a program that does nothing.

use anyhow::{Context, Result, bail};

use crate::process::{self, read};
use crate::toolchain::on_path;
use crate::workspace::Workspace;
use crate::{interface, setup};

/// What tablets are.
const TARGETS: [&str; 2] = ["aarch64-linux-android", "aarch64-apple-ios"];

/// The package that all crates of a phone are below.
const WINDOW: &str = "window";

/// Checks every target, and says for each what was checked.
pub fn check(workspace: &Workspace) -> Result<()> {
    if !on_path("true") {
        bail!("this check needs a system with the program `true`, such as Linux or macOS");
    }
    if !interface::is_built(workspace) {
        bail!("the window carries the interface: `cargo xtask interface` builds it first");
    }
    for target in TARGETS {
        library(workspace, target)?;
        let mut check = process::cargo(workspace);
        check.args(["clippy", "--locked", "--package", WINDOW, "--lib", "--target", target]);
        let name = target.replace('-', "_");
        check.env(format!("CC_{name}"), "true").env(format!("AR_{name}"), "true");
        // Where Apple's SDK would be: a folder that is there, and of which nothing is read.
        check.env("SDKROOT", workspace.root());
        process::run(check.args(["--", "-D", "warnings"]))?;
        println!("✓ {target}: types and lints of `{WINDOW}` and everything below it; nothing was linked");
    }
    Ok(())
}

/// Sees that the compiler has its library for a target.
fn library(workspace: &Workspace, target: &str) -> Result<()> {
    let has = |workspace: &Workspace| {
        let mut rustc = process::command(workspace, "rustc");
        let folder = read(rustc.args(["--print", "target-libdir", "--target", target]));
        folder.is_some_and(|folder| std::path::Path::new(folder.trim()).is_dir())
    };
    if has(workspace) {
        setup::already(&format!("the compiler's library for {target}"));
        return Ok(());
    }
    process::run(process::command(workspace, "rustup").args(["target", "add", target])).with_context(|| {
        format!("the compiler's library for {target} comes from rustup's server, which did not bring it")
    })
}
