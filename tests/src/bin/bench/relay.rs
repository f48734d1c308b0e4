//! What one relay holds and takes.

use std::time::Instant;

use anyhow::{Result, ensure};
use testkit::RelayProcess;

use crate::crowd::Crowd;
use crate::figure::{Figure, Target, median, percentile};
use crate::process::resident;

const DEVICES: u16 = 50;
const DOCUMENTS: usize = 10_000;
/// Documents of each device that are edited.
const EDITED: usize = 10;
/// Edits of each such document in one run.
const EDITS: usize = 20;
const RUNS: usize = 3;
pub const CONNECTIONS: usize = 8;

/// The two figures of a relay with ten thousand documents.
pub async fn figures() -> Result<[Figure; 2]> {
    let folder = tempfile::tempdir()?;
    let mut relay = RelayProcess::start(folder.path());
    let mut crowd = Crowd::at(relay.address(), DEVICES).await?;
    let signed = crowd.write(DOCUMENTS, EDITED)?;
    let opening = send(&crowd, signed).await?;
    let mut speeds = Vec::new();
    for run in 0..RUNS {
        let signed = crowd.edit(run * EDITS..(run + 1) * EDITS)?;
        speeds.push(send(&crowd, signed).await?);
    }
    let loaded = resident(&relay)?;
    let bytes = crowd.read_all().await?;
    let read = resident(&relay)?;
    relay.restart();
    let restarted = resident(&relay)?;
    let note = format!(
        "the largest VmRSS of: after taking {DOCUMENTS} documents at full speed {loaded:.1}, after handing out all of \
         them in one stream of {bytes} bytes {read:.1}, after a restart {restarted:.1}"
    );
    let memory = Figure {
        name: "relay_rss_mb",
        value: read.max(loaded).max(restarted),
        unit: "MB",
        n: 1,
        target: Target::AtMost(40.0),
        note,
    };
    Ok([memory, admitted(&speeds, opening)])
}

fn admitted(speeds: &[f64], opening: f64) -> Figure {
    Figure {
        name: "relay_admitted_per_second",
        value: median(speeds),
        unit: "envelopes/s",
        n: speeds.len(),
        target: Target::AtLeast(12_000.0),
        note: format!(
            "{DEVICES} devices over {CONNECTIONS} connections push single-edit changes signed beforehand, at most 256 a \
             push, about {} a run, to a relay with {DOCUMENTS} documents; only acknowledged ones count, from the first push \
             to the last answer; client and relay share the cores; slowest run {:.0}; opening the documents (opening \
             record and first content) {opening:.0}/s",
            usize::from(DEVICES) * EDITED * EDITS,
            percentile(speeds, 0)
        ),
    }
}

/// Sends what was signed; gives envelopes a second.
pub async fn send(crowd: &Crowd, signed: Vec<crate::crowd::Pushes>) -> Result<f64> {
    let count: usize = signed.iter().flatten().map(|(_, count)| count).sum();
    let start = Instant::now();
    let taken = crowd.send(signed, CONNECTIONS).await?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(taken == count, "the relay admitted {taken} of {count}");
    Ok(count as f64 / seconds)
}
