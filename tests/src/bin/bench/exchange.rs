//! What passes between machines and the relay, and how soon.

use std::path::Path;
use std::time::{Duration, Instant};

use api::{AskToJoin, EditInitiative, GetInitiative, JoinSchool, JoinView, SetRelay, SyncNow, Topic};
use domain::id::InitiativeId;
use protocol::JoinTicket;
use testkit::Person;

use crate::documents::{self, FIELDS, Stream};
use crate::figure::{Figure, Target, median, milliseconds_since, percentile};
use crate::mapping;
use crate::process::most_resident;
use crate::school::{BenchSchool, NEWCOMER, readable};
use crate::wire::Wire;

/// How often a new machine reads the whole school; a member has at most five.
const NEWCOMERS: usize = 3;
/// Edits of workload W3.
const EDITS: usize = 100;

/// The figures of a first sync, which is also W1, and the machine of the last newcomer, which has
/// everything.
pub async fn first_sync(bench: &BenchSchool, wire: &Wire) -> anyhow::Result<([Figure; 4], Person)> {
    let (mut bytes, mut seconds) = (Vec::new(), Vec::new());
    let mut newcomer = None;
    for _ in 0..NEWCOMERS {
        let ticket = through(wire, &bench.school.ticket(NEWCOMER).await)?;
        let home = bench.school.home_for(NEWCOMER);
        let (person, asking) = is_let_in(bench, &home, ticket).await?;
        wire.take();
        let start = Instant::now();
        person.does(asking).await;
        seconds.push(start.elapsed().as_secs_f64());
        let passed = wire.take();
        bytes.push(passed.down as f64);
        anyhow::ensure!(readable(&person).await >= bench.initiatives.len(), "the newcomer has everything");
        newcomer = Some(person);
    }
    let note = format!(
        "ask_to_join on an empty home until everything is stored and readable: {} initiatives of 10 edits, leadership, \
         over loopback; {}",
        bench.initiatives.len(),
        mapping::NOTE
    );
    let figure = |name, value, unit, most, note| Figure {
        name,
        value,
        unit,
        n: NEWCOMERS,
        target: Target::AtMost(most),
        note,
    };
    let in_bytes = figure(
        "first_sync_bytes",
        median(&bytes),
        "bytes",
        1.5e6,
        format!("all bytes from the relay, heads included; {note}"),
    );
    let in_seconds = figure(
        "first_sync_seconds",
        median(&seconds),
        "s",
        1.0,
        format!("with signing in, after the registrar let the machine in; {note}"),
    );
    let cold = cold("w1_1000x10_seconds", &seconds, 0.7, &note);
    let newcomer = newcomer.ok_or_else(|| anyhow::anyhow!("somebody joined"))?;
    Ok(([in_bytes, in_seconds, first_sync_memory(bench).await?, cold], newcomer))
}

/// W1 by an application that was let in: more than the clients of other servers do.
pub fn cold(name: &'static str, seconds: &[f64], most: f64, note: &str) -> Figure {
    Figure {
        name,
        value: median(seconds),
        unit: "s",
        n: seconds.len(),
        target: Target::AtMost(most),
        note: format!(
            "after the registrar let the machine in: signing in, every signature and right checked; {note}"
        ),
    }
}

/// Seconds of one more newcomer's first sync, without a wire that counts.
pub async fn join(bench: &BenchSchool) -> anyhow::Result<f64> {
    let home = bench.school.home_for(NEWCOMER);
    let (person, asking) = is_let_in(bench, &home, bench.school.ticket(NEWCOMER).await).await?;
    let start = Instant::now();
    person.does(asking).await;
    let seconds = start.elapsed().as_secs_f64();
    anyhow::ensure!(readable(&person).await >= bench.initiatives.len(), "the newcomer has everything");
    Ok(seconds)
}

/// A machine of the leadership joins and a registrar lets it in; what it asks next brings everything.
async fn is_let_in(bench: &BenchSchool, home: &Path, ticket: String) -> anyhow::Result<(Person, AskToJoin)> {
    let person = Person::at(NEWCOMER, home).await;
    let JoinView::Waits(waiting) = person.does(JoinSchool { ticket, pin: None }).await else {
        anyhow::bail!("nobody of the leadership joins by an invitation alone");
    };
    testkit::confirms(&bench.school.registrar, &waiting.code).await;
    Ok((person, AskToJoin { id: waiting.id, pin: None }))
}

/// The most memory of a process that does nothing but a first sync: `ssk call ask_to_join`.
async fn first_sync_memory(bench: &BenchSchool) -> anyhow::Result<Figure> {
    let home = bench.school.home_for(NEWCOMER);
    let (waiting, asking) = is_let_in(bench, &home, bench.school.ticket(NEWCOMER).await).await?;
    drop(waiting);
    let request = serde_json::to_string(&asking)?;
    let mut command = std::process::Command::new(testkit::binary("ssk"));
    command.args(["--keys", "file", "--home"]).arg(&home).args(["call", "ask_to_join", &request]);
    let mut joining = command.stdout(std::process::Stdio::null()).spawn()?;
    let mut most: f64 = 0.0;
    let status = loop {
        // The last look is a millisecond before the end, when nothing is left to be read.
        most = most.max(most_resident(joining.id()).unwrap_or(0.0));
        match joining.try_wait()? {
            Some(status) => break status,
            None => tokio::time::sleep(Duration::from_millis(1)).await,
        }
    };
    anyhow::ensure!(status.success(), "ssk joins");
    let person = Person::at(NEWCOMER, &home).await;
    anyhow::ensure!(readable(&person).await >= bench.initiatives.len(), "the newcomer has everything");
    let note = format!(
        "VmHWM of `ssk call ask_to_join` with {} initiatives, whole process",
        bench.initiatives.len()
    );
    Ok(Figure::once("first_sync_client_rss_mb", most, "MB", Target::AtMost(120.0), note))
}

/// The ticket with the wire as the relay's address.
fn through(wire: &Wire, ticket: &str) -> anyhow::Result<String> {
    let mut ticket: JoinTicket = ticket.parse()?;
    ticket.addresses = vec![wire.url()];
    Ok(ticket.to_string())
}

/// The two figures of a look that finds nothing new.
pub async fn idle(person: &Person, wire: &Wire, documents: usize) -> [Figure; 2] {
    person.does(SyncNow {}).await;
    let (mut requests, mut bodies, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        wire.take();
        person.does(SyncNow {}).await;
        let passed = wire.take();
        requests.push(passed.requests.len() as f64);
        bodies.push(passed.bodies as f64);
        asked = passed.requests;
    }
    let paths: Vec<&str> = asked.iter().filter_map(|line| line.split(' ').nth(1)).map(short).collect();
    let note = format!(
        "sync_now of a signed-in machine that has {documents} initiatives and nothing to say; asked: {}",
        paths.join(", ")
    );
    let figure = |name, value, unit, most| Figure {
        name,
        value,
        unit,
        n: 5,
        target: Target::AtMost(most),
        note: note.clone(),
    };
    [
        figure("idle_sync_requests", median(&requests), "requests", 1.0),
        figure("idle_sync_bytes", median(&bodies), "bytes of bodies", 300.0),
    ]
}

fn short(path: &str) -> &str {
    path.rsplit('/').next().and_then(|last| last.split('?').next()).unwrap_or(path)
}

/// Bytes that one edit sends.
pub async fn edit_up(bench: &BenchSchool, wire: &Wire) -> Figure {
    let (writer, id) = (bench.writer_of(0), bench.initiatives[0]);
    writer.does(SetRelay { address: wire.url() }).await;
    writer.syncs().await;
    let (mut whole, mut bodies) = (Vec::new(), Vec::new());
    for turn in 0..40 {
        let edit = mapping::field(turn % FIELDS, &Stream::named(&format!("up/{turn}")).phrase());
        writer.does(EditInitiative { id, edits: vec![edit] }).await;
        wire.take();
        writer.syncs().await;
        let passed = wire.take();
        whole.push(passed.pushes as f64);
        bodies.push(passed.push_bodies as f64);
    }
    writer.does(SetRelay { address: bench.school.relay.url() }).await;
    Figure {
        name: "edit_up_bytes",
        value: median(&whole),
        unit: "bytes",
        n: whole.len(),
        target: Target::AtMost(700.0),
        note: format!(
            "the push of one edited field, HTTP head and body; the body (signed header, change, signature) alone {:.0}, \
             longest push {:.0}",
            median(&bodies),
            percentile(&whole, 100)
        ),
    }
}

/// From the committed edit on one machine to the new value on another.
pub async fn edit_shown(bench: &BenchSchool) -> Figure {
    bench.writers().for_each(|writer| writer.application().keep_in_sync());
    bench.reader().application().keep_in_sync();
    // The first exchange opens the sessions and the long polls.
    for index in 0..4 {
        show(bench, index, index, "mở đầu").await;
    }
    let mut times = Vec::new();
    for number in 0..EDITS {
        let (index, field, value) = documents::w3_edit(number, bench.initiatives.len());
        times.push(show(bench, index, field, &value).await);
    }
    Figure {
        name: "edit_shown_p95_ms",
        value: percentile(&times, 95),
        unit: "ms",
        n: times.len(),
        target: Target::AtMost(10.0),
        note: format!(
            "workload W3: from edit_initiative's answer on the author's application to get_initiative with the new value \
             on the reader's, who was told by its topic; both in sync by long poll with one relay process over loopback; \
             p50 {:.1}, longest {:.1}",
            percentile(&times, 50),
            percentile(&times, 100)
        ),
    }
}

async fn show(bench: &BenchSchool, index: usize, field: usize, value: &str) -> f64 {
    let (id, writer) = (bench.initiatives[index], bench.writer_of(index));
    let mut told = bench.reader().application().subscribe();
    let edit = mapping::field(field, value);
    let path = edit.path.clone();
    writer.does(EditInitiative { id, edits: vec![edit] }).await;
    let start = Instant::now();
    let shown = async {
        loop {
            // What was missed is no harm: the topic comes again with whatever comes next.
            if let Ok(Topic::Initiative(changed)) = told.recv().await
                && changed == id
                && shows(bench.reader(), id, value).await
            {
                return milliseconds_since(start);
            }
        }
    };
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, shown)
        .await
        .unwrap_or_else(|_| panic!("{path} of {id} was not shown within {limit:?}"))
}

async fn shows(reader: &Person, id: InitiativeId, value: &str) -> bool {
    let request = serde_json::json!({ "id": id });
    let answer = reader.application().call(<GetInitiative as api::Call>::NAME, request).await;
    answer.is_ok_and(|view| view.to_string().contains(&serde_json::json!(value).to_string()))
}
