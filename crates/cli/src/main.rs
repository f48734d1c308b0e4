//! `ssk`: the application in a terminal, by the same contract as the window.
//!
//! It knows no call by name and holds no rule: it passes JSON through. Errors go to stderr as
//! `{"error": {"code", "details", "retryable"}}` with exit code 2.
//!
//! ```text
//! ssk --home DIR calls                    every call with the JSON Schemas of request and answer
//! ssk --home DIR call NAME [JSON|@FILE|-] runs one call and prints its answer
//! ssk --home DIR sync [--once]            keeps in sync, or syncs once
//! ssk --home DIR log                      envelopes, newest first
//! ```

#![allow(clippy::disallowed_methods, reason = "a host reads the files it is given")]

mod input;
mod log;

use std::path::PathBuf;
use std::process::ExitCode;

use api::{Code, Error};
use clap::{Parser, Subcommand, ValueEnum};
use runtime::Application;
use serde_json::{Value, json};

/// Sổ Sáng Kiến in a terminal.
#[derive(Parser)]
#[command(name = "ssk", version)]
struct Arguments {
    /// The folder that holds this machine's profiles.
    #[arg(long, env = "SSK_HOME")]
    home: PathBuf,
    /// The profile to use; the one that was open last when it is not given.
    #[arg(long)]
    profile: Option<String>,
    /// The PIN of a profile that has one.
    #[arg(long, env = "SSK_PIN", hide_env_values = true)]
    pin: Option<String>,
    /// Where the keys of books without a PIN are kept; `file` for machines without a desktop.
    #[arg(long, env = "SSK_KEYS", default_value = "system")]
    keys: Keys,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum Keys {
    /// In the system's key store where it answers, else in a file that only the user may read.
    System,
    /// In the file, and the system's key store is not asked.
    File,
}

#[derive(Subcommand)]
enum Command {
    /// Lists every call with the JSON Schemas of request and answer.
    Calls,
    /// Runs one call.
    Call {
        /// The call's name.
        name: String,
        /// The request as JSON, `@FILE`, or `-` for standard input.
        request: Option<String>,
    },
    /// Keeps the profile in sync until it is stopped.
    Sync {
        /// Syncs once and ends.
        #[arg(long)]
        once: bool,
    },
    /// Lists envelopes, newest first.
    Log {
        /// Prints JSON instead of lines.
        #[arg(long)]
        json: bool,
        /// At most this many.
        #[arg(long, default_value_t = 200)]
        limit: u32,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "off".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", json!({ "error": error }));
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Error> {
    if let Command::Calls = arguments.command {
        print(&calls());
        return Ok(());
    }
    let key_store = match arguments.keys {
        Keys::System => Some(keystore::system()),
        Keys::File => None,
    };
    let application = Application::open_with(arguments.home, key_store).await?;
    enter(&application, arguments.profile, arguments.pin).await?;
    match arguments.command {
        Command::Calls => {}
        Command::Call { name, request } => {
            print(&application.call(&name, input::read(request.as_deref())?).await?);
        }
        Command::Sync { once: true } => print(&application.call("sync_now", Value::Null).await?),
        Command::Sync { once: false } => keep_in_sync(&application).await?,
        Command::Log { json, limit } => {
            let entries = application.call("read_log", json!({ "limit": limit })).await?;
            if json { print(&entries) } else { log::print(entries)? }
        }
    }
    Ok(())
}

/// Opens the profile that was named, and unlocks it with the PIN that was given.
async fn enter(application: &Application, profile: Option<String>, pin: Option<String>) -> Result<(), Error> {
    if let Some(profile) = profile {
        match application.call("open_profile", json!({ "profile": profile })).await {
            Err(failure) if failure.code != Code::Locked || pin.is_none() => return Err(failure),
            _ => {}
        }
    }
    let Some(pin) = pin else { return Ok(()) };
    match application.call("unlock", json!({ "pin": pin })).await {
        Err(failure) if failure.code != Code::NoProfile => Err(failure),
        _ => Ok(()),
    }
}

fn calls() -> Value {
    let describe = |call: &api::CallDescription| {
        let (request, answer) = api::schemas(call.name).unzip();
        json!({ "name": call.name, "doc": call.doc.trim(), "request": request, "answer": answer })
    };
    Value::Array(api::CALLS.iter().map(describe).collect())
}

/// Syncs until the process is asked to stop, and prints what became stale.
async fn keep_in_sync(application: &Application) -> Result<(), Error> {
    application.call("get_delivery", Value::Null).await?;
    let mut changes = application.subscribe();
    application.keep_in_sync();
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return Ok(()),
            changed = changes.recv() => match changed {
                Ok(topic) => print(&json!({ "changed": topic })),
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return Ok(()),
            },
        }
    }
}

fn print(value: &Value) {
    use std::io::Write as _;
    // A closed pipe is the reader's wish to see no more.
    let _ = writeln!(std::io::stdout(), "{value:#}");
}

/// An error of this program's own input.
fn bad_request(reason: impl std::fmt::Display) -> Error {
    Error::new(Code::BadRequest).with("reason", reason.to_string())
}
