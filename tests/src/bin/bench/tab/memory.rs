//! What processes of a browser take, as Linux tells it.

use std::path::Path;

use anyhow::{Context, Result};

/// Megabytes of the largest renderer in a process group: those of its own, and all that are resident.
/// A renderer runs one page with its worker; the largest is the application's.
pub fn of_the_largest_renderer(group: u32) -> Result<(f64, f64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").context("only Linux tells it")? {
        let process = entry?.path();
        if is_renderer(&process, group) {
            found.extend(taken(&process));
        }
    }
    found.into_iter().max_by(|one, other| one.0.total_cmp(&other.0)).context("the browser runs a page")
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

fn taken(process: &Path) -> Option<(f64, f64)> {
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let megabytes = |name: &str| -> Option<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib * 1_024.0 / 1e6)
    };
    Some((megabytes("RssAnon")? + megabytes("VmSwap").unwrap_or(0.0), megabytes("VmRSS")?))
}
