//! The same relay with 1, 10 and 100 times the documents of a school: what grows, and how.

use std::time::Instant;

use anyhow::Result;
use testkit::RelayProcess;

use crate::crowd::Crowd;
use crate::figure::{Figure, Target, milliseconds_since, percentile};
use crate::process::{bytes_in, resident};
use crate::relay::{CONNECTIONS, send};

/// A school of a hundred members has about so many initiatives in a year; a hundred times that is as
/// many as one log may hold (protocol, section 18).
const SCHOOL: usize = 200;
const TIMES: [usize; 3] = [1, 10, 100];
const DEVICES: u16 = 50;
/// Documents of each device that are edited.
const EDITED: usize = 4;
/// Edits of each such document.
const EDITS: usize = 20;
/// How often a single request is asked.
const ASKED: usize = 50;

/// The names of what is measured, of each size.
pub const FIGURES: [[&str; 7]; 3] = [
    [
        "growth_1x_relay_rss_mb",
        "growth_1x_admitted_per_second",
        "growth_1x_first_sync_bytes",
        "growth_1x_first_sync_seconds",
        "growth_1x_idle_ms",
        "growth_1x_edit_acknowledged_p95_ms",
        "growth_1x_disk_bytes_per_document",
    ],
    [
        "growth_10x_relay_rss_mb",
        "growth_10x_admitted_per_second",
        "growth_10x_first_sync_bytes",
        "growth_10x_first_sync_seconds",
        "growth_10x_idle_ms",
        "growth_10x_edit_acknowledged_p95_ms",
        "growth_10x_disk_bytes_per_document",
    ],
    [
        "growth_100x_relay_rss_mb",
        "growth_100x_admitted_per_second",
        "growth_100x_first_sync_bytes",
        "growth_100x_first_sync_seconds",
        "growth_100x_idle_ms",
        "growth_100x_edit_acknowledged_p95_ms",
        "growth_100x_disk_bytes_per_document",
    ],
];

/// Measures a size after the other.
pub async fn figures() -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (times, names) in TIMES.into_iter().zip(FIGURES) {
        figures.extend(at(SCHOOL * times, names).await?);
    }
    Ok(figures)
}

async fn at(documents: usize, names: [&'static str; 7]) -> Result<[Figure; 7]> {
    let folder = tempfile::tempdir()?;
    let mut relay = RelayProcess::start(folder.path());
    let mut crowd = Crowd::at(relay.address(), DEVICES).await?;
    let opened = crowd.write(documents, EDITED)?;
    send(&crowd, opened).await?;
    let loaded = resident(&relay)?;
    let edited = crowd.edit(0..EDITS)?;
    let speed = send(&crowd, edited).await?;
    let start = Instant::now();
    let bytes = crowd.read_all().await?;
    let seconds = start.elapsed().as_secs_f64();
    let memory = resident(&relay)?.max(loaded);
    let idle = idle(&crowd).await?;
    let acknowledged = acknowledged(&mut crowd).await?;
    relay.stop();
    let disk = bytes_in(folder.path()) as f64 / documents as f64;
    let note = format!(
        "a relay with {documents} documents (opening, first content) and {} edits of {DEVICES} light devices over {} \
         connections",
        usize::from(DEVICES) * EDITED * EDITS,
        CONNECTIONS
    );
    let shown = |place: usize, value, unit, about: &str| {
        Figure::once(names[place], value, unit, Target::Shown, format!("{about}; {note}"))
    };
    Ok([
        Figure::once(names[0], memory, "MB", Target::AtMost(40.0), format!("largest VmRSS; {note}")),
        shown(1, speed, "envelopes/s", "single-edit changes, signed beforehand"),
        shown(2, bytes as f64, "bytes", "everything in one stream, gzip"),
        shown(3, seconds, "s", "until a light client has that stream"),
        shown(4, percentile(&idle, 50), "ms", "a pull that finds nothing new, median"),
        shown(5, percentile(&acknowledged, 95), "ms", "one signed edit, from push to durable answer"),
        shown(6, disk, "bytes", "the relay's folder after it was stopped"),
    ])
}

async fn idle(crowd: &Crowd) -> Result<Vec<f64>> {
    let mut reader = crowd.reader().await?;
    reader.pack().await?;
    let mut times = Vec::new();
    for _ in 0..ASKED {
        let start = Instant::now();
        reader.pull(0).await?;
        times.push(milliseconds_since(start));
    }
    Ok(times)
}

async fn acknowledged(crowd: &mut Crowd) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for number in 0..ASKED {
        let signed = crowd.edit_of_one(EDITS + number)?;
        let start = Instant::now();
        if crowd.send(signed, 1).await? > 0 {
            times.push(milliseconds_since(start));
        }
    }
    Ok(times)
}
