//! WebAssembly modules beside the interface: the worker of a tab, and what draws pages of a PDF.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::toolchain::{self, WASM, WasmCompiler};
use crate::workspace::Workspace;
use crate::{interface, process, setup};

/// Builds a crate as a module, with what connects it to the browser as `NAME.js` and `NAME_bg.wasm`;
/// gives their folder.
pub fn build(workspace: &Workspace, compiler: &WasmCompiler, package: &str, name: &str) -> Result<PathBuf> {
    let mut build = compiler.cargo(workspace)?;
    compiler.for_size(workspace, &mut build);
    build.args(["build", "--locked", "--package", package, "--lib", "--profile", "wasm", "--target", WASM]);
    process::run(&mut build)?;
    let module = toolchain::wasm_target(workspace).join(WASM).join(format!("wasm/{package}.wasm"));
    let folder = workspace.target().join(format!("{name}-bindings"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut generator = process::command(workspace, setup::tool("wasm-bindgen"));
    generator.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]);
    process::run(generator.arg(&folder).arg(&module))?;
    let script = fs::read_to_string(folder.join(format!("{name}.js")))?;
    // What C code calls and nobody gives: no browser would load the module.
    ensure!(!script.contains("from \"env\""), "{package} asks for functions that are nowhere");
    interface::slim(&folder)?;
    Ok(folder)
}
