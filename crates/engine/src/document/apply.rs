//! Changes of others: one at a time or many at once, checked before they touch the document.

use std::collections::HashSet;

use automerge::{Automerge, Change, ReadDoc};
use protocol::ChangeHash;

use super::{Document, DocumentError, from_automerge};

/// Where a chunk's checksum lies: after the magic of four bytes.
const CHECKSUM: std::ops::Range<usize> = 4..8;

impl Document {
    /// Merges one change, given as its raw chunk, and gives its hash; a change that is here already
    /// is no error.
    ///
    /// # Errors
    /// [`DocumentError`] says why the change is refused; the document is as it was and can be used.
    pub fn apply(&mut self, chunk: &[u8]) -> Result<ChangeHash, DocumentError> {
        let change = read(chunk)?;
        let hash = change.hash();
        if self.automerge.get_change_meta_by_hash(&hash).is_some() {
            return Ok(from_automerge(hash));
        }
        self.require(change.deps())?;
        // On a copy: after a refusal or a panic in the middle of a merge, the document is as it was.
        let mut merged = self.automerge.clone();
        merge(&mut merged, vec![change])?;
        self.automerge = merged;
        Ok(from_automerge(hash))
    }

    /// Merges many changes at once, in whatever order they come; changes that are here already are no
    /// error. Much faster than one by one.
    ///
    /// # Errors
    /// [`DocumentError`] says why a change is refused. Some of the others may be merged then: the
    /// document is to be built again, change by change.
    pub fn apply_all(&mut self, chunks: &[Vec<u8>]) -> Result<(), DocumentError> {
        let (mut changes, mut coming) = (Vec::new(), HashSet::new());
        for chunk in chunks {
            let change = read(chunk)?;
            if self.automerge.get_change_meta_by_hash(&change.hash()).is_none()
                && coming.insert(change.hash())
            {
                changes.push(change);
            }
        }
        for change in &changes {
            let rest: Vec<_> = change.deps().iter().filter(|hash| !coming.contains(hash)).copied().collect();
            self.require(&rest)?;
        }
        merge(&mut self.automerge, changes)
    }

    // A change with missing dependencies would wait silently in Automerge's queue (protocol, section 20).
    fn require(&self, dependencies: &[automerge::ChangeHash]) -> Result<(), DocumentError> {
        let here = |hash: &&automerge::ChangeHash| self.automerge.get_change_meta_by_hash(hash).is_none();
        let missing: Vec<_> = dependencies.iter().filter(here).map(|hash| from_automerge(*hash)).collect();
        if missing.is_empty() { Ok(()) } else { Err(DocumentError::MissingChanges { missing }) }
    }
}

/// Merges changes that are not here yet; after an error nothing in the document can be trusted.
fn merge(automerge: &mut Automerge, changes: Vec<Change>) -> Result<(), DocumentError> {
    let refused = |reason: String| DocumentError::Refused { reason };
    let (before, expected) = (automerge.get_heads(), automerge.stats().num_changes + changes.len() as u64);
    guarded(|| automerge.apply_changes(changes))
        .ok_or_else(|| refused("the merging library gave up".into()))?
        .map_err(|error| refused(error.to_string()))?;
    let whole = automerge.stats().num_changes == expected;
    if whole && guarded(|| are_kept_whole(automerge, &before)) == Some(true) {
        Ok(())
    } else {
        Err(refused("a change says what is lost when it is saved".into()))
    }
}

/// Tells whether every change that came after a version can be read out again as it came in. The
/// merging library drops what makes no sense to it, such as a value that is said to replace one of
/// another field, or numbers of operations that do not follow those before; what it saves then cannot be
/// loaded by anybody.
fn are_kept_whole(automerge: &Automerge, before: &[automerge::ChangeHash]) -> bool {
    let last_operation = |hash| automerge.get_change_meta_by_hash(hash).map_or(0, |change| change.max_op);
    automerge.get_changes(before).iter().all(|change| {
        let rests_on = change.deps().iter().map(last_operation).max().unwrap_or(0);
        change.start_op().get() == rests_on + 1 && automerge.get_change_meta_by_hash(&change.hash()).is_some()
    })
}

/// Reads one change and compares its checksum.
pub(super) fn read(chunk: &[u8]) -> Result<Change, DocumentError> {
    let damaged = |reason: String| DocumentError::Damaged { reason };
    let change = guarded(|| Change::try_from(chunk))
        .ok_or_else(|| damaged("the reader gave up".into()))?
        .map_err(|error| damaged(error.to_string()))?;
    // Automerge does not compare the checksum here; such a change would fail when it is loaded again.
    if chunk.get(CHECKSUM) != change.hash().0.get(..4) {
        return Err(damaged("the checksum does not fit".into()));
    }
    Ok(change)
}

/// Runs code of the merging library that may panic on hostile input; nothing where it did.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// In a browser a panic ends the worker, which is started again and loads what was saved.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::unnecessary_wraps, reason = "the native twin can fail")]
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    Some(work())
}
