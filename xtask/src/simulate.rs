//! Schools by seeds: as many processes as there are cores, each with seeds of its own.

use std::process::Command;
use std::thread;

use anyhow::Result;
use clap::Args;

use crate::process::{self, cargo};
use crate::report::Tally;
use crate::workspace::Workspace;

/// The seeds of every run of the tests.
pub const ALWAYS: u64 = 300;

/// Which schools are simulated.
#[derive(Args)]
pub struct Options {
    /// How many seeds
    #[arg(long, default_value_t = ALWAYS)]
    seeds: u64,
    /// The first one
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Passed on, such as `--trace`, `--all` or `--planted NAME`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds the simulator and runs it.
pub fn simulate(workspace: &Workspace, options: &Options) -> Result<bool> {
    process::run(cargo(workspace).args(["build", "--locked", "--package", "simulator", "--bins"]))?;
    run(workspace, options.from, options.seeds, &options.arguments)
}

/// Runs the seeds of every run with the simulator that was built before.
pub fn tally(workspace: &Workspace) -> Result<Tally> {
    run(workspace, 1, ALWAYS, &[]).map(Tally::one)
}

/// Runs seeds side by side; tells whether all of them hold.
fn run(workspace: &Workspace, from: u64, seeds: u64, arguments: &[String]) -> Result<bool> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let processes = cores.min(seeds).max(1);
    let commands: Vec<Command> = (0..processes)
        .map(|nth| {
            let mut command = process::command(workspace, workspace.program("debug", "simulate"));
            command.args(["--from", &(from + nth).to_string(), "--seeds", &(seeds - nth).to_string()]);
            command.args(["--step", &processes.to_string()]).args(arguments);
            command
        })
        .collect();
    let running: Vec<_> = commands
        .into_iter()
        .map(|mut command| thread::spawn(move || process::listen(&mut command).map(|heard| heard.success)))
        .collect();
    let mut all = true;
    for one in running {
        all &= one.join().unwrap_or_else(|_| Ok(false))?;
    }
    Ok(all)
}
