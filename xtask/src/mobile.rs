//! Phones and tablets: the packages for Android and iOS, and the check of the types for both without
//! their SDKs. docs/mobile.md says what each step is for.
//!
//! The projects in `src-tauri/gen` are made by Tauri's own tool and not kept; what is ours in them
//! lies in `src-tauri/mobile` and is laid over them each time.

mod check;
mod needs;
mod overlay;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use clap::Subcommand;

use crate::interface;
use crate::process;
use crate::setup::{self, Purpose};
use crate::toolchain::Source;
use crate::workspace::{Workspace, path_with_first};
use needs::Machine;

/// What is done for phones and tablets.
#[derive(Subcommand)]
pub enum Chore {
    /// Checks the types of the whole window for Android and iOS; needs neither SDK
    Check,
    /// Builds the packages for Android (.apk and .aab, not signed)
    Android(Build),
    /// Builds the application for iOS: for the simulator, unless another target is named
    Ios(Build),
}

/// How a package is built.
#[derive(clap::Args)]
pub struct Build {
    /// Makes the project and stops, for work in Android Studio or Xcode
    #[arg(long)]
    project_only: bool,
    /// Passed on to `cargo tauri android build` or `cargo tauri ios build`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// One of the two systems.
#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    Android,
    Ios,
}

impl System {
    /// The name that Tauri's tool has for it.
    const fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }

    /// Where Tauri's tool makes the project.
    fn project(self, workspace: &Workspace) -> PathBuf {
        workspace.root().join("src-tauri/gen").join(match self {
            Self::Android => "android",
            Self::Ios => "apple",
        })
    }

    /// What is built when nobody says otherwise: what tablets are, and what needs no signature.
    const fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Android => &["--apk", "--aab", "--target", "aarch64", "--target", "armv7"],
            Self::Ios => &["--target", "aarch64-sim"],
        }
    }
}

/// Does a chore.
pub fn run(workspace: &Workspace, chore: &Chore) -> Result<()> {
    match chore {
        Chore::Check => check::check(workspace),
        Chore::Android(build) => package(workspace, System::Android, build),
        Chore::Ios(build) => package(workspace, System::Ios, build),
    }
}

fn package(workspace: &Workspace, system: System, build: &Build) -> Result<()> {
    let machine = Machine::this();
    let missing = match system {
        System::Android => needs::of_android(&machine),
        System::Ios => needs::of_ios(&machine),
    };
    if !missing.is_empty() {
        bail!("this machine cannot build for {}:\n  {}", system.name(), missing.join("\n  "));
    }
    setup::tauri(workspace)?;
    let compiler = setup::setup(workspace, Purpose::Run, Source::default())?;
    interface::build(workspace, &compiler)?;
    project(workspace, system, &machine)?;
    if build.project_only {
        println!("✓ the project is in {}", system.project(workspace).display());
        return Ok(());
    }
    let mut command = tauri(workspace, system, &machine)?;
    command.args(["build", "--ci"]);
    let arguments = &build.arguments;
    if arguments.is_empty() {
        command.args(system.usual())
    } else {
        command.args(arguments)
    };
    process::run(&mut command)
}

/// Makes the project, unless it is there, and lays ours over it.
fn project(workspace: &Workspace, system: System, machine: &Machine) -> Result<()> {
    let project = system.project(workspace);
    if !project.exists() {
        process::run(tauri(workspace, system, machine)?.args(["init", "--ci"]))?;
    }
    let ours = workspace.root().join("src-tauri/mobile").join(system.name());
    let laid = overlay::lay(&ours, &project)?;
    println!("✓ {laid} files of ours laid over {}", project.display());
    Ok(())
}

/// Tauri's tool for a system, with what it finds the SDK by.
fn tauri(workspace: &Workspace, system: System, machine: &Machine) -> Result<Command> {
    let mut command = process::command(workspace, "cargo");
    command.args(["tauri", system.name()]).env("PATH", path_with_first(&setup::tools_folder())?);
    if system == System::Android {
        command.envs(needs::ndk(machine).map(|ndk| ("NDK_HOME", ndk)));
    }
    Ok(command)
}
