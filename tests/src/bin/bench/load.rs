//! Three hundred clients at once, and how soon each hears of what the others write.
//!
//! A client here is two connections of a light program: one that waits for what is new as machines do
//! (`pull` with 25 s of patience), and one that signs an edit of its own document every five seconds and
//! pushes it. They are members with posts as in a school: ten departments with head and deputy, and
//! twelve who read the whole school.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use protocol::{EnvId, Envelope, Role, ScopeId};
use testkit::RelayProcess;
use tokio::task::JoinSet;

use crate::crowd::{Crowd, Device, Post, push, pushes};
use crate::figure::{Figure, Target, percentile};
use crate::http::Connection;
use crate::light::Reader;
use crate::process::{bytes_in, processor_seconds, resident};
use crate::relay::CONNECTIONS;

const CLIENTS: u16 = 300;
/// Between two edits of one client: 0.2 a second.
const REST: Duration = Duration::from_secs(5);
/// How long is waited for the last ones.
const DRAIN: Duration = Duration::from_secs(5);

/// The names of what is measured.
pub const FIGURES: [&str; 6] = [
    "propagation_300_p95_ms",
    "load_errors",
    "load_lost",
    "load_relay_cpu_percent",
    "load_relay_rss_mb",
    "load_relay_disk_mb",
];

/// Who a client is: of each thirty a head and a deputy, of all three hundred twelve of the whole school.
fn post(number: u16) -> Post {
    let mut department = [41; 16];
    department[0] = (number / 30) as u8;
    let department = Some(ScopeId::from_bytes(department));
    match number % 30 {
        0 => Post { role: Role::DepartmentHead, department },
        1 => Post { role: Role::DeputyHead, department },
        2 => Post::LEADERSHIP,
        3 if number < 60 => Post::LEADERSHIP,
        _ => Post { role: Role::Staff, department },
    }
}

/// What all clients note together.
#[derive(Default)]
struct Notes {
    /// When the push of an envelope began.
    sent: HashMap<EnvId, Instant>,
    /// Milliseconds from there until somebody had it.
    delays: Vec<f64>,
    errors: Vec<String>,
}

type Shared = Arc<Mutex<Notes>>;

fn note(notes: &Shared, what: impl FnOnce(&mut Notes)) {
    what(&mut notes.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Runs the load for so many seconds.
pub async fn figures(seconds: u64) -> Result<[Figure; 6]> {
    let folder = tempfile::tempdir()?;
    let relay = RelayProcess::start(folder.path());
    let devices = (0..CLIENTS).map(|number| Device::new(number, post(number))).collect();
    let mut crowd = Crowd::of(relay.address(), devices).await?;
    let opened = crowd.write(CLIENTS.into(), 1)?;
    crowd.send(opened, CONNECTIONS).await?;
    let (mut witness, notes) = (crowd.reader().await?, Shared::default());
    let before = witness.pack().await?.len();
    let (processor, disk) = (processor_seconds(&relay)?, bytes_in(folder.path()));
    let start = Instant::now();
    let address = relay.address().to_owned();
    let most = run(crowd, &address, &notes, Duration::from_secs(seconds), &relay).await?;
    let used = processor_seconds(&relay)? - processor;
    let took = start.elapsed().as_secs_f64();
    let there = witness.pack().await?.len();
    let notes = std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner));
    let run = Run {
        seconds: took,
        processor: used,
        memory: most,
        disk: bytes_in(folder.path()) as f64 - disk as f64,
        lost: notes.sent.len() as i64 - there as i64,
        before,
    };
    ensure!(!notes.delays.is_empty(), "something was propagated");
    Ok(told(&notes, &run))
}

/// What was measured beside the clients' notes.
struct Run {
    seconds: f64,
    processor: f64,
    memory: f64,
    disk: f64,
    lost: i64,
    before: usize,
}

fn told(notes: &Notes, run: &Run) -> [Figure; 6] {
    let who = format!(
        "{CLIENTS} light clients (real signatures, real HTTP, nothing merged) in one process beside the relay, 10 \
         departments with head and deputy, 12 of the whole school; {} edits in {:.0} s, each heard by its author, head, \
         deputy and those 12",
        notes.sent.len(),
        run.seconds
    );
    let delays = &notes.delays;
    let spread = format!(
        "from the first byte of a push to the last byte of a reader's page; p50 {:.1}, p99 {:.1}, longest {:.0}; {who}",
        percentile(delays, 50),
        percentile(delays, 99),
        percentile(delays, 100)
    );
    let errors = format!("answers that are no success, of pushes and pulls; {:?}", notes.errors.first());
    let lost = format!(
        "acknowledged and not in the log that a reader of the whole school gets; {} before",
        run.before
    );
    let shown =
        |name, value, unit, note: &str| Figure::once(name, value, unit, Target::Shown, note.to_owned());
    let mut propagation =
        Figure::once(FIGURES[0], percentile(delays, 95), "ms", Target::AtMost(200.0), spread);
    propagation.n = delays.len();
    [
        propagation,
        Figure::once(FIGURES[1], notes.errors.len() as f64, "errors", Target::AtMost(0.0), errors),
        Figure::once(FIGURES[2], run.lost as f64, "envelopes", Target::AtMost(0.0), lost),
        shown(FIGURES[3], run.processor / run.seconds * 100.0, "% of one core", &who),
        shown(FIGURES[4], run.memory, "MB", "the largest VmRSS, looked at each second"),
        shown(FIGURES[5], run.disk / 1e6, "MB", "by how much the relay's folder grew"),
    ]
}

/// Lets everybody write and read; gives the relay's largest memory.
async fn run(
    crowd: Crowd,
    address: &str,
    notes: &Shared,
    lasts: Duration,
    relay: &RelayProcess,
) -> Result<f64> {
    let (mut readers, mut writers) = (JoinSet::new(), JoinSet::new());
    let begin = Instant::now() + Duration::from_secs(2);
    for (place, device) in (0..).zip(crowd.into_devices()) {
        let reader = Reader::at(address, &device.token).await?;
        readers.spawn(listen(reader, notes.clone()));
        let first = begin + REST * place / u32::from(CLIENTS);
        writers.spawn(write(device, address.to_owned(), notes.clone(), first, begin + lasts));
    }
    let mut most: f64 = 0.0;
    while tokio::time::timeout(Duration::from_secs(1), writers.join_next()).await.ok().flatten().is_some()
        || !writers.is_empty()
    {
        most = most.max(resident(relay)?);
    }
    tokio::time::sleep(DRAIN).await;
    readers.abort_all();
    Ok(most)
}

/// Waits for what is new, again and again, and notes how late it is.
async fn listen(mut reader: Reader, notes: Shared) {
    loop {
        match reader.pull(25).await {
            Ok(came) => note(&notes, |notes| {
                let now = Instant::now();
                let late = |id| Some((now - *notes.sent.get(id)?).as_secs_f64() * 1_000.0);
                let late: Vec<f64> = came.iter().filter_map(late).collect();
                notes.delays.extend(late);
            }),
            Err(failure) => {
                note(&notes, |notes| notes.errors.push(failure.to_string()));
                return;
            }
        }
    }
}

/// Signs and pushes an edit from time to time.
async fn write(mut device: Device, address: String, notes: Shared, first: Instant, until: Instant) {
    let mut connection = match Connection::to(&address).await {
        Ok(connection) => connection,
        Err(failure) => return note(&notes, |notes| notes.errors.push(failure.to_string())),
    };
    let mut moment = first;
    for number in 0.. {
        tokio::time::sleep_until(moment.into()).await;
        moment += REST;
        if Instant::now() >= until {
            return;
        }
        let edited = device.edits(number).unwrap_or_default();
        if let Err(failure) = send(&mut connection, &device.token, &edited, &notes).await {
            note(&notes, |notes| notes.errors.push(failure.to_string()));
        }
    }
}

async fn send(connection: &mut Connection, token: &str, edited: &[Envelope], notes: &Shared) -> Result<()> {
    for (body, count) in pushes(edited) {
        let now = Instant::now();
        note(notes, |notes| notes.sent.extend(edited.iter().map(|envelope| (envelope.id(), now))));
        let taken = push(connection, token, &body, count).await?;
        ensure!(taken == count, "the relay took {taken} of {count}");
    }
    Ok(())
}
