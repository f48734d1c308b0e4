//! Where every target begins: real values of every kind, with the same bytes in every run.

mod bytes;
mod signed;

use crate::targets::TARGETS;

/// An input that a target begins with.
pub struct Seed {
    /// Of which target.
    pub target: &'static str,
    /// What it is.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes the seeds of every target.
pub fn seeds() -> Vec<Seed> {
    TARGETS.iter().flat_map(|target| of(target.name)).collect()
}

fn of(target: &'static str) -> Vec<Seed> {
    let made = match target {
        "header" => signed::headers(),
        "envelopes" => signed::pushes(),
        "control" => signed::entries(),
        "records" => signed::records(),
        "changes" => bytes::changes(),
        "snapshots" => bytes::snapshots(),
        "manifest" => bytes::manifests(),
        "bundle_header" => bytes::bundles(),
        "bundle" => bytes::contents(),
        "requests" => bytes::requests(),
        "answers" => bytes::answers(),
        _ => bytes::typed(),
    };
    made.into_iter().map(|(name, bytes)| Seed { target, name, bytes }).collect()
}
