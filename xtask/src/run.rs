//! Opens the application as a person of the demo school; without a display, plays the main journey
//! in one in memory. Meanwhile a relay serves the same application to browsers.

use std::io::{IsTerminal, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::demo::{self, School};
use crate::process;
use crate::setup::{self, Purpose};
use crate::toolchain::Source;
use crate::workspace::Workspace;
use crate::{bundle, display, interface};

/// What can be chosen.
#[derive(clap::Args)]
pub struct Options {
    /// The folder of the demo school; made when it is not there
    #[arg(long)]
    data: Option<PathBuf>,
    /// Whose machine to open: a folder of `homes`, or a word of it such as `khoi`; `list` names all
    #[arg(long, default_value = "nguyen-thi-lan")]
    person: String,
}

/// How long the relay may take to answer its first request.
const PATIENCE: Duration = Duration::from_secs(20);

/// The test of package `journeys` that drives the real window.
const JOURNEY: &str = "window";

/// Sets up, builds, and opens the application.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let shown = display::is_there();
    let compiler =
        setup::setup(workspace, if shown { Purpose::Run } else { Purpose::Test }, Source::default())?;
    println!("▸ building the interface");
    interface::build(workspace, &compiler)?;
    println!("▸ building the application for tablets");
    bundle::build_where_possible(workspace, &compiler)?;
    println!("▸ building the window, the relay and ssk");
    let mut build = process::cargo(workspace);
    // Windows does not let a running program be replaced, and this one is running.
    build.args(["build", "--workspace", "--exclude", "xtask", "--bins"]);
    if !shown {
        build.args(["--test", JOURNEY]);
    }
    process::run(&mut build)?;
    if shown { on_display(workspace, options) } else { in_memory(workspace, options) }
}

/// The demo school's folder.
fn school(workspace: &Workspace, options: &Options) -> Result<School> {
    let folder = options.data.clone().map_or_else(|| Ok(workspace.demo()), std::path::absolute)?;
    Ok(School::at(folder))
}

fn on_display(workspace: &Workspace, options: &Options) -> Result<()> {
    let school = school(workspace, options)?;
    school.make_once(workspace)?;
    let people = school.people()?;
    let Some(person) = named(&people, &options.person) else {
        println!("The people of the demo school: {}", people.join(", "));
        return Ok(());
    };
    let mut relay = Relay::start(workspace, &school.relay(), &school.listen()?)?;
    println!("▸ opening the window as {person} (`--person list` names the others)");
    let mut window = process::command(workspace, workspace.program("debug", "window"));
    window.arg("--home").arg(school.home(person)).args(["--clock", &demo::END.to_string()]);
    let ended = process::run(&mut window);
    relay.stop()?;
    ended
}

/// The person of this name, or the only one with this word in their name.
fn named<'a>(people: &'a [String], wished: &str) -> Option<&'a String> {
    let has_word = |person: &&String| person.split('-').any(|word| word == wished);
    let mut similar = people.iter().filter(has_word);
    people
        .iter()
        .find(|person| *person == wished)
        .or_else(|| similar.next().filter(|_| similar.next().is_none()))
}

/// Plays the main journey by clicking and typing, and names its pictures. A relay serves browsers
/// meanwhile, and on a terminal for as long as the person likes.
fn in_memory(workspace: &Workspace, options: &Options) -> Result<()> {
    let school = school(workspace, options)?;
    let mut relay = if school.is_made() {
        Relay::start(workspace, &school.relay(), &school.listen()?)?
    } else {
        println!(
            "▸ no demo school here (`cargo xtask demo` makes one): this relay is for a school of your own"
        );
        Relay::start(workspace, &workspace.target().join("own-relay"), &demo::free_address()?)?
    };
    let ended = journey(workspace);
    if std::io::stdin().is_terminal() {
        println!("▸ the relay still runs on http://{}; Ctrl C ends it", relay.listen);
        relay.child.wait()?;
    } else {
        relay.stop()?;
    }
    ended
}

fn journey(workspace: &Workspace) -> Result<()> {
    println!("▸ no display here: the main journey runs in one in memory");
    let mut journey = display::in_memory(workspace);
    journey.args(["cargo", "test", "--workspace", "--test", JOURNEY, "--", "--nocapture"]);
    let ended = process::run(&mut journey);
    let folder = workspace.screenshots();
    let mut pictures: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    pictures.sort();
    println!("▸ {} screenshots in {}", pictures.len(), folder.display());
    for picture in &pictures {
        println!("  {}", picture.display());
    }
    ended
}

/// A relay that runs as long as the window.
struct Relay {
    child: Child,
    listen: String,
}

impl Relay {
    fn start(workspace: &Workspace, data: &Path, listen: &str) -> Result<Self> {
        println!("▸ starting the relay on {listen}");
        let mut command = process::command(workspace, workspace.program("debug", "relay"));
        command.arg("--data").arg(data).args(["--listen", listen]);
        let child = command.spawn().context("cannot start the relay")?;
        let mut relay = Self { child, listen: listen.to_owned() };
        let start = Instant::now();
        while !is_healthy(listen) {
            if let Some(status) = relay.child.try_wait()? {
                bail!("the relay ended at once ({status}); is another one running on {listen}?");
            }
            if start.elapsed() > PATIENCE {
                relay.stop()?;
                bail!("the relay does not answer on {listen}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        println!("▸ the application for tablets: http://{listen} in a browser of this machine");
        println!("  https and the fingerprint to compare: as the relay says above; http://{listen}/trust");
        println!("  (a real tablet needs a relay that listens on the network: --listen 0.0.0.0:7420)");
        Ok(relay)
    }

    /// Lets the relay finish what it has begun.
    fn stop(&mut self) -> Result<()> {
        let id = self.child.id().to_string();
        let asked = cfg!(unix)
            && std::process::Command::new("kill").arg(id).status().is_ok_and(|status| status.success());
        if !asked {
            // Already ended, or a system without signals; the relay keeps everything through this too.
            let _ = self.child.kill();
        }
        self.child.wait()?;
        Ok(())
    }
}

/// Whether a relay answers `/healthz` there.
fn is_healthy(listen: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(listen)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

#[cfg(test)]
mod tests;
