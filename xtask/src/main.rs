//! The chores of this house: set a machine up, run, test, measure, make the demo school, tidy.
//!
//! It deliberately uses nothing of the product: it starts cargo, Trunk and the built programs, so
//! that it compiles in seconds and works while a crate is broken.
//!
//! Read first: `setup`, `test`, `tidy`.
#![allow(
    clippy::disallowed_methods,
    reason = "a tool of the developers: the clock and the files of the machine are its work"
)]

mod bench;
mod bundle;
mod demo;
mod display;
mod fuzz;
mod interface;
mod mobile;
mod module;
mod package;
mod process;
mod report;
mod run;
mod setup;
mod simulate;
mod test;
mod tidy;
mod toolchain;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::setup::Purpose;
use crate::workspace::Workspace;

/// The chores of Sổ Sáng Kiến.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Makes this machine ready to build, run and test; steps that are done are skipped
    Setup {
        /// Where the compiler for WebAssembly comes from
        #[arg(long, value_enum, default_value_t)]
        compiler: toolchain::Source,
    },
    /// Opens the application with the demo school and its relay
    Run(run::Options),
    /// Runs everything that must hold, and counts
    Test,
    /// Measures; prints one JSON line a figure
    Bench {
        /// Passed on to the bench
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Does to simulated schools what seeds say, and shows the least that breaks a rule
    Simulate(simulate::Options),
    /// Searches for bytes that break a reader
    Fuzz(fuzz::Options),
    /// Makes the demo school in a folder
    Demo {
        /// The folder, made new
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Builds the interface into `frontend/dist`, and with it the bundle that the relay serves to tablets
    Interface,
    /// Builds the packages for Android and iOS, or checks the types for both
    Mobile {
        /// What is done
        #[command(subcommand)]
        chore: mobile::Chore,
    },
    /// Packs the relay for Debian and Ubuntu
    Package(package::Options),
    /// Holds the rules of the house that no compiler knows
    Tidy,
}

fn main() -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match Arguments::parse().chore {
        Chore::Setup { compiler } => setup::setup(&workspace, Purpose::Test, compiler).map(|_| ())?,
        Chore::Run(options) => run::run(&workspace, &options)?,
        Chore::Test => return Ok(test::test(&workspace)),
        Chore::Bench { arguments } => bench::bench(&workspace, &arguments)?,
        Chore::Simulate(options) if !simulate::simulate(&workspace, &options)? => {
            return Ok(ExitCode::FAILURE);
        }
        Chore::Simulate(_) => {}
        Chore::Fuzz(options) => fuzz::fuzz(&workspace, &options)?,
        Chore::Demo { out } => demo::demo(&workspace, out)?,
        Chore::Interface => {
            let compiler = setup::setup(&workspace, Purpose::Run, toolchain::Source::default())?;
            interface::build(&workspace, &compiler)?;
            bundle::build_where_possible(&workspace, &compiler)?;
        }
        Chore::Mobile { chore } => mobile::run(&workspace, &chore)?,
        Chore::Package(options) => package::package(&workspace, &options)?,
        Chore::Tidy => return tidy::report(&workspace),
    }
    Ok(ExitCode::SUCCESS)
}
