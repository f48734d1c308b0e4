//! The processes of a browser, as Linux tells of them.

use std::path::Path;
use std::process::Command;

/// A process that runs pages, with what it takes in megabytes.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    /// Its number.
    pub id: u32,
    /// Memory of its own.
    pub own: f64,
    /// All that is resident, with what it shares with the rest of the browser.
    pub resident: f64,
}

/// The largest renderer of Chromium in a process group. A renderer runs one page with its worker; the
/// largest is the application's.
pub fn largest_renderer(group: u32) -> Option<Renderer> {
    let processes = std::fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path());
    let renderers = processes.filter(|process| is_renderer(process, group)).filter_map(|one| taken(&one));
    renderers.max_by(|one, other| one.own.total_cmp(&other.own))
}

/// Ends a process at once, as the system does when memory is short.
pub fn kill(process: u32) {
    let killed = Command::new("kill").args(["-KILL", &process.to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "process {process} can be killed");
}

/// Whether a folder of `/proc` is a renderer of the group; processes end while they are looked at.
fn is_renderer(process: &Path, group: u32) -> bool {
    let text = |name: &str| std::fs::read(process.join(name)).unwrap_or_default();
    let command = text("cmdline");
    // A process that was forked from another browser process spells its arguments with blanks.
    let is_one = command.split(|byte| matches!(byte, 0 | b' ')).any(|word| word == b"--type=renderer");
    // The name before the last parenthesis may hold anything; the group is the third word after it.
    let stat = String::from_utf8_lossy(&text("stat")).into_owned();
    let of_group =
        stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(2)?.parse::<u32>().ok());
    is_one && of_group == Some(group)
}

fn taken(process: &Path) -> Option<Renderer> {
    let id = process.file_name()?.to_str()?.parse().ok()?;
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let megabytes = |name: &str| -> Option<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib * 1_024.0 / 1e6)
    };
    let own = megabytes("RssAnon")? + megabytes("VmSwap").unwrap_or(0.0);
    Some(Renderer { id, own, resident: megabytes("VmRSS")? })
}
