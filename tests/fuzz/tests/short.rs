//! The short run: what is kept, and what a seed makes of it, through every target.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use fuzz::{Mutations, TARGETS, Target, check, kept, seeds};

/// Inputs that are made for each target; each takes less than a millisecond.
const MADE: usize = 3_000;

/// Runs one input, and names it where the target breaks.
fn holds(target: &Target, name: &str, input: &[u8]) {
    let held = catch_unwind(AssertUnwindSafe(|| check(target, input)));
    assert!(held.is_ok(), "{} breaks on {name}: {input:02x?}", target.name);
}

fn short_run(target: &Target) {
    let kept = kept(target.name);
    for (name, input) in &kept {
        holds(target, name, input);
    }
    for (number, input) in Mutations::of(&kept, 2_017).take(MADE).enumerate() {
        holds(target, &format!("made input {number}"), &input);
    }
}

#[test]
fn every_target_bears_its_corpus_and_what_is_made_of_it() {
    // Naming where a reader gave up takes more memory than the reader.
    std::panic::set_hook(Box::new(|gave_up| eprintln!("{gave_up}")));
    std::thread::scope(|scope| {
        let runs: Vec<_> = TARGETS.iter().map(|target| scope.spawn(|| short_run(target))).collect();
        let broken = runs.into_iter().map(std::thread::ScopedJoinHandle::join).filter(Result::is_err).count();
        assert_eq!(broken, 0, "targets broke; what they broke on stands above");
    });
}

#[test]
fn the_corpus_is_what_it_is_made_from_and_every_target_has_one() {
    for target in TARGETS {
        let (kept, made) = (kept(target.name), seeds());
        let mut made = made.iter().filter(|seed| seed.target == target.name).peekable();
        assert!(made.peek().is_some(), "{} has no seed", target.name);
        for seed in made {
            let there = kept.iter().any(|(name, bytes)| *name == seed.name && *bytes == seed.bytes);
            assert!(there, "{}/{} is not as it is made; run the program `seeds`", seed.target, seed.name);
        }
    }
}

#[test]
#[should_panic(expected = "bytes of memory, of at most")]
fn an_input_that_takes_too_much_memory_is_a_finding() {
    let greedy = Target { name: "greedy", run: |input| drop(vec![1_u8; input.len() << 20]) };
    check(&greedy, &[0; 64]);
}
