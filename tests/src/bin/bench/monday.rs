//! Monday morning: a hundred machines that were away send two hundred changes each, all at once.

use std::time::Instant;

use anyhow::{Result, ensure};
use testkit::RelayProcess;

use crate::crowd::Crowd;
use crate::figure::{Figure, Target, median, percentile};
use crate::process::{bytes_in, processor_seconds, resident};

const MACHINES: u16 = 100;
/// Documents of each machine.
const DOCUMENTS: usize = 10;
/// Offline edits of each document.
const EDITS: usize = 20;
const RUNS: usize = 3;

/// The name of what is measured.
pub const FIGURES: [&str; 1] = ["monday_seconds"];

/// Runs it some times; each run sends other changes.
pub async fn figures() -> Result<[Figure; 1]> {
    let folder = tempfile::tempdir()?;
    let relay = RelayProcess::start(folder.path());
    let mut crowd = Crowd::at(relay.address(), MACHINES).await?;
    let opened = crowd.write(usize::from(MACHINES) * DOCUMENTS, DOCUMENTS)?;
    crowd.send(opened, usize::from(MACHINES)).await?;
    let (mut seconds, mut processor, mut disk, mut sent) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let mut witness = crowd.reader().await?;
    witness.pack().await?;
    for run in 0..RUNS {
        let signed = crowd.edit(run * EDITS..(run + 1) * EDITS)?;
        let count: usize = signed.iter().flatten().map(|(_, count)| count).sum();
        let before = (processor_seconds(&relay)?, bytes_in(folder.path()));
        let start = Instant::now();
        let taken = crowd.send(signed, usize::from(MACHINES)).await?;
        seconds.push(start.elapsed().as_secs_f64());
        ensure!(taken == count, "the relay admitted {taken} of {count}");
        processor.push(processor_seconds(&relay)? - before.0);
        disk.push((bytes_in(folder.path()) as f64 - before.1 as f64) / 1e6);
        sent = count;
        let there = witness.pack().await?.len();
        ensure!(there == count, "{there} of {count} acknowledged envelopes are in the log");
    }
    let note = format!(
        "{sent} envelopes of {MACHINES} light clients, signed beforehand, each over a connection of its own, all at once; \
         from the first push to the last answer; every one admitted and read back; runs {seconds:.2?}; the relay used \
         {:.2} s of processors, {:.1} MB of memory afterwards, its folder grew by {:.1} MB",
        median(&processor),
        resident(&relay)?,
        percentile(&disk, 100)
    );
    let (value, target) = (median(&seconds), Target::AtMost(5.0));
    Ok([Figure { name: FIGURES[0], value, unit: "s", n: RUNS, target, note }])
}
