//! Everything that must hold, in the order in which it fails fastest.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::process::{self, cargo};
use crate::report::{Report, Tally};
use crate::setup::{self, Purpose};
use crate::tidy;
use crate::toolchain::{Source, WASM, WasmCompiler};
use crate::workspace::Workspace;
use crate::{bundle, display, interface, simulate};

/// The crates that a browser tab runs, beside the interface itself.
const IN_A_BROWSER: &[&str] =
    &["domain", "protocol", "ledger", "engine", "api", "store", "documents", "runtime"];

/// Runs every step, even after one failed, and ends with the sum of all tests.
pub fn test(workspace: &Workspace) -> ExitCode {
    let mut report = Report::default();
    let mut compiler = None;
    report.step("setup", || {
        compiler = Some(setup::setup(workspace, Purpose::Test, Source::default())?);
        Ok(Tally::one(true))
    });
    report.step("format", || holds(cargo(workspace).args(["fmt", "--all", "--check"])));
    report.step("tidy", || tidy::tally(workspace));
    if let Some(compiler) = &compiler {
        report.step("crates for a browser", || for_browsers(workspace, compiler));
        report.step("golden bytes as WebAssembly", || golden(workspace, compiler));
        report.step("interface", || interface::build(workspace, compiler).map(|()| Tally::one(true)));
        report.step("application in a tab", || bundle::build(workspace, compiler).map(|()| Tally::one(true)));
    } else {
        report.skip("crates for a browser");
        report.skip("golden bytes as WebAssembly");
        report.skip("interface");
        report.skip("application in a tab");
    }
    report.step("lints", || {
        holds(all(cargo(workspace).arg("clippy"), workspace).args(["--all-targets", "--", "-D", "warnings"]))
    });
    let built =
        report.step("build", || holds(all(cargo(workspace).arg("build"), workspace).arg("--all-targets")));
    if built {
        report.step("tests", || tests(workspace));
        report.step("simulated schools", || simulate::tally(workspace));
    } else {
        report.skip("simulated schools");
        report.skip("tests");
    }
    report.step("documentation", || {
        let mut doc = cargo(workspace);
        holds(all(doc.arg("doc"), workspace).arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    });
    if report.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The whole workspace; without the window where the interface that it carries did not build.
fn all<'a>(command: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    command.args(["--workspace", "--locked"]);
    if !interface::is_built(workspace) {
        command.args(["--exclude", "window"]);
    }
    command
}

/// A step that counts as one test.
fn holds(command: &mut Command) -> Result<Tally> {
    process::run(command).map(|()| Tally::one(true))
}

fn for_browsers(workspace: &Workspace, compiler: &WasmCompiler) -> Result<Tally> {
    let mut check = compiler.cargo(workspace)?;
    check.args(["check", "--locked", "--lib", "--target", WASM]);
    holds(check.args(IN_A_BROWSER.iter().flat_map(|name| ["--package", name])))
}

/// The bytes that never change, made by the code that a browser runs.
fn golden(workspace: &Workspace, compiler: &WasmCompiler) -> Result<Tally> {
    let mut test = compiler.cargo(workspace)?;
    test.args(["test", "--locked", "--package", "golden", "--lib", "--target", WASM]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", setup::tool("wasm-bindgen-test-runner"));
    let heard = process::listen(&mut test)?;
    Ok(Tally::of_test_run(&heard.lines, heard.success))
}

/// Unit tests, whole stories, the real window, in a display in memory where there is Xvfb, and real
/// browsers, which need none: the relay that was built before carries the application for them. The
/// stories keep pictures of what they saw; those of an earlier run go first.
fn tests(workspace: &Workspace) -> Result<Tally> {
    let mut run = if cfg!(target_os = "linux") {
        let mut command = display::in_memory(workspace);
        command.arg("cargo");
        command
    } else {
        cargo(workspace)
    };
    if workspace.screenshots().exists() {
        std::fs::remove_dir_all(workspace.screenshots())?;
    }
    let heard = process::listen(all(run.arg("test"), workspace).arg("--no-fail-fast"))?;
    println!("  {} screenshots in {}", workspace.pictures().len(), workspace.screenshots().display());
    Ok(Tally::of_test_run(&heard.lines, heard.success))
}
