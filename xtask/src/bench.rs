//! Measures the product as it is shipped: a release build, one JSON line a figure.

use anyhow::Result;

use crate::process;
use crate::setup::{self, Purpose};
use crate::toolchain::Source;
use crate::workspace::Workspace;
use crate::{bundle, display, interface};

/// Builds everything for release and runs the bench with the arguments given.
pub fn bench(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let compiler = setup::setup(workspace, Purpose::Test, Source::default())?;
    interface::build(workspace, &compiler)?;
    bundle::build(workspace, &compiler)?;
    process::run(process::cargo(workspace).args([
        "build",
        "--release",
        "--workspace",
        "--exclude",
        "xtask",
        // Built for browsers above.
        "--exclude",
        "frontend",
        "--bins",
    ]))?;
    let program = workspace.program("release", "bench");
    let mut bench = if display::is_there() {
        process::command(workspace, program)
    } else {
        let mut bench = display::in_memory(workspace);
        bench.arg(program);
        bench
    };
    process::run(bench.args(arguments))
}
