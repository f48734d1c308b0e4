//! `simulate`: does to schools what seeds say, and shows the least that breaks a rule.
#![allow(clippy::disallowed_methods, reason = "a tool of tests: its clock is this machine's")]

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use simulator::{Plan, Planted, run, shrink};

/// Simulates whole schools, one for each seed.
#[derive(Parser)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Only each so many-eth seed, to share them with other processes
    #[arg(long, default_value_t = 1)]
    step: u64,
    /// Prints what happens
    #[arg(long)]
    trace: bool,
    /// Weeks go by as well, in which the relay lets payloads go
    #[arg(long)]
    weeks: bool,
    /// A known bug that stands around the relay
    #[arg(long)]
    planted: Option<Planted>,
    /// Goes on after a seed that breaks a rule
    #[arg(long)]
    all: bool,
    /// Shows what broke as it is, with every operation
    #[arg(long)]
    whole: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let (mut held, mut broken) = (0, 0);
    for seed in (arguments.from..arguments.from + arguments.seeds).step_by(arguments.step.max(1) as usize) {
        let plan = if arguments.weeks { Plan::with_weeks(seed) } else { Plan::of(seed) };
        let outcome = run(&plan, arguments.planted);
        if arguments.trace {
            outcome.trace.iter().for_each(|line| println!("{line}"));
        }
        let Some(violation) = outcome.violation else {
            held += 1;
            println!("seed {seed} holds {}", &outcome.hash[..16]);
            continue;
        };
        println!("seed {seed} breaks: {violation}");
        if !arguments.whole {
            let least = shrink(&plan, arguments.planted, &violation);
            let shown = run(&least, arguments.planted);
            println!(
                "the least that breaks it, {} of {} operations:",
                least.operations.len(),
                plan.operations.len()
            );
            shown.trace.iter().for_each(|line| println!("  {line}"));
            println!("as a plan: {least:?}");
        }
        println!("again: cargo xtask simulate --seeds 1 --from {seed}");
        if !arguments.all {
            return ExitCode::FAILURE;
        }
        broken += 1;
    }
    println!("{held} schools hold, {:.1} s", begun.elapsed().as_secs_f64());
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
