//! What a document says at its versions, each read once: a version never changes.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::id::MemberId;
use domain::initiative::Initiative;
use domain::node::Node;
use protocol::{ChangeHash, ContentHash};

use super::leaf::Leaves;
use super::{Document, all_to_automerge};
use crate::version::hash_of;

/// Versions of one document that are kept read.
const KEPT: usize = 16;

/// What a document says at one version.
#[derive(Debug)]
pub(crate) struct Reading {
    leaves: Leaves,
    /// The tree that the domain reads.
    pub(crate) node: Node,
    participants: OnceLock<BTreeSet<MemberId>>,
    content_hash: OnceLock<ContentHash>,
}

impl Reading {
    pub(super) fn leaves(&self) -> &Leaves {
        &self.leaves
    }

    /// Gives the authors and the sponsor.
    pub(crate) fn participants(&self) -> &BTreeSet<MemberId> {
        self.participants.get_or_init(|| Initiative::read(&self.node).participants())
    }

    /// Gives the content hash.
    pub(crate) fn content_hash(&self) -> ContentHash {
        *self.content_hash.get_or_init(|| hash_of(&self.node))
    }
}

/// The versions that were read last, the newest first; copies of a document share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings(Arc<Mutex<Vec<Kept>>>);

type Kept = (Vec<ChangeHash>, Arc<Reading>);

impl Readings {
    fn find(&self, heads: &[ChangeHash]) -> Option<Arc<Reading>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| known == heads)?;
        kept[..=place].rotate_right(1);
        Some(kept[0].1.clone())
    }

    fn keep(&self, heads: Vec<ChangeHash>, reading: Arc<Reading>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.insert(0, (heads, reading));
    }
}

impl Document {
    /// Reads versions and the present one now, so that whoever asks for them next need not wait.
    pub fn read_ahead(&self, versions: &[Vec<ChangeHash>]) {
        for reading in versions.iter().filter_map(|heads| self.reading_at(heads)).chain([self.reading()]) {
            reading.content_hash();
        }
    }

    /// Reads the present version.
    pub(crate) fn reading(&self) -> Arc<Reading> {
        let heads = self.heads();
        let found = self.readings.find(&heads);
        found.unwrap_or_else(|| self.read(heads, self.leaves(None)))
    }

    /// Reads a version; nothing where it is not here.
    pub(crate) fn reading_at(&self, heads: &[ChangeHash]) -> Option<Arc<Reading>> {
        let mut heads = heads.to_vec();
        heads.sort_unstable();
        heads.dedup();
        if heads == self.heads() {
            return Some(self.reading());
        }
        if let Some(reading) = self.readings.find(&heads) {
            return Some(reading);
        }
        if !self.has(&heads) {
            return None;
        }
        let leaves = self.leaves(Some(&all_to_automerge(&heads)));
        Some(self.read(heads, leaves))
    }

    /// Keeps what the present version says, as whoever changed it knows.
    pub(super) fn keep_reading(&self, leaves: Leaves) {
        debug_assert_eq!(leaves, self.leaves(None), "the writer knows what it wrote");
        self.read(self.heads(), leaves);
    }

    fn read(&self, heads: Vec<ChangeHash>, leaves: Leaves) -> Arc<Reading> {
        let node = self.tree(&leaves);
        let (participants, content_hash) = (OnceLock::new(), OnceLock::new());
        let reading = Arc::new(Reading { leaves, node, participants, content_hash });
        self.readings.keep(heads, reading.clone());
        reading
    }
}
