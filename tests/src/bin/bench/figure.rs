//! A measured figure beside what it should be.

use serde_json::json;

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Target {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
    /// Whatever it is: it is shown beside others.
    Shown,
}

/// One measured figure.
pub struct Figure {
    /// Its name, as the issue has it.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// How often it was measured.
    pub n: usize,
    /// What it should be.
    pub target: Target,
    /// How it was measured, and what one should know beside it.
    pub note: String,
}

impl Figure {
    /// Prints it as one JSON line.
    pub fn print(&self) {
        let (target, meets) = match self.target {
            Target::AtMost(most) => (Some(most), Some(self.value <= most)),
            Target::AtLeast(least) => (Some(least), Some(self.value >= least)),
            Target::Shown => (None, None),
        };
        let line = json!({
            "figure": self.name,
            "value": (self.value * 1_000.0).round() / 1_000.0,
            "unit": self.unit,
            "n": self.n,
            "target": target,
            "meets": meets,
            "note": self.note,
        });
        println!("{line}");
    }
}

impl Figure {
    /// A figure that was measured once.
    pub fn once(name: &'static str, value: f64, unit: &'static str, target: Target, note: String) -> Self {
        Self { name, value, unit, n: 1, target, note }
    }
}

/// The value that so many percent of the values do not pass.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// The middle value.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// Milliseconds since a moment.
pub fn milliseconds_since(start: std::time::Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}
