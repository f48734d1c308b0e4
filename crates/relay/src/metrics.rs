//! What the relay counts while it runs, and how that is written for Prometheus.
//!
//! The text format is a name, labels and a number a line, which is less than a crate for it would ask
//! for. Labels are routes, codes and schools; nobody's name, key or address is in them.

mod counting;
mod text;

pub(crate) use counting::count;
pub(crate) use text::write;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the steps into which durations are sorted, in seconds. A pull that waits for news lies
/// in the last ones.
const STEPS: [f64; 9] = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0, 120.0];

/// What was counted since the relay started.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<String, Arc<Route>>>,
    refused: Mutex<BTreeMap<&'static str, u64>>,
    running: AtomicU64,
}

/// What was counted of one route.
#[derive(Debug, Default)]
pub(crate) struct Route {
    answers: Mutex<BTreeMap<u16, u64>>,
    times: Mutex<Times>,
    received: AtomicU64,
    sent: AtomicU64,
}

/// How long requests took until their answer began.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    steps: [u64; STEPS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    fn route(&self, path: &str) -> Arc<Route> {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(route) = routes.get(path) {
            return Arc::clone(route);
        }
        Arc::clone(routes.entry(path.to_owned()).or_default())
    }

    fn refused(&self, code: &'static str) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(code).or_default() += 1;
    }
}

impl Route {
    fn answered(&self, status: u16, took: Duration) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(status).or_default() += 1;
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = took.as_secs_f64();
        times.count += 1;
        times.seconds += seconds;
        for (count, step) in times.steps.iter_mut().zip(STEPS) {
            *count += u64::from(seconds <= step);
        }
    }

    fn sent(&self, bytes: usize) {
        self.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}
