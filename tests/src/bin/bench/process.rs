//! What the system tells of a process and of a folder; only Linux tells it.

use std::path::Path;

use anyhow::{Context, Result};
use testkit::RelayProcess;

/// Ticks of a processor's clock in a second, as `/proc` counts them on every Linux.
const TICKS: f64 = 100.0;

/// The relay's memory in MB.
pub fn resident(relay: &RelayProcess) -> Result<f64> {
    in_status(relay.pid().context("the relay runs")?, "VmRSS:")
}

/// The most memory that a process has had so far, in MB.
pub fn most_resident(process: u32) -> Result<f64> {
    in_status(process, "VmHWM:")
}

fn in_status(process: u32, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("it is told")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1_024.0 / 1e6)
}

/// Seconds of processors that the relay has used.
pub fn processor_seconds(relay: &RelayProcess) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", relay.pid().context("the relay runs")?))?;
    // The name in parentheses may hold anything; the times are the 12th and 13th words behind it.
    let words = stat.rsplit(')').next().context("it has a name")?.split_whitespace();
    let ticks: Vec<f64> = words.skip(11).take(2).filter_map(|word| word.parse().ok()).collect();
    Ok(ticks.iter().sum::<f64>() / TICKS)
}

/// Bytes of all files in a folder.
pub fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes_in(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}
