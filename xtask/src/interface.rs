//! Builds the interface into `frontend/dist`, which the window carries inside.

mod names;

use std::fs;
use std::path::Path;

use anyhow::Result;

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
    slim(&workspace.root().join("frontend/dist"))
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
