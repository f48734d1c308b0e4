//! Builds the interface into `frontend/dist`, which the window carries inside.

use anyhow::Result;

use crate::process;
use crate::setup;
use crate::toolchain::WasmCompiler;
use crate::workspace::Workspace;

/// Runs Trunk; its own look-ups on the network are left out whenever cargo has fetched everything.
pub fn build(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    let fetched =
        process::run(compiler.cargo(workspace)?.args(["fetch", "--locked"]).env_remove("CARGO_NET_OFFLINE"));
    let mut trunk = process::command(workspace, setup::tool("trunk"));
    compiler.surround(workspace, &mut trunk)?;
    trunk.current_dir(workspace.root().join("frontend")).args(["build", "--release", "--skip-version-check"]);
    if fetched.is_ok() {
        trunk.arg("--offline");
    }
    // Trunk reads NO_COLOR as a boolean and stops at the customary "1".
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk)
}

/// Whether an interface was built before, of whatever version.
pub fn is_built(workspace: &Workspace) -> bool {
    workspace.root().join("frontend/dist/index.html").exists()
}
