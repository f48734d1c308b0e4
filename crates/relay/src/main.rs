//! `relay`: the server of one or more schools.

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use relay::{Application, LogFormat, Running, Settings};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Orders, keeps and hands out the envelopes of a school.
///
/// Each setting can be given by a flag, by the environment, or in a configuration file, in this order;
/// a key of the file is a flag without its dashes.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

/// What is done in place of serving.
#[derive(Subcommand)]
enum Command {
    /// Copies everything into a new folder, while the relay goes on running
    Backup {
        /// The folder, which is made; what is there is not written over
        dir: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Checks a backup, or the folder of a relay that does not run; changes nothing
    Verify {
        /// The folder
        dir: PathBuf,
    },
}

#[derive(Args)]
struct Serve {
    /// A configuration file (TOML)
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// Where the data is.
#[derive(Args)]
struct Place {
    /// The configuration file that names the data folder
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder
    #[arg(long, value_name = "DIR", env = "SSK_RELAY_DATA")]
    data: Option<PathBuf>,
}

impl Serve {
    fn settings(self) -> anyhow::Result<Settings> {
        let file = self.config.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
        Ok(self.settings.or(file))
    }
}

impl Place {
    fn data(self) -> anyhow::Result<PathBuf> {
        let settings = Settings { data: self.data, ..Settings::default() };
        let settings = Serve { config: self.config, settings }.settings()?;
        Ok(settings.data()?.to_owned())
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match arguments.command {
        None => serve(arguments.serve).map(|()| ExitCode::SUCCESS),
        Some(Command::Backup { dir, place }) => backup(&dir, place),
        Some(Command::Verify { dir }) => verify(&dir),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("relay: {error:#}");
        ExitCode::FAILURE
    })
}

fn backup(dir: &std::path::Path, place: Place) -> anyhow::Result<ExitCode> {
    log_to_stderr(LogFormat::Text, "warn");
    let report = relay::backup(&place.data()?, dir)?;
    print!("{report}");
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verify(dir: &std::path::Path) -> anyhow::Result<ExitCode> {
    log_to_stderr(LogFormat::Text, "warn");
    let report = relay::verify(dir)?;
    print!("{report}");
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn serve(arguments: Serve) -> anyhow::Result<()> {
    let settings = arguments.settings()?;
    log_to_stderr(settings.log_format.unwrap_or_default(), "info");
    // Few threads: each keeps memory of its own, and SQLite has one writer anyway. First syncs, eight
    // at most, hold one each for as long as their client reads.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(12)
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    runtime.block_on(run(settings))
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
