//! The workloads that are run against other servers too: W1, W5, W5k and W6.
//!
//! W1 and W6 are real applications. In W5 and W5k the fifty clients are light programs: what they send
//! was signed beforehand, as an application signs when something is written, and nothing is merged when
//! they send it. All of them are in one process; each signs in and has a connection of its own.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use api::EditInitiative;
use testkit::RelayProcess;

use crate::crowd::{Crowd, Pushes};
use crate::documents::Stream;
use crate::figure::{Figure, Target, median};
use crate::mapping;
use crate::process::{bytes_in, resident};
use crate::rebuilt::same_documents;
use crate::school::BenchSchool;

const CLIENTS: u16 = 50;
/// Documents of each client.
const DOCUMENTS: usize = 10;
/// Edits before, and edits made offline, of each document.
const EDITS: usize = 10;
const RUNS: usize = 3;

/// The names of what is measured without applications.
pub const CROWDED: [&str; 2] = ["w5_durable_seconds", "w5k_documents_left"];

/// W5 and W5k.
pub async fn crowded() -> Result<[Figure; 2]> {
    let (mut seconds, mut acked) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let run = reconnect().await?;
        seconds.push(run.0.max(run.1));
        acked.push(run.0);
    }
    let note = format!(
        "{CLIENTS} light clients of {DOCUMENTS} documents sign in and push {} offline edits each at once; the later of: all \
         answers are there, each after fsync (median {:.2} s), and an observer of all {} documents has every edit",
        DOCUMENTS * EDITS,
        median(&acked),
        usize::from(CLIENTS) * DOCUMENTS
    );
    let durable = Figure {
        name: CROWDED[0],
        value: median(&seconds),
        unit: "s",
        n: RUNS,
        target: Target::AtMost(1.4),
        note,
    };
    Ok([durable, documents_left().await?])
}

/// The school of W5, with everybody's offline edits signed.
async fn away(relay: &RelayProcess) -> Result<(Crowd, Vec<Pushes>)> {
    let mut crowd = Crowd::at(relay.address(), CLIENTS).await?;
    let opened = crowd.write(usize::from(CLIENTS) * DOCUMENTS, DOCUMENTS)?;
    crowd.send(opened, usize::from(CLIENTS)).await?;
    let seeded = crowd.edit(0..EDITS)?;
    crowd.send(seeded, usize::from(CLIENTS)).await?;
    let offline = crowd.edit(EDITS..2 * EDITS)?;
    Ok((crowd, offline))
}

/// Seconds until all were answered, and until an observer had everything.
async fn reconnect() -> Result<(f64, f64)> {
    let folder = tempfile::tempdir()?;
    let relay = RelayProcess::start(folder.path());
    let (crowd, offline) = away(&relay).await?;
    let count: usize = offline.iter().flatten().map(|(_, count)| count).sum();
    let mut observer = crowd.reader().await?;
    observer.pack().await?;
    let start = Instant::now();
    let seen = tokio::spawn(async move {
        let mut seen = 0;
        while seen < count {
            seen += observer.pull(25).await?.len();
        }
        Ok::<_, anyhow::Error>(start.elapsed().as_secs_f64())
    });
    let taken = crowd.reconnect(offline).await?;
    let acked = start.elapsed().as_secs_f64();
    ensure!(taken == count, "the relay admitted {taken} of {count}");
    let seen =
        tokio::time::timeout(Duration::from_mins(1), seen).await.context("the observer has all")???;
    Ok((acked, seen))
}

/// W5k: `kill -9` at the last answer, a new start, and a new client that compares every document.
async fn documents_left() -> Result<Figure> {
    let folder = tempfile::tempdir()?;
    let mut relay = RelayProcess::start(folder.path());
    let (mut crowd, offline) = away(&relay).await?;
    crowd.reconnect(offline).await?;
    relay.kill();
    relay.restart();
    crowd.sign_in_again().await?;
    let items = crowd.reader().await?.pack().await?;
    let left = same_documents(crowd.devices(), items)?;
    let all = usize::from(CLIENTS) * DOCUMENTS;
    let note = format!(
        "W5 with kill -9 of the relay at the last answer; a new client reads everything, builds each of {all} documents \
         from its changes and compares version and content with the author's"
    );
    Ok(Figure::once(CROWDED[1], left as f64, "documents", Target::AtLeast(all as f64), note))
}

/// W6: the relay is started anew, one edit is sent, and what lies on its disk is counted.
pub async fn after_restart(bench: &mut BenchSchool) -> Result<Figure> {
    bench.school.syncs().await;
    bench.school.relay.restart();
    let (writer, id) = (bench.writer_of(0), bench.initiatives[0]);
    let edit = mapping::field(0, &Stream::named("w6").phrase());
    let start = Instant::now();
    writer.does(EditInitiative { id, edits: vec![edit] }).await;
    writer.syncs().await;
    let seconds = start.elapsed().as_secs_f64();
    let memory = resident(&bench.school.relay)?;
    ensure!(bench.school.relay.stop(), "the relay ends when asked");
    let (bytes, documents) = (bytes_in(bench.school.relay.data()), bench.initiatives.len());
    bench.school.relay.restart();
    let note = format!(
        "the relay's folder after it was stopped, of {documents} initiatives with 10 edits, every header and signature kept; \
         after a restart one edit is acknowledged in {seconds:.3} s, with session; the relay's memory then {memory:.1} MB"
    );
    let value = bytes as f64 / documents as f64;
    Ok(Figure::once("w6_disk_bytes_per_document", value, "bytes", Target::Shown, note))
}
