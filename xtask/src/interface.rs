//! Builds the interface into `frontend/dist`, which the window carries inside.

mod names;

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::module;
use crate::process;
use crate::setup;
use crate::toolchain::WasmCompiler;
use crate::workspace::Workspace;

/// Runs Trunk; its own look-ups on the network are left out whenever cargo has fetched everything.
pub fn build(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    let mut fetch = compiler.cargo(workspace)?;
    compiler.for_size(workspace, &mut fetch);
    let fetched = process::run(fetch.args(["fetch", "--locked"]).env_remove("CARGO_NET_OFFLINE"));
    let mut trunk = process::command(workspace, setup::tool("trunk"));
    compiler.surround(workspace, &mut trunk)?;
    compiler.for_size(workspace, &mut trunk);
    trunk.current_dir(workspace.root().join("frontend")).args(["build", "--release", "--skip-version-check"]);
    if fetched.is_ok() {
        trunk.arg("--offline");
    }
    // Trunk reads NO_COLOR as a boolean and stops at the customary "1".
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk)?;
    let dist = workspace.root().join("frontend/dist");
    slim(&dist)?;
    pages(workspace, compiler, &dist)
}

/// Adds what looks at a PDF: a module, its worker and its reader, which a page loads on demand.
fn pages(workspace: &Workspace, compiler: &WasmCompiler, dist: &Path) -> Result<()> {
    let bindings = module::build(workspace, compiler, "pages", "pdf")?;
    let folder = dist.join("pdf");
    fs::create_dir_all(&folder)?;
    for from in [bindings, workspace.root().join("frontend/pdf")] {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Makes the built modules of a folder smaller.
pub fn slim(dist: &Path) -> Result<()> {
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "wasm") {
            let module = fs::read(&path)?;
            let slim = names::without_names(&module)?;
            println!(
                "  {}: {} kB, {} kB without names",
                path.display(),
                module.len() / 1000,
                slim.len() / 1000
            );
            fs::write(&path, slim)?;
        }
    }
    Ok(())
}

/// Whether an interface was built before, of whatever version.
pub fn is_built(workspace: &Workspace) -> bool {
    workspace.root().join("frontend/dist/index.html").exists()
}
