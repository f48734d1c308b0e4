//! Prints the product's figures, one JSON line each:
//! `{"figure":NAME,"value":…,"unit":…,"n":…,"target":…,"meets":…,"note":…}`.
//!
//! ```text
//! bench [--only NAME,…] [--documents 1000] [--seconds 120]
//! ```
//! Everything is measured through real parts: applications with profiles on disk, a relay process,
//! HTTP over loopback, the window as it is shipped, a tab of Chromium. Where hundreds of machines are
//! needed (`relay_*`, `monday_seconds`, `w5*`, `propagation_*`, `load_*`, `growth_*`), a machine is a light
//! program in this process: it makes the same documents with the same library, signs the same envelopes
//! and speaks the same HTTP to the real relay, but keeps no profile and merges nothing that it reads. A
//! figure without a target is there to be seen beside others. Progress goes to stderr.
#![allow(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a program that owns its clock and prints rounded figures"
)]

mod calls;
mod crowd;
mod documents;
mod exchange;
mod figure;
mod growth;
mod http;
mod interface;
mod light;
mod load;
mod mapping;
mod messages;
mod monday;
mod process;
mod rebuilt;
mod relay;
mod school;
#[cfg(target_os = "linux")]
mod tab;
#[cfg(target_os = "linux")]
mod window;
mod wire;
mod workloads;

use anyhow::Result;
use clap::Parser;
use figure::Figure;
use school::BenchSchool;
use wire::Wire;

/// Prints the product's figures, one JSON line each.
#[derive(Parser)]
struct Arguments {
    /// Only these figures.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Initiatives of the school.
    #[arg(long, default_value_t = 1_000)]
    documents: usize,
    /// How long three hundred clients write.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
}

/// The figures of one school with its documents, in the order in which they are measured.
const IN_A_SCHOOL: &[&str] = &[
    "overview_p95_ms",
    "search_p95_ms",
    "first_sync_bytes",
    "first_sync_seconds",
    "first_sync_client_rss_mb",
    "w1_1000x10_seconds",
    "idle_sync_requests",
    "idle_sync_bytes",
    "window_usable_ms",
    "tab_usable_ms",
    "tab_call_p95_ms",
    "tab_next_item_ms",
    "tab_decision_durable_ms",
    "tab_first_sync_seconds",
    "tab_memory_mb",
    "edit_up_bytes",
    "edit_durable_p95_ms",
    "call_p95_ms",
    "edit_shown_p95_ms",
    "w6_disk_bytes_per_document",
];
/// Those of a newcomer.
const NEWCOMERS: &[&str] = IN_A_SCHOOL.split_at(9).0.split_at(2).1;
/// Those of a browser's tab.
const IN_A_TAB: &[&str] = IN_A_SCHOOL.split_at(15).0.split_at(9).1;
/// Those that need nothing but a browser's files or a relay.
const ALONE: &[&str] = &[
    "wasm_brotli_kb",
    "tab_first_visit_kb",
    "relay_rss_mb",
    "relay_admitted_per_second",
    "w1_1000x100_seconds",
];
/// Edits of each document in the longer W1.
const MANY_EDITS: usize = 100;

/// Every figure.
fn names() -> Vec<&'static str> {
    let crowds = [&workloads::CROWDED[..], &monday::FIGURES, &load::FIGURES].concat();
    [IN_A_SCHOOL, ALONE, &crowds, &growth::FIGURES.concat()].concat()
}

impl Arguments {
    fn wants(&self, names: &[&str]) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| names.contains(&wanted.as_str()))
    }

    fn print(&self, figures: impl IntoIterator<Item = Figure>) {
        figures.into_iter().filter(|figure| self.wants(&[figure.name])).for_each(|figure| figure.print());
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let names = names();
    for name in &arguments.only {
        anyhow::ensure!(
            names.contains(&name.as_str()),
            "no figure is called {name}; there are {}",
            names.join(", ")
        );
    }
    if arguments.wants(&["wasm_brotli_kb"]) {
        arguments.print([interface::wasm_brotli()?]);
    }
    if arguments.wants(&["tab_first_visit_kb"]) {
        arguments.print([interface::tab_first_visit().await?]);
    }
    with_a_crowd(&arguments).await?;
    if arguments.wants(IN_A_SCHOOL) {
        in_a_school(&arguments).await?;
    }
    if arguments.wants(&["w1_1000x100_seconds"]) {
        with_many_edits(&arguments).await?;
    }
    Ok(())
}

/// The figures of a relay with many light clients.
async fn with_a_crowd(arguments: &Arguments) -> Result<()> {
    if arguments.wants(&["relay_rss_mb", "relay_admitted_per_second"]) {
        arguments.print(relay::figures().await?);
    }
    if arguments.wants(&monday::FIGURES) {
        arguments.print(monday::figures().await?);
    }
    if arguments.wants(&workloads::CROWDED) {
        arguments.print(workloads::crowded().await?);
    }
    if arguments.wants(&load::FIGURES) {
        arguments.print(load::figures(arguments.seconds).await?);
    }
    if arguments.wants(&growth::FIGURES.concat()) {
        arguments.print(growth::figures().await?);
    }
    Ok(())
}

/// W1 with a hundred edits of each document.
async fn with_many_edits(arguments: &Arguments) -> Result<()> {
    let bench = BenchSchool::with(arguments.documents, MANY_EDITS).await;
    let mut seconds = Vec::new();
    for _ in 0..3 {
        seconds.push(exchange::join(&bench).await?);
    }
    let note = format!("{} initiatives of {MANY_EDITS} edits; {}", arguments.documents, mapping::NOTE);
    arguments.print([exchange::cold("w1_1000x100_seconds", &seconds, 1.2, &note)]);
    Ok(())
}

/// The figures that need a school with its documents; those that add to it come last.
async fn in_a_school(arguments: &Arguments) -> Result<()> {
    let mut bench = BenchSchool::with(arguments.documents, school::EDITS).await;
    let wire = Wire::to(bench.school.relay.address()).await?;
    if arguments.wants(&["overview_p95_ms"]) {
        arguments.print([calls::overview_p95(&bench).await]);
    }
    if arguments.wants(&["search_p95_ms"]) {
        arguments.print([calls::search_p95(&bench).await]);
    }
    if arguments.wants(NEWCOMERS) {
        let (figures, newcomer) = exchange::first_sync(&bench, &wire).await?;
        arguments.print(figures);
        arguments.print(exchange::idle(&newcomer, &wire, arguments.documents).await);
        let home = newcomer.home().to_owned();
        drop(newcomer);
        if arguments.wants(&["window_usable_ms"]) {
            arguments.print(window_usable(&home, arguments.documents).await?);
        }
    }
    if arguments.wants(IN_A_TAB) {
        in_a_tab(&bench, arguments).await?;
    }
    if arguments.wants(&["edit_up_bytes"]) {
        arguments.print([exchange::edit_up(&bench, &wire).await]);
    }
    if arguments.wants(&["edit_durable_p95_ms"]) {
        arguments.print([calls::edit_durable_p95(&bench).await]);
    }
    if arguments.wants(&["call_p95_ms"]) {
        arguments.print([calls::call_p95(&bench).await]);
    }
    if arguments.wants(&["edit_shown_p95_ms"]) {
        bench.school.syncs().await;
        arguments.print([exchange::edit_shown(&bench).await]);
    }
    if arguments.wants(&["w6_disk_bytes_per_document"]) {
        arguments.print([workloads::after_restart(&mut bench).await?]);
    }
    Ok(())
}

#[cfg(target_os = "linux")]
async fn window_usable(home: &std::path::Path, documents: usize) -> Result<Option<Figure>> {
    window::usable(home, documents).await.map(Some)
}

/// Only WebKitGTK brings a driver along.
#[cfg(not(target_os = "linux"))]
async fn window_usable(_home: &std::path::Path, _documents: usize) -> Result<Option<Figure>> {
    eprintln!("window_usable_ms is measured on Linux");
    Ok(None)
}

#[cfg(target_os = "linux")]
async fn in_a_tab(bench: &BenchSchool, arguments: &Arguments) -> Result<()> {
    tab::print(bench, arguments).await
}

/// The driver's processes are looked after as Linux has them.
#[cfg(not(target_os = "linux"))]
async fn in_a_tab(_bench: &BenchSchool, _arguments: &Arguments) -> Result<()> {
    eprintln!("the figures of a tab are measured on Linux");
    Ok(())
}
