//! `relay`: the server of one or more schools.

use anyhow::Context;
use clap::Parser;
use relay::{Application, Config, Https, Limits, OwnCertificate, Running};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Orders, keeps and hands out the envelopes of a school.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The folder for everything that the relay keeps; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8440")]
    listen: String,
    /// A name or address that people use for this machine; more than once for several, the first is
    /// told to them.
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
    /// The school's own certificate for https, with those in between (PEM); read again when it changes.
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The private key of that certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// How many schools may be founded here.
    #[arg(long, value_name = "N", default_value_t = 1)]
    schools: usize,
    /// How many envelopes a device may send at once.
    #[arg(long, value_name = "N", default_value_t = Limits::default().burst)]
    burst: u32,
    /// How many envelopes a second a device may send after that.
    #[arg(long, value_name = "N", default_value_t = Limits::default().rate)]
    rate: u32,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("relay: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    // Few threads: each keeps memory of its own, and SQLite has one writer anyway. First syncs, eight
    // at most, hold one each for as long as their client reads.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(12)
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let own = arguments.certificate.zip(arguments.key);
    let own = own.map(|(certificate, key)| OwnCertificate { certificate, key });
    let config = Config {
        data: arguments.data,
        listen: arguments.listen,
        schools: arguments.schools,
        limits: Limits { burst: arguments.burst, rate: arguments.rate },
        application: Application::carried(),
        https: Https { names: arguments.names, own },
    };
    let stop = stop_signal()?;
    let running = relay::start(config).await?;
    say(&running);
    tracing::info!(address = %running.address, key = %running.key, "listening");
    stop.await;
    tracing::info!("stopping");
    running.stop().await;
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
