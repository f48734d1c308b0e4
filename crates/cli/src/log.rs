//! Envelopes as lines.

use api::{Error, LogEntry};
use serde_json::Value;

use crate::bad_request;

/// Prints entries, newest first: place, status, day and time, who, what, about what.
pub fn print(entries: Value) -> Result<(), Error> {
    use std::io::Write as _;
    let entries: Vec<LogEntry> = serde_json::from_value(entries).map_err(bad_request)?;
    let mut out = std::io::stdout().lock();
    for entry in entries {
        let place = entry.seq.map_or_else(|| "-".to_owned(), |seq| seq.to_string());
        let what = entry.verb.as_deref().unwrap_or(&entry.kind);
        let capacity = entry.capacity.map(|role| format!(" ({role})")).unwrap_or_default();
        let why = entry.code.map(|code| format!(" [{code}]")).unwrap_or_default();
        let about = entry.title.unwrap_or_else(|| entry.doc[..8].to_owned());
        let (hour, minute) = entry.at.hour_minute();
        let line = format!(
            "{place:>7}  {:<9}{why}  {} {hour:02}:{minute:02}  {}{capacity}  {what}  {about}  {} B  {}",
            entry.status,
            entry.at.date(),
            entry.signer,
            entry.bytes,
            &entry.id[..12],
        );
        // A closed pipe is the reader's wish to see no more.
        if writeln!(out, "{line}").is_err() {
            break;
        }
    }
    Ok(())
}
