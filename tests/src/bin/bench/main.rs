//! Prints the product's figures, one JSON line each:
//! `{"figure":NAME,"value":…,"unit":…,"n":…,"target":…,"meets":…,"note":…}`.
//!
//! ```text
//! bench [--only NAME,…] [--documents 1000]
//! ```
//! Everything is measured through real parts: applications with profiles on disk, a relay process,
//! HTTP over loopback, the window as it is shipped, a tab of Chromium. Progress goes to stderr.
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
mod http;
mod interface;
mod mapping;
mod messages;
mod relay;
mod school;
#[cfg(target_os = "linux")]
mod tab;
#[cfg(target_os = "linux")]
mod window;
mod wire;

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
}

/// Every figure, in the order of the issues.
const FIGURES: [&str; 21] = [
    "call_p95_ms",
    "overview_p95_ms",
    "search_p95_ms",
    "edit_durable_p95_ms",
    "window_usable_ms",
    "wasm_brotli_kb",
    "idle_sync_requests",
    "idle_sync_bytes",
    "edit_up_bytes",
    "edit_shown_p95_ms",
    "first_sync_bytes",
    "first_sync_seconds",
    "relay_rss_mb",
    "relay_admitted_per_second",
    "tab_first_visit_kb",
    "tab_usable_ms",
    "tab_call_p95_ms",
    "tab_next_item_ms",
    "tab_decision_durable_ms",
    "tab_first_sync_seconds",
    "tab_memory_mb",
];

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
    for name in &arguments.only {
        anyhow::ensure!(
            FIGURES.contains(&name.as_str()),
            "no figure is called {name}; there are {}",
            FIGURES.join(", ")
        );
    }
    if arguments.wants(&["wasm_brotli_kb"]) {
        arguments.print([interface::wasm_brotli()?]);
    }
    if arguments.wants(&["tab_first_visit_kb"]) {
        arguments.print([interface::tab_first_visit().await?]);
    }
    if arguments.wants(&FIGURES[12..14]) {
        arguments.print(relay::figures().await?);
    }
    if arguments.wants(&FIGURES[..5]) || arguments.wants(&FIGURES[6..12]) || arguments.wants(&FIGURES[15..]) {
        in_a_school(&arguments).await?;
    }
    Ok(())
}

/// The figures that need a school with its documents; those that add to it come last.
async fn in_a_school(arguments: &Arguments) -> Result<()> {
    let bench = BenchSchool::with(arguments.documents).await;
    let wire = Wire::to(bench.school.relay.address()).await?;
    if arguments.wants(&["overview_p95_ms"]) {
        arguments.print([calls::overview_p95(&bench).await]);
    }
    if arguments.wants(&["search_p95_ms"]) {
        arguments.print([calls::search_p95(&bench).await]);
    }
    let newcomers = [
        "first_sync_bytes",
        "first_sync_seconds",
        "idle_sync_requests",
        "idle_sync_bytes",
        "window_usable_ms",
    ];
    if arguments.wants(&newcomers) {
        let (figures, newcomer) = exchange::first_sync(&bench, &wire).await?;
        arguments.print(figures);
        arguments.print(exchange::idle(&newcomer, &wire, arguments.documents).await);
        let home = newcomer.home().to_owned();
        drop(newcomer);
        if arguments.wants(&["window_usable_ms"]) {
            arguments.print(window_usable(&home, arguments.documents).await?);
        }
    }
    if arguments.wants(&FIGURES[15..]) {
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
