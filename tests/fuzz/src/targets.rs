//! What is read of others, one function each.

mod answers;
mod bundles;
mod changes;
mod control;
mod envelopes;
mod records;
mod requests;

pub use bundles::{RELAY, frames, opened};
pub use changes::{author, base, body_of};
pub use envelopes::key;

/// A function of bytes that panics where something is wrong.
pub struct Target {
    /// What is read.
    pub name: &'static str,
    /// Reads it.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "header", run: envelopes::header },
    Target { name: "envelopes", run: envelopes::envelopes },
    Target { name: "control", run: control::control },
    Target { name: "records", run: records::records },
    Target { name: "changes", run: changes::changes },
    Target { name: "snapshots", run: changes::snapshots },
    Target { name: "manifest", run: requests::manifest },
    Target { name: "bundle_header", run: bundles::header },
    Target { name: "bundle", run: bundles::content },
    Target { name: "requests", run: requests::requests },
    Target { name: "answers", run: answers::answers },
    Target { name: "typed", run: answers::typed },
];

/// Finds a target by its name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Requires that what was read is written in a form that is read as the same.
fn stays<T: PartialEq + std::fmt::Debug, E: std::fmt::Debug>(
    input: &[u8],
    read: impl Fn(&[u8]) -> Result<T, E>,
    write: impl Fn(&T) -> Vec<u8>,
) -> Option<T> {
    let first = read(input).ok()?;
    let written = write(&first);
    assert_eq!(read(&written).as_ref().ok(), Some(&first), "what is written is read as it was");
    Some(first)
}

/// Requires that what was read has no other form than the one that it came in.
fn has_one_form<T: PartialEq + std::fmt::Debug, E: std::fmt::Debug>(
    input: &[u8],
    read: impl Fn(&[u8]) -> Result<T, E>,
    write: impl Fn(&T) -> Vec<u8>,
) -> Option<T> {
    let value = read(input).ok()?;
    assert_eq!(write(&value), input, "two forms of {value:?}");
    Some(value)
}
