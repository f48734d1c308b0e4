//! Searches for bytes that break a reader: libFuzzer, on the counters that the stable compiler puts in.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::process;
use crate::workspace::Workspace;

/// Where the targets' corpus lies: one folder for each.
const CORPUS: &str = "tests/fuzz/corpus";
/// Counters for every edge, and what is compared with what; none of it needs a nightly compiler.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// What is searched, and how long.
#[derive(clap::Args)]
pub struct Options {
    /// One target; without it all, one after another
    target: Option<String>,
    /// How long each target is searched
    #[arg(long, default_value_t = 600)]
    seconds: u64,
}

/// Builds the targets and searches; what was found lies in `artefacts/fuzz`.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<()> {
    let all = targets(workspace)?;
    let wanted: Vec<&String> = match &options.target {
        Some(name) => all.iter().filter(|target| *target == name).collect(),
        None => all.iter().collect(),
    };
    ensure!(!wanted.is_empty(), "there is no such target; there are {}", all.join(", "));
    build(workspace)?;
    let mut broken = Vec::new();
    for target in wanted {
        println!("\n▸ {target}, {} s", options.seconds);
        if search(workspace, target, options.seconds).is_err() {
            broken.push(target.as_str());
        }
    }
    if !broken.is_empty() {
        bail!(
            "{} broke; the inputs are in artefacts/fuzz. Mend it, and keep the input as {CORPUS}/TARGET/found-NAME",
            broken.join(", ")
        );
    }
    Ok(())
}

fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folders = std::fs::read_dir(workspace.root().join(CORPUS)).context("the corpus is there")?;
    let mut names: Vec<String> =
        folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// The machine's own triple: named, so that programs which only build are built without counters.
fn host() -> Result<String> {
    let told = process::read(std::process::Command::new("rustc").arg("-vV")).context("rustc answers")?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc tells its host")?;
    Ok(host.to_owned())
}

fn build(workspace: &Workspace) -> Result<()> {
    let mut cargo = process::cargo(workspace);
    cargo.args(["build", "--locked", "--profile", "fuzz", "--package", "fuzz", "--features", "guided"]);
    cargo.args(["--bin", "guided", "--target", &host()?]);
    process::run(cargo.env("CARGO_TARGET_DIR", workspace.target().join("fuzz")).env("RUSTFLAGS", COUNTERS))
}

fn search(workspace: &Workspace, target: &str, seconds: u64) -> Result<()> {
    let built = workspace.target().join("fuzz");
    // What was reached is kept between runs; the corpus of the checkout is only read.
    let reached = built.join("corpus").join(target);
    let found = workspace.root().join("artefacts/fuzz");
    for folder in [&reached, &found] {
        std::fs::create_dir_all(folder)?;
    }
    let mut guided = process::command(workspace, built.join(host()?).join("fuzz/guided"));
    guided.env("FUZZ_TARGET", target).arg(&reached).arg(Path::new(CORPUS).join(target));
    guided.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    guided.arg(format!("-max_total_time={seconds}"));
    process::run(guided.args(["-max_len=65536", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]))
}
