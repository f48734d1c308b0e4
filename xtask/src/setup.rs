//! Makes a machine ready. Each step says what it is for, and is skipped when it is done.

mod axe;
mod packages;
mod tools;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{self, read};
use crate::toolchain::{Source, WasmCompiler};
use crate::workspace::Workspace;

/// What the machine is to be ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Building the application and using it on a display.
    Run,
    /// Driving the window in a virtual display as well.
    Test,
}

/// Makes the machine ready and gives the compiler for WebAssembly.
pub fn setup(workspace: &Workspace, purpose: Purpose, source: Source) -> Result<WasmCompiler> {
    println!("▸ setting up this machine (steps that are done are skipped)");
    components(workspace)?;
    packages::system(workspace, purpose)?;
    let compiler = wasm::compiler(workspace, source)?;
    tools::install(workspace, purpose)?;
    // Only there is the window driven.
    if purpose == Purpose::Test && cfg!(target_os = "linux") {
        axe::install(workspace)?;
    }
    Ok(compiler)
}

/// A tool from the crate registry: cargo's own, else the one on the search path.
pub fn tool(name: &str) -> PathBuf {
    let installed = tools::folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if installed.exists() { installed } else { name.into() }
}

/// Where the tools from the crate registry are.
pub fn tools_folder() -> PathBuf {
    tools::folder()
}

/// Makes Tauri's own tool ready, which makes the projects for phones and tablets.
pub fn tauri(workspace: &Workspace) -> Result<()> {
    tools::tauri(workspace)
}

/// Says that a step was done before.
pub fn already(what: &str) {
    println!("✓ {what}: already there");
}

/// The formatter and the linter of the toolchain.
fn components(workspace: &Workspace) -> Result<()> {
    for component in ["rustfmt", "clippy"] {
        let tool = if component == "rustfmt" { "fmt" } else { component };
        if read(process::command(workspace, "cargo").args([tool, "--version"])).is_some() {
            already(component);
        } else {
            println!("… {component} is missing: rustup adds it");
            process::run(process::command(workspace, "rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}
