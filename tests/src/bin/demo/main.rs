//! Makes the demonstration school (THCS An Bình) through the same calls that people make: several
//! dozen real profiles, a real relay, one school year.
//!
//! ```text
//! demo --out DIR [--listen 127.0.0.1:7420]
//! ```
//! Afterwards `DIR/relay` is the relay's data folder and `DIR/homes/<name>` one home a person.
#![allow(clippy::disallowed_methods, missing_docs, reason = "a program that owns its files and its clock")]

mod cast;
mod files;
mod plan;
mod story;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;

/// Makes the demonstration school.
#[derive(Parser)]
struct Arguments {
    /// Where the relay's folder and everybody's homes are made; must not exist or be empty.
    #[arg(long)]
    out: PathBuf,
    /// Where the relay listens; profiles remember this address.
    #[arg(long, default_value = "127.0.0.1:7420")]
    listen: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let used = std::fs::read_dir(&arguments.out).is_ok_and(|mut entries| entries.next().is_some());
    anyhow::ensure!(!used, "{} is not empty", arguments.out.display());
    std::fs::create_dir_all(&arguments.out).context("the folder cannot be made")?;
    let started = std::time::Instant::now();
    let cast = cast::Cast::gather(&arguments.out, &arguments.listen).await?;
    story::tell(&cast, &plan::initiatives()?).await?;
    cast.part().await;
    println!("demo school in {} ({:.0} s)", arguments.out.display(), started.elapsed().as_secs_f32());
    Ok(())
}
