//! What a relay tidies up once a day: payloads that snapshots stand for, pieces of files that nothing
//! names (protocol, sections 14 and 17).

use crate::blobs::Blobs;
use crate::clock;
use crate::relay::Relay;
use crate::school::School;
use crate::storage::{StorageError, Write};
use protocol::ChunkHash;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;

/// A relay that just started has other things to do.
const FIRST: Duration = Duration::from_mins(10);
const DAY: Duration = Duration::from_hours(24);

/// So old is a piece that nothing names before it goes: its entry may still come back to a relay that
/// was restored.
const PIECE: Duration = Duration::from_hours(30 * 24);

/// Keeps every school tidy until the relay stops.
pub(crate) async fn keep(relay: Arc<Relay>, mut stopping: watch::Receiver<bool>) {
    let mut wait = FIRST;
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = DAY;
        for school in relay.schools() {
            if let Err(error) = tidy(&school).await {
                tracing::error!(%error, "a school was not tidied up");
            }
        }
    }
}

/// Tidies one school; one that is being restored keeps all that it has.
pub(crate) async fn tidy(school: &Arc<School>) -> Result<(), StorageError> {
    if school.is_recovering() {
        return Ok(());
    }
    school.writer.write(Write::Compact { now: clock::now() }).await?;
    let school = Arc::clone(school);
    let removed = tokio::task::spawn_blocking(move || {
        let named = |chunk| Ok(!school.storage.blobs_with(chunk)?.is_empty());
        sweep(&school.blobs, SystemTime::now(), named)
    });
    let removed = removed.await.map_err(|_| StorageError::Stopped)??;
    if removed > 0 {
        tracing::info!(removed, "pieces of files that nothing names are gone");
    }
    Ok(())
}

/// Removes old pieces that nothing names, and what a write that was cut off left; tells how many.
fn sweep(
    blobs: &Blobs,
    now: SystemTime,
    named: impl Fn(ChunkHash) -> Result<bool, StorageError>,
) -> Result<usize, StorageError> {
    let mut removed = 0;
    for path in blobs.files()? {
        if !is_older(&path, now) {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let goes = match name.parse::<ChunkHash>() {
            Ok(chunk) => !named(chunk)?,
            Err(_) => Path::new(name).extension().is_some_and(|end| end == "part"),
        };
        if goes {
            std::fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// What has no age, or one from the future, stays.
fn is_older(path: &Path, now: SystemTime) -> bool {
    let modified = path.metadata().and_then(|file| file.modified());
    modified.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age >= PIECE))
}

#[cfg(test)]
mod tests;
