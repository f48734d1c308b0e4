//! A document that merges: Automerge behind a flat table of fields.
//!
//! Every field is one key of the root map, named by its whole path (`results/<id>/baseline`), so two
//! people who make the same container apart can lose nothing: there is no container. Long texts are
//! Automerge texts; an entry of a list is there while its own key (`results/<id>`) is set, and every
//! edit of one of its fields sets that key anew, so that an edit outlives a removal made apart.

use automerge::{
    Automerge, LoadOptions, ReadDoc, TextEncoding, VerificationMode, transaction::CommitOptions,
};
use domain::date::Moment;
use domain::sheet::{FieldError, Value};
use protocol::{ActorId, ChangeHash};

use crate::shape::Shape;

mod again;
mod apply;
mod conflict;
mod edit;
mod leaf;
mod reading;
mod snapshot;
mod undo;
mod write;

pub use conflict::{Candidate, Conflict};
pub(crate) use reading::Reading;
use reading::Readings;
pub use snapshot::{Numbered, Snapshot};

/// Why a document cannot be read, changed or merged; it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A value does not fit its field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A list has as many entries as it may have.
    #[error("{list} holds at most {most} entries")]
    TooManyEntries {
        /// The list.
        list: String,
        /// The most entries.
        most: usize,
    },
    /// More letters are set at once than one change may carry.
    #[error("one change holds at most {most} letters")]
    TooMuchAtOnce {
        /// The most letters and values of one change.
        most: usize,
    },
    /// The bytes are no document or no change, or their checksum does not fit.
    #[error("the bytes are damaged: {reason}")]
    Damaged {
        /// What the reader met.
        reason: String,
    },
    /// Changes that this one rests on are not here.
    #[error("{} changes are missing", missing.len())]
    MissingChanges {
        /// Their hashes.
        missing: Vec<ChangeHash>,
    },
    /// The change repeats a number of its actor, or its contents contradict the document.
    #[error("the change does not fit the document: {reason}")]
    Refused {
        /// What the merging library says.
        reason: String,
    },
    /// A version or a change is named that is not here.
    #[error("the version is not here")]
    UnknownVersion,
    /// No value with this token waits for a choice at the path.
    #[error("no such value waits at {path}")]
    UnknownToken {
        /// The path.
        path: String,
    },
}

/// One value to be set at one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The field's path.
    pub path: String,
    /// The value, as a person typed it.
    pub value: Value,
}

impl Edit {
    /// Names a path and its new value.
    pub fn new(path: impl Into<String>, value: Value) -> Self {
        Self { path: path.into(), value }
    }
}

/// One change as it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The raw change chunk (type 1).
    pub chunk: Vec<u8>,
    /// Its hash.
    pub hash: ChangeHash,
}

/// Văn bản chung: one document that its writers share, with its whole history.
#[derive(Clone, Debug)]
pub struct Document {
    shape: Shape,
    automerge: Automerge,
    readings: Readings,
}

impl Document {
    /// Begins a document: the first change makes every single long text, so that two people who
    /// begin to write in one apart write in the same one.
    pub fn new(shape: Shape, actor: ActorId, at: Moment) -> (Self, Committed) {
        let mut document = Self::new_empty(shape, actor);
        let first = document.begin(at);
        (document, first)
    }

    /// Gives a document without any change, to apply the first one to.
    pub fn new_empty(shape: Shape, actor: ActorId) -> Self {
        let automerge = Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint)
            .with_actor(automerge::ActorId::from(actor.to_bytes()));
        Self { shape, automerge, readings: Readings::default() }
    }

    /// Loads a saved document and verifies it; `actor` signs the changes made from here on.
    ///
    /// # Errors
    /// [`DocumentError::Damaged`] where the bytes are no saved document.
    pub fn load(bytes: &[u8], actor: ActorId, shape: Shape) -> Result<Self, DocumentError> {
        let options = || {
            LoadOptions::new()
                .verification_mode(VerificationMode::Check)
                .text_encoding(TextEncoding::UnicodeCodePoint)
        };
        let damaged = |reason: String| DocumentError::Damaged { reason };
        let automerge = apply::guarded(|| Automerge::load_with_options(bytes, options()))
            .ok_or_else(|| damaged("the reader gave up".into()))?
            .map_err(|error| damaged(error.to_string()))?
            .with_actor(automerge::ActorId::from(actor.to_bytes()));
        Ok(Self { shape, automerge, readings: Readings::default() })
    }

    /// Gives the bytes to keep: the document with its whole history, compact.
    pub fn save(&self) -> Vec<u8> {
        // A browser's processor is slower than its storage is small.
        if cfg!(target_arch = "wasm32") { self.automerge.save_nocompress() } else { self.automerge.save() }
    }

    /// Gives what kind of document it is.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Gives the actor that signs changes made here.
    pub fn actor(&self) -> Option<ActorId> {
        ActorId::try_from(self.automerge.get_actor().to_bytes()).ok()
    }

    /// Gives the hashes that name the present version, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.automerge.get_heads().into_iter().map(from_automerge).collect();
        heads.sort_unstable();
        heads
    }

    /// Tells whether a version or a change is here.
    pub fn has(&self, heads: &[ChangeHash]) -> bool {
        heads.iter().all(|hash| self.automerge.get_change_meta_by_hash(&to_automerge(hash)).is_some())
    }

    /// Gives the raw chunks of every change, each after those that it rests on.
    pub fn changes(&self) -> Vec<Committed> {
        let chunk = |change: &automerge::Change| Committed {
            chunk: change.raw_bytes().to_vec(),
            hash: from_automerge(change.hash()),
        };
        self.automerge.get_changes(&[]).iter().map(chunk).collect()
    }

    /// Counts the changes.
    pub fn change_count(&self) -> u64 {
        self.automerge.stats().num_changes
    }

    fn committed(&self, hash: &automerge::ChangeHash) -> Committed {
        let change = self.automerge.get_change_by_hash(hash).expect("a change that was just made is here");
        Committed { chunk: change.raw_bytes().to_vec(), hash: from_automerge(*hash) }
    }
}

fn options(at: Moment) -> CommitOptions {
    CommitOptions::default().with_time(at.millis().div_euclid(1000))
}

fn from_automerge(hash: automerge::ChangeHash) -> ChangeHash {
    ChangeHash::from_bytes(hash.0)
}

fn to_automerge(hash: &ChangeHash) -> automerge::ChangeHash {
    automerge::ChangeHash(hash.to_bytes())
}

fn all_to_automerge(heads: &[ChangeHash]) -> Vec<automerge::ChangeHash> {
    heads.iter().map(to_automerge).collect()
}

#[cfg(test)]
mod tests;
