//! Starting other programs: loudly, quietly, or listening to what they say.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// A program to start in the root of the checkout, without what cargo set for this one.
pub fn command(workspace: &Workspace, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace.root()).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO" {
            command.env_remove(&name);
        }
    }
    // `cargo run` lets programs find rustup's libraries, which Debian's compiler must not load.
    if let Some(path) = std::env::var_os("LD_LIBRARY_PATH") {
        let ours = |entry: &PathBuf| {
            !entry.starts_with(workspace.target()) && !entry.to_string_lossy().contains(".rustup")
        };
        match std::env::join_paths(std::env::split_paths(&path).filter(ours)) {
            Ok(rest) if !rest.is_empty() => command.env("LD_LIBRARY_PATH", rest),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// The cargo that started this program, by the user's own choice of toolchain.
pub fn cargo(workspace: &Workspace) -> Command {
    let mut command = command(workspace, "cargo");
    command.env("CARGO_TARGET_DIR", workspace.target());
    command
}

/// Shows a command as one would type it.
pub fn spell(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command with its output on this terminal; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    println!("  $ {}", spell(command));
    let status = command.status().with_context(|| format!("cannot start `{}`", spell(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", spell(command));
    }
    Ok(())
}

/// Runs a command silently and gives what it printed; `None` when it cannot start or fails.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a command said and how it ended.
pub struct Heard {
    /// Whether it ended with success.
    pub success: bool,
    /// The lines of both outputs, as they came.
    pub lines: Vec<String>,
}

/// Runs a command, shows its output and keeps it.
pub fn listen(command: &mut Command) -> Result<Heard> {
    println!("  $ {}", spell(command));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start `{}`", spell(command)))?;
    let (sender, receiver) = mpsc::channel();
    let mut readers = Vec::new();
    if let Some(out) = child.stdout.take() {
        readers.push(follow(out, sender.clone()));
    }
    if let Some(err) = child.stderr.take() {
        readers.push(follow(err, sender.clone()));
    }
    drop(sender);
    let mut lines = Vec::new();
    let mut terminal = std::io::stdout();
    for line in receiver {
        // Nobody reads any more: the command still has to come to its end.
        let _ = writeln!(terminal, "{line}");
        lines.push(line);
    }
    for reader in readers {
        let _ = reader.join();
    }
    Ok(Heard { success: child.wait()?.success(), lines })
}

/// Sends each line of an output; bytes that are no text are replaced.
fn follow(output: impl Read + Send + 'static, lines: mpsc::Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            if lines.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    })
}
