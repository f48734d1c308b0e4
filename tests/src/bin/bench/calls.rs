//! How fast calls answer with a thousand initiatives on the machine.

use std::time::Instant;

use api::{
    AddRemark, Call, CreateInitiative, Edit, EditInitiative, GetDelivery, GetInitiative, GetMovement,
    GetOverview, GetReview, GetStart, GetToday, ListInitiatives, ListMyInitiatives, ListPeople, ListQueue,
    LogMonth, MarkSeen, ReadLog, Search, Submit, UndoEdit,
};
use domain::id::InitiativeId;
use domain::period::Period;
use domain::record::{Part, RemarkTarget};
use domain::sheet::Value;
use domain::status::Status;
use serde_json::Value as Json;
use testkit::Person;

use crate::documents::{BenchDocument, Stream};
use crate::figure::{Figure, Target, milliseconds_since, percentile};
use crate::mapping;
use crate::school::BenchSchool;

/// How often each call is made.
const TIMES: usize = 60;

/// Who makes calls that are timed: an application in this process, or one in a tab.
pub trait Host {
    /// Makes a call, JSON in and JSON out, which must succeed; gives its answer and its milliseconds.
    async fn ask(&self, name: &'static str, request: Json) -> (Json, f64);
}

impl Host for Person {
    async fn ask(&self, name: &'static str, request: Json) -> (Json, f64) {
        let start = Instant::now();
        let answer = self.application().call(name, request).await;
        let took = milliseconds_since(start);
        (answer.unwrap_or_else(|error| panic!("{name} failed: {error}")), took)
    }
}

/// Makes a call and gives its answer and its milliseconds.
pub async fn timed<C: Call>(host: &impl Host, request: C) -> (C::Answer, f64) {
    let (answer, took) = host.ask(C::NAME, serde_json::to_value(request).expect("plain data")).await;
    (serde_json::from_value(answer).expect("the answer of the contract"), took)
}

/// Makes a call and gives its milliseconds.
async fn time<C: Call>(host: &impl Host, request: C) -> f64 {
    timed(host, request).await.1
}

/// Makes a call and gives its answer.
async fn does<C: Call>(host: &impl Host, request: C) -> C::Answer {
    timed(host, request).await.0
}

/// Times of calls by name.
struct Times {
    all: Vec<(&'static str, Vec<f64>)>,
}

impl Times {
    async fn of<C: Call>(&mut self, host: &impl Host, request: impl Fn(usize) -> C) {
        // The first one warms up, as the first look at a place does.
        time(host, request(0)).await;
        let mut times = Vec::with_capacity(TIMES);
        for turn in 0..TIMES {
            times.push(time(host, request(turn)).await);
        }
        self.keep(C::NAME, times);
    }

    fn keep(&mut self, name: &'static str, times: Vec<f64>) {
        match self.all.iter_mut().find(|(known, _)| *known == name) {
            // Several requests of one call: the slower one counts.
            Some((_, known)) if percentile(known, 95) >= percentile(&times, 95) => {}
            Some((_, known)) => *known = times,
            None => self.all.push((name, times)),
        }
    }

    /// The slowest call of all, with the others in its note.
    fn figure(&self, name: &'static str, most: f64, how: &str, initiatives: usize) -> Figure {
        let mut slowest: Vec<(&str, f64)> =
            self.all.iter().map(|(name, times)| (*name, percentile(times, 95))).collect();
        slowest.sort_by(|one, other| other.1.total_cmp(&one.1));
        let listed: Vec<String> = slowest.iter().map(|(name, p95)| format!("{name} {p95:.1}")).collect();
        Figure {
            name,
            value: slowest[0].1,
            unit: "ms",
            n: TIMES,
            target: Target::AtMost(most),
            note: format!(
                "the slowest call's p95, as JSON in and out {how}, {initiatives} initiatives of 10 edits, n times each; \
                 p95 of each: {}; {}",
                listed.join(", "),
                mapping::NOTE
            ),
        }
    }
}

/// Every call that the interface makes while somebody works, without the overview and without those
/// that wait for a relay.
pub async fn call_p95(bench: &BenchSchool) -> Figure {
    let mut times = Times { all: Vec::new() };
    times.of(bench.writer_of(0), |_| ListMyInitiatives {}).await;
    every(&mut times, bench.reader(), &bench.initiatives).await;
    times.figure("call_p95_ms", 16.0, "in one process", bench.initiatives.len())
}

/// The same calls, asked and answered in a page whose book a worker keeps.
pub async fn tab_call_p95(tab: &impl Host, initiatives: &[InitiativeId]) -> Figure {
    let mut times = Times { all: Vec::new() };
    every(&mut times, tab, initiatives).await;
    let mut overview = Times { all: Vec::new() };
    overview.of(tab, |_| GetOverview::default()).await;
    let overview = percentile(&overview.all[0].1, 95);
    let how = format!(
        "from a page to its worker and back, without a network; get_overview beside them {overview:.1}"
    );
    times.figure("tab_call_p95_ms", 25.0, &how, initiatives.len())
}

async fn every(times: &mut Times, host: &impl Host, initiatives: &[InitiativeId]) {
    read(times, host, initiatives).await;
    review(times, host).await;
    write(times, host).await;
}

async fn read(times: &mut Times, reader: &impl Host, initiatives: &[InitiativeId]) {
    let any = |turn: usize| initiatives[turn * 7919 % initiatives.len()];
    times.of(reader, |_| GetStart {}).await;
    times.of(reader, |_| GetToday {}).await;
    times.of(reader, |_| GetMovement {}).await;
    times.of(reader, |_| ListPeople {}).await;
    times.of(reader, |_| ListMyInitiatives {}).await;
    times.of(reader, |_| ListInitiatives::default()).await;
    let words = |turn: usize| ListInitiatives { words: Some(words(turn)), ..ListInitiatives::default() };
    times.of(reader, words).await;
    let statuses = || vec![Status::InReview { stages: Vec::new() }];
    times.of(reader, |_| ListInitiatives { statuses: statuses(), ..ListInitiatives::default() }).await;
    times.of(reader, |turn| GetInitiative { id: any(turn) }).await;
    times.of(reader, |turn| Search { words: self::words(turn) }).await;
    times.of(reader, |_| GetDelivery {}).await;
    times.of(reader, |_| ReadLog { id: None, limit: 0 }).await;
}

async fn review(times: &mut Times, reader: &impl Host) {
    times.of(reader, |_| ListQueue {}).await;
    let queue: Vec<InitiativeId> =
        does(reader, ListQueue {}).await.into_iter().map(|item| item.initiative.id).take(TIMES).collect();
    assert!(!queue.is_empty(), "something waits for the reader");
    let waiting = |turn: usize| queue[turn % queue.len()];
    times.of(reader, |turn| GetReview { id: waiting(turn) }).await;
    let remark =
        |turn: usize| AddRemark { id: waiting(turn), text: words(turn), target: RemarkTarget::Whole };
    times.of(reader, remark).await;
    let mut seen = Vec::new();
    for id in &queue {
        let heads = does(reader, GetInitiative { id: *id }).await.heads;
        seen.push(time(reader, MarkSeen { id: *id, heads }).await);
    }
    times.keep(MarkSeen::NAME, seen);
}

async fn write(times: &mut Times, reader: &impl Host) {
    let create =
        |_| CreateInitiative { title: "Đo".to_owned(), content_area: None, period: Some(Period::WholeYear) };
    times.of(reader, create).await;
    let mine: Vec<InitiativeId> =
        does(reader, ListMyInitiatives {}).await.into_iter().map(|summary| summary.id).collect();
    let (mut written, mut handed_in) = (Vec::new(), Vec::new());
    for (index, id) in mine.iter().take(TIMES).enumerate() {
        let mut edits = mapping::edits(index, &BenchDocument::new(index));
        edits.push(Edit { path: "content_area".to_owned(), value: Value::Text("teaching".to_owned()) });
        written.push(time(reader, EditInitiative { id: *id, edits }).await);
        handed_in.push(time(reader, Submit { id: *id, part: Part::Registration, pledge: true }).await);
    }
    times.keep(EditInitiative::NAME, written);
    times.keep(Submit::NAME, handed_in);
    let id = mine[0];
    times.of(reader, |turn| one_edit(id, turn)).await;
    let month = |turn: usize| LogMonth { work_done: words(turn), ..month_of(id) };
    times.of(reader, month).await;
    times.of(reader, |_| UndoEdit { id }).await;
}

fn month_of(id: InitiativeId) -> LogMonth {
    LogMonth {
        id,
        month: "2026-11".parse().expect("a month"),
        work_done: String::new(),
        lesson: String::new(),
        progress: None,
        quantities: Vec::new(),
        interim: Vec::new(),
        difficulty: None,
        uploads: Vec::new(),
    }
}

fn one_edit(id: InitiativeId, turn: usize) -> EditInitiative {
    let value = Stream::named(&format!("bench/{turn}")).phrase();
    EditInitiative {
        id,
        edits: vec![mapping::field(turn % crate::documents::FIELDS, &format!("{value} {turn}"))],
    }
}

/// Words to search for: one to five, as people type them, half of them without accents.
fn words(turn: usize) -> String {
    let phrase = Stream::named(&format!("search/{turn}")).phrase();
    if turn.is_multiple_of(2) { domain::text::fold(&phrase) } else { phrase }
}

/// Opening the overview.
pub async fn overview_p95(bench: &BenchSchool) -> Figure {
    let mut times = Times { all: Vec::new() };
    times.of(bench.reader(), |_| GetOverview::default()).await;
    let note =
        format!("get_overview of the union officer, {} initiatives of 10 edits", bench.initiatives.len());
    p95("overview_p95_ms", 50.0, &times.all[0].1, note)
}

/// Searching.
pub async fn search_p95(bench: &BenchSchool) -> Figure {
    let mut times = Vec::new();
    for turn in 0..4 * TIMES {
        times.push(time(bench.reader(), Search { words: words(turn) }).await);
    }
    let note = "search for two to five words, every second time without accents".to_owned();
    p95("search_p95_ms", 10.0, &times, note)
}

/// One saved edit.
pub async fn edit_durable_p95(bench: &BenchSchool) -> Figure {
    let (writer, id) = (bench.writer_of(0), bench.initiatives[0]);
    let mut times = Vec::new();
    for turn in 0..4 * TIMES {
        times.push(time(writer, one_edit(id, turn)).await);
    }
    let note = "edit_initiative of one field of a shared initiative: merged, signed, committed with synchronous=FULL, \
                and the new view answered"
        .to_owned();
    p95("edit_durable_p95_ms", 5.0, &times, note)
}

fn p95(name: &'static str, most: f64, times: &[f64], note: String) -> Figure {
    let note = format!("{note}; p50 {:.1}, longest {:.1}", percentile(times, 50), percentile(times, 100));
    Figure {
        name,
        value: percentile(times, 95),
        unit: "ms",
        n: times.len(),
        target: Target::AtMost(most),
        note,
    }
}
