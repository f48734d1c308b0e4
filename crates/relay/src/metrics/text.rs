//! The text format of Prometheus, version 0.0.4.

use super::{Metrics, STEPS};
use crate::clock;
use crate::relay::Relay;
use crate::school::{PUSHED, School};
use crate::storage::{Figures, StorageError, Whose};
use std::fmt::{Display, Write};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

/// What is known of a school at one moment.
type Known = (Arc<School>, Figures);

/// A figure of schools: name, help, and where it is.
type OfSchools = (&'static str, &'static str, fn(&Figures) -> u64);

const OF_SCHOOLS: &[OfSchools] = &[
    ("school_entries", "Entries of the log.", |figures| figures.counts.entries),
    ("school_documents", "Documents.", |figures| figures.counts.documents),
    ("school_members", "Members.", |figures| figures.counts.members),
    ("school_devices", "Active devices.", |figures| figures.counts.devices),
    ("school_quarantined", "Envelopes of revoked devices that wait for an administrator.", |figures| {
        figures.counts.quarantined
    }),
    ("school_sessions", "Sessions that are open.", |figures| figures.sessions),
    ("school_files", "Files that are stored whole.", |figures| figures.files),
    ("school_file_bytes", "Bytes of files that are stored whole.", |figures| figures.file_bytes),
    ("school_database_bytes", "Size of the database.", |figures| figures.bytes),
    ("school_restored", "1 where the log goes on after a restore.", |figures| u64::from(figures.restored)),
];

/// Writes everything that is counted.
pub(crate) fn write(relay: &Relay) -> Result<String, StorageError> {
    let now = clock::now();
    let mut known: Vec<Known> = Vec::new();
    for school in relay.schools() {
        let figures = school.storage.figures(now)?;
        known.push((school, figures));
    }
    let mut text = Text::default();
    of_relay(&mut text, relay, now);
    of_schools(&mut text, &known);
    of_requests(&mut text, &relay.metrics);
    Ok(text.0)
}

fn of_relay(text: &mut Text, relay: &Relay, now: i64) {
    text.family("info", "gauge", "The version that runs.");
    text.sample("info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    text.family("clock_seconds", "gauge", "This machine's clock, in seconds since 1970.");
    text.sample("clock_seconds", &[], now / 1000);
    if let Some(free) = relay.disk.free() {
        text.family("disk_free_bytes", "gauge", "What is free on the disk of the data folder.");
        text.sample("disk_free_bytes", &[], free);
    }
    text.family("disk_reserve_bytes", "gauge", "Below this nothing new is taken.");
    text.sample("disk_reserve_bytes", &[], relay.disk.reserve());
    let quotas = [(Whose::Member, relay.quotas.member), (Whose::School, relay.quotas.school)];
    text.family("file_quota_bytes", "gauge", "What files of one member or of one school may take.");
    for (whose, limit) in quotas {
        if let Some(limit) = limit {
            text.sample("file_quota_bytes", &[("of", whose.name())], limit);
        }
    }
}

fn of_schools(text: &mut Text, known: &[Known]) {
    for (name, help, figure) in OF_SCHOOLS {
        text.family(name, "gauge", help);
        for (school, figures) in known {
            text.sample(name, &[("school", &school.space.to_string())], figure(figures));
        }
    }
    text.family(
        "school_recovering",
        "gauge",
        "1 while a restored school is refilled by its members' machines.",
    );
    for (school, _) in known {
        let recovering = u64::from(school.is_recovering());
        text.sample("school_recovering", &[("school", &school.space.to_string())], recovering);
    }
    text.family("school_commits_total", "counter", "Durable commits; several pushes may share one.");
    for (school, _) in known {
        let commits = *school.commits.borrow();
        text.sample("school_commits_total", &[("school", &school.space.to_string())], commits);
    }
    text.family("school_pushed_total", "counter", "Envelopes that were offered, by what became of them.");
    for (school, _) in known {
        for (outcome, count) in PUSHED.iter().zip(&school.pushed) {
            let labels = [("school", school.space.to_string()), ("outcome", (*outcome).to_owned())];
            let labels = labels.each_ref().map(|(name, value)| (*name, value.as_str()));
            text.sample("school_pushed_total", &labels, count.load(Ordering::Relaxed));
        }
    }
}

fn of_requests(text: &mut Text, metrics: &Metrics) {
    text.family("requests_running", "gauge", "Requests that wait for their answer, this one included.");
    text.sample("requests_running", &[], metrics.running.load(Ordering::Relaxed));
    text.family("refused_total", "counter", "Requests that were refused, by code of the protocol.");
    for (code, count) in metrics.refused.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        text.sample("refused_total", &[("code", code)], count);
    }
    let routes = metrics.routes.lock().unwrap_or_else(PoisonError::into_inner).clone();
    text.family("requests_total", "counter", "Requests that were answered.");
    for (path, route) in &routes {
        for (status, count) in route.answers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            text.sample("requests_total", &[("route", path), ("status", &status.to_string())], count);
        }
    }
    text.family("received_bytes_total", "counter", "Bytes of bodies that came, where their length was told.");
    for (path, route) in &routes {
        text.sample("received_bytes_total", &[("route", path)], route.received.load(Ordering::Relaxed));
    }
    text.family("sent_bytes_total", "counter", "Bytes of bodies that went out.");
    for (path, route) in &routes {
        text.sample("sent_bytes_total", &[("route", path)], route.sent.load(Ordering::Relaxed));
    }
    text.family("request_seconds", "histogram", "Time until an answer began; waiting for news included.");
    for (path, route) in &routes {
        let times = *route.times.lock().unwrap_or_else(PoisonError::into_inner);
        for (step, count) in STEPS.iter().zip(times.steps) {
            text.sample("request_seconds_bucket", &[("route", path), ("le", &step.to_string())], count);
        }
        text.sample("request_seconds_bucket", &[("route", path), ("le", "+Inf")], times.count);
        text.sample("request_seconds_sum", &[("route", path)], times.seconds);
        text.sample("request_seconds_count", &[("route", path)], times.count);
    }
}

/// The text so far.
#[derive(Default)]
struct Text(String);

impl Text {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP ssk_relay_{name} {help}\n# TYPE ssk_relay_{name} {kind}");
    }

    /// Writes one number; the values of labels here need no escape.
    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let _ = write!(self.0, "ssk_relay_{name}");
        for (index, (label, text)) in labels.iter().enumerate() {
            let before = if index == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{text}\"");
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{end} {value}");
    }
}
