//! `relay`: the server of one or more schools.

mod arguments;

use anyhow::Context;
use arguments::{Arguments, Command, KeyAct, Place, Serve};
use relay::{Application, Keys, LogFormat, Running, Settings};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = Arguments::read();
    let ended = match arguments.command {
        None => serve(arguments.serve).map(|()| ExitCode::SUCCESS),
        Some(Command::Backup { dir, place }) => backup(&dir, place),
        Some(Command::Import { file, serve }) => import(&file, serve),
        Some(Command::Verify { dir }) => verify(&dir),
        Some(Command::Key { act, place }) => key(act, place),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("relay: {error:#}");
        ExitCode::FAILURE
    })
}

fn backup(dir: &Path, place: Place) -> anyhow::Result<ExitCode> {
    log_to_stderr(LogFormat::Text, "warn");
    let report = relay::backup(&place.data()?, dir)?;
    print!("{report}");
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn import(file: &Path, arguments: Serve) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings()?;
    log_to_stderr(settings.log_format.unwrap_or_default(), "warn");
    let config = settings.config(Application::default())?;
    let imported = threads()?.block_on(relay::import(config, file))?;
    print!("{imported}");
    Ok(if imported.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verify(dir: &Path) -> anyhow::Result<ExitCode> {
    log_to_stderr(LogFormat::Text, "warn");
    let report = relay::verify(dir)?;
    print!("{report}");
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn key(act: Option<KeyAct>, place: Place) -> anyhow::Result<ExitCode> {
    let data = place.data()?;
    let keys = match act {
        None => Keys::read(&data)?,
        Some(KeyAct::New) => Keys::make_next(&data)?,
    };
    print!("{keys}");
    Ok(ExitCode::SUCCESS)
}

fn serve(arguments: Serve) -> anyhow::Result<()> {
    let settings = arguments.settings()?;
    log_to_stderr(settings.log_format.unwrap_or_default(), "info");
    threads()?.block_on(run(settings))
}

fn threads() -> anyhow::Result<tokio::runtime::Runtime> {
    // Few threads: each keeps memory of its own, and SQLite has one writer anyway. First syncs, eight
    // at most, hold one each for as long as their client reads.
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(12)
        .enable_all()
        .build()
        .context("the runtime cannot start")
}

/// Prints lines of the log from a level up; `RUST_LOG` may say which.
fn log_to_stderr(format: LogFormat, level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).init(),
    }
}

async fn run(settings: Settings) -> anyhow::Result<()> {
    let config = settings.config(Application::carried())?;
    let stop = stop_signal()?;
    let running = relay::start(config).await?;
    say(&running);
    tracing::info!(address = %running.address, key = %running.key, "listening");
    stop.await;
    tracing::info!("stopping");
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Says where it is reached. Whoever started it may have stopped reading; that is no reason to end.
fn say(running: &Running) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "listening on http://{}", running.address);
    let _ = writeln!(out, "listening on https://{}", running.address);
    let _ = writeln!(out, "address for tablets {}", running.open_address());
    let _ = writeln!(out, "https address {}", running.secure_address());
    let _ = writeln!(out, "fingerprint of the relay's key {}", running.key_fingerprint());
    if let Some(fingerprint) = running.fingerprint() {
        let _ = writeln!(out, "fingerprint of the relay's authority (SHA-256) {fingerprint}");
    }
}

/// Ends when the system or a person asks the relay to stop.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when the system or a person asks the relay to stop.
#[cfg(not(unix))]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
