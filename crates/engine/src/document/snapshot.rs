//! A document saved whole, so that whoever comes later need not read every change (protocol, section 17).

use std::collections::HashMap;

use protocol::{ActorId, ChangeHash};

use super::{Document, DocumentError, from_automerge};

/// A change as a snapshot tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Its hash.
    pub hash: ChangeHash,
    /// Who made it.
    pub actor: ActorId,
    /// The actor's number.
    pub seq: u64,
}

/// A document saved whole, with what its header says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The bytes: nothing in them is deflated, so that nothing inflates, and neighbours can share words.
    pub bytes: Vec<u8>,
    /// The version that it holds, sorted.
    pub heads: Vec<ChangeHash>,
    /// How many changes it holds.
    pub n_changes: u64,
}

impl Document {
    /// Makes a snapshot and loads it once more; it counts when version and content are the same.
    ///
    /// # Errors
    /// [`DocumentError::Damaged`] where what was loaded is not what was saved.
    pub fn snapshot(&self) -> Result<Snapshot, DocumentError> {
        let snapshot = Snapshot {
            bytes: self.automerge.save_nocompress(),
            heads: self.heads(),
            n_changes: self.change_count(),
        };
        let actor = self.actor().ok_or_else(|| damaged("the actor has no proper id"))?;
        let loaded = Self::open(&snapshot, actor, self.shape)?;
        if loaded.content_hash(&snapshot.heads)? == self.content_hash(&snapshot.heads)? {
            Ok(snapshot)
        } else {
            Err(damaged("a snapshot says something else"))
        }
    }

    /// Merges a snapshot, and gives the changes that it holds. What is here and not in it stays.
    ///
    /// # Errors
    /// [`DocumentError`] where the bytes cannot be loaded, or hold another version than is said of them;
    /// the document is as it was.
    pub fn absorb(&mut self, snapshot: &Snapshot) -> Result<Vec<Numbered>, DocumentError> {
        let actor = self.actor().ok_or_else(|| damaged("the actor has no proper id"))?;
        let mut other = Self::open(snapshot, actor, self.shape)?;
        let gave_up = || DocumentError::Refused { reason: "the merging library gave up".into() };
        let changes = super::apply::guarded(|| other.numbered()).ok_or_else(gave_up)??;
        if self.change_count() == 0 {
            *self = other;
            return Ok(changes);
        }
        let mut merged = self.automerge.clone();
        match super::apply::guarded(|| merged.merge(&mut other.automerge).map(|_| merged)) {
            Some(Ok(merged)) => self.automerge = merged,
            Some(Err(error)) => return Err(DocumentError::Refused { reason: error.to_string() }),
            None => return Err(gave_up()),
        }
        Ok(changes)
    }

    /// Loads what its header says.
    fn open(snapshot: &Snapshot, actor: ActorId, shape: crate::Shape) -> Result<Self, DocumentError> {
        let loaded = Self::load(&snapshot.bytes, actor, shape)?;
        if loaded.heads() == snapshot.heads && loaded.change_count() == snapshot.n_changes {
            Ok(loaded)
        } else {
            Err(damaged("a snapshot holds another version than it says"))
        }
    }

    /// Lists the changes, whose operations must follow those that they rest on: a number that is far
    /// ahead leaves none for whoever writes next.
    fn numbered(&self) -> Result<Vec<Numbered>, DocumentError> {
        let mut last_operations = HashMap::new();
        let changes = self.automerge.get_changes_meta(&[]).into_iter().map(|change| {
            let rests_on = change.deps.iter().filter_map(|hash| last_operations.get(hash)).max().copied();
            if change.start_op != rests_on.unwrap_or(0) + 1 {
                return Err(damaged("operations follow nothing"));
            }
            last_operations.insert(change.hash, change.max_op);
            let actor = ActorId::try_from(change.actor.to_bytes());
            let actor = actor.map_err(|_| damaged("an actor has no proper id"))?;
            Ok(Numbered { hash: from_automerge(change.hash), actor, seq: change.seq })
        });
        changes.collect()
    }
}

fn damaged(reason: &str) -> DocumentError {
    DocumentError::Damaged { reason: reason.to_owned() }
}
