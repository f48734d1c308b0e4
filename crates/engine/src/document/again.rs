//! Changes that have no effect: what they said, and the change that says it again (protocol, section 9).

use std::collections::HashSet;
use std::sync::Arc;

use automerge::Change;
use domain::date::Moment;
use domain::node::Node;
use domain::sheet::{FieldKind, Value};
use protocol::{ActorId, ChangeHash};

use super::leaf::differing;
use super::write::Writer;
use super::{Committed, Document, DocumentError, Edit, Reading, Readings, apply, from_automerge};
use crate::shape::Shape;

/// What lost changes were made on, and what the document said with them.
struct Lost {
    rests_on: Vec<automerge::ChangeHash>,
    before: Arc<Reading>,
    after: Arc<Reading>,
}

impl Document {
    /// Lists the fields that changes which are not in the document would set, each as it was written.
    ///
    /// # Errors
    /// [`DocumentError`] where the changes, first to last, do not fit the document.
    pub fn said_by(&self, chunks: &[Vec<u8>]) -> Result<Vec<Edit>, DocumentError> {
        let Some(lost) = self.lost(chunks)? else { return Ok(Vec::new()) };
        let said = |path: &str| Edit::new(path, lost.after.leaves().get(path).map_or(Value::Remove, value));
        Ok(lost.paths().into_iter().map(said).collect())
    }

    /// Says again in one change of `actor` what changes said that have no effect; nothing where they
    /// said nothing.
    ///
    /// The change stands where the lost ones stood, so it merges with what was written since as they
    /// would have: words join words, and a value that somebody else set as well waits for a choice.
    ///
    /// # Errors
    /// [`DocumentError`] where it cannot be said again; the document is as it was.
    pub fn say_again(
        &mut self,
        chunks: &[Vec<u8>],
        actor: ActorId,
        at: Moment,
    ) -> Result<Option<Committed>, DocumentError> {
        let Some(lost) = self.lost(chunks)? else { return Ok(None) };
        let actor = automerge::ActorId::from(actor.to_bytes());
        let automerge = self.automerge.fork_at(&lost.rests_on)?.with_actor(actor);
        let mut there = Self { shape: self.shape, automerge, readings: Readings::default() };
        let committed = there.write(at, |writer| lost.say(self.shape, writer))?;
        if let Some(again) = &committed {
            self.apply(&again.chunk)?;
        }
        Ok(committed)
    }

    fn lost(&self, chunks: &[Vec<u8>]) -> Result<Option<Lost>, DocumentError> {
        let read = |chunk: &'_ Vec<u8>| apply::read(chunk).map(|change| (chunk.clone(), change));
        let mut all = chunks.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        all.retain(|(_, change)| !self.has(&[from_automerge(change.hash())]));
        let (chunks, changes): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        if changes.is_empty() {
            return Ok(None);
        }
        let made: HashSet<_> = changes.iter().map(Change::hash).collect();
        let deps: HashSet<_> = changes.iter().flat_map(|change| change.deps().iter().copied()).collect();
        let rests_on: Vec<_> = deps.difference(&made).copied().collect();
        let heads: Vec<_> = made.difference(&deps).copied().collect();
        // Where they stood: what came since may have changes of the same actor with the same numbers.
        let automerge = self.automerge.fork_at(&rests_on)?;
        let mut whole = Self { shape: self.shape, automerge, readings: Readings::default() };
        for chunk in &chunks {
            whole.apply(chunk)?;
        }
        let version = |hashes: &[automerge::ChangeHash]| {
            let heads: Vec<ChangeHash> = hashes.iter().copied().map(from_automerge).collect();
            whole.reading_at(&heads).ok_or(DocumentError::UnknownVersion)
        };
        Ok(Some(Lost { before: version(&rests_on)?, after: version(&heads)?, rests_on }))
    }
}

impl Lost {
    fn paths(&self) -> Vec<&str> {
        differing(self.before.leaves(), self.after.leaves())
    }

    // Paths are sorted: an entry is made before its fields are set.
    fn say(&self, shape: Shape, writer: &mut Writer<'_>) -> Result<(), DocumentError> {
        let said = self.after.leaves();
        for path in self.paths() {
            let field = shape.field_of(path);
            match (field.filter(|field| field.kind == FieldKind::Entry), said.get(path)) {
                (Some(entry), Some(_)) => writer.make_entry(entry, path)?,
                (Some(_), None) => writer.remove_entry(path)?,
                (None, value) => writer.restore(path, value)?,
            }
            let entry = field.and_then(|field| shape.entry_of(field, path));
            if let Some(entry) = entry.filter(|entry| said.contains_key(*entry)) {
                writer.mark(entry)?;
            }
        }
        Ok(())
    }
}

fn value(node: &Node) -> Value {
    match node {
        Node::Text(text) => Value::Text(text.clone()),
        Node::Integer(number) => Value::Integer(*number),
        Node::Flag(flag) => Value::Flag(*flag),
        Node::Null | Node::Bytes(_) | Node::Map(_) | Node::List(_) => Value::Remove,
    }
}

#[cfg(test)]
mod tests;
