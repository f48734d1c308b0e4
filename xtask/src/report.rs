//! One line a step while it runs, one table at the end, and the sum of all tests.

use std::time::{Duration, Instant};

use anyhow::Result;

/// How many tests a step ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
}

impl Tally {
    /// A step that counts as one test.
    pub fn one(held: bool) -> Self {
        Self { passed: u64::from(held), failed: u64::from(!held) }
    }

    /// Adds up the `test result:` lines of a run; a run that broke off counts as one failure.
    pub fn of_test_run(lines: &[String], success: bool) -> Self {
        let mut sum = Self::default();
        for line in lines.iter().filter_map(|line| line.trim().strip_prefix("test result:")) {
            sum.passed += count(line, "passed");
            sum.failed += count(line, "failed");
        }
        if !success && sum.failed == 0 {
            sum.failed = 1;
        }
        sum
    }
}

/// The number before a word in `ok. 12 passed; 0 failed; 0 ignored`.
fn count(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ';']).filter(|part| !part.is_empty()).collect();
    words.windows(2).filter(|pair| pair[1] == word).find_map(|pair| pair[0].parse().ok()).unwrap_or(0)
}

struct Step {
    name: &'static str,
    tally: Tally,
    took: Duration,
}

/// The steps of a test run.
#[derive(Default)]
pub struct Report {
    steps: Vec<Step>,
}

impl Report {
    /// Runs a step, says how it went, and tells whether it held.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Tally>) -> bool {
        println!("\n▸ {name}");
        let start = Instant::now();
        let tally = work().unwrap_or_else(|error| {
            println!("  {error:#}");
            Tally::one(false)
        });
        let step = Step { name, tally, took: start.elapsed() };
        println!("{}", step.line());
        self.steps.push(step);
        tally.failed == 0
    }

    /// Notes a step that could not run because an earlier one failed.
    pub fn skip(&mut self, name: &'static str) {
        println!("\n▸ {name}\n✗ {name}: not run, since what it needs did not build");
        self.steps.push(Step { name, tally: Tally::one(false), took: Duration::ZERO });
    }

    /// Prints the table and the closing line; true when everything held.
    pub fn close(self) -> bool {
        println!();
        let mut sum = Tally::default();
        for step in &self.steps {
            println!("{}", step.line());
            sum.passed += step.tally.passed;
            sum.failed += step.tally.failed;
        }
        println!("\n{} passed, {} failed", sum.passed, sum.failed);
        sum.failed == 0
    }
}

impl Step {
    fn line(&self) -> String {
        let mark = if self.tally.failed == 0 { '✓' } else { '✗' };
        let Tally { passed, failed } = self.tally;
        let seconds = self.took.as_secs();
        format!(
            "{mark} {:<34} {passed:>5} passed {failed:>4} failed {:>3}:{:02}",
            self.name,
            seconds / 60,
            seconds % 60
        )
    }
}

#[cfg(test)]
mod tests;
