//! Taking back one change of this machine, and nothing that others did since.

use std::sync::Arc;

use automerge::ReadDoc;
use domain::date::Moment;
use domain::node::Node;
use domain::sheet::FieldKind;
use protocol::ChangeHash;

use super::leaf::{Leaves, differing};
use super::write::{Writer, is_merging};
use super::{Committed, Document, DocumentError, Reading, from_automerge, to_automerge};
use crate::shape::Shape;
use crate::text::merged;

impl Document {
    /// Takes one change back and gives the change that does so; nothing where all that it did has
    /// been changed again since.
    ///
    /// A value that somebody set again stays; in a long text only the words of this change go.
    ///
    /// # Errors
    /// [`DocumentError::UnknownVersion`] where the change is not here.
    pub fn undo(&mut self, hash: &ChangeHash, at: Moment) -> Result<Option<Committed>, DocumentError> {
        let unknown = || DocumentError::UnknownVersion;
        let change = self.automerge.get_change_by_hash(&to_automerge(hash)).ok_or_else(unknown)?;
        let rests_on: Vec<ChangeHash> = change.deps().iter().copied().map(from_automerge).collect();
        let steps = Steps {
            shape: self.shape,
            before: self.reading_at(&rests_on).ok_or_else(unknown)?,
            after: self.reading_at(&[*hash]).ok_or_else(unknown)?,
            now: self.reading(),
        };
        self.write(at, |writer| steps.take_back(writer))
    }
}

struct Steps {
    shape: Shape,
    before: Arc<Reading>,
    after: Arc<Reading>,
    now: Arc<Reading>,
}

impl Steps {
    fn take_back(&self, writer: &mut Writer<'_>) -> Result<(), DocumentError> {
        let (entries, values): (Vec<_>, Vec<_>) = differing(self.before.leaves(), self.after.leaves())
            .into_iter()
            .partition(|path| self.is_entry(path));
        // An entry that somebody has written in since stays, with all its fields.
        let kept: Vec<&str> =
            entries.iter().copied().filter(|entry| self.was_made(entry) && self.touched(entry)).collect();
        for path in values {
            if !kept.iter().any(|entry| inside(entry, path)) {
                self.take_back_value(writer, path)?;
            }
        }
        for entry in entries {
            if !self.was_made(entry) {
                writer.mark(entry)?;
            } else if !kept.contains(&entry) {
                writer.remove_entry(entry)?;
            }
        }
        Ok(())
    }

    fn take_back_value(&self, writer: &mut Writer<'_>, path: &str) -> Result<(), DocumentError> {
        let (before, after, now) =
            (self.before.leaves().get(path), self.after.leaves().get(path), self.now.leaves().get(path));
        if now == after {
            return writer.restore(path, before);
        }
        if self.shape.field_of(path).is_some_and(|field| is_merging(field.kind)) {
            let text = |node: Option<&Node>| node.and_then(Node::text).unwrap_or_default().to_owned();
            let merged = merged(&text(after), &text(before), &text(now));
            return writer.restore(path, Some(&Node::Text(merged)));
        }
        Ok(())
    }

    fn is_entry(&self, path: &str) -> bool {
        self.shape.field_of(path).is_some_and(|field| field.kind == FieldKind::Entry)
    }

    fn was_made(&self, entry: &str) -> bool {
        !self.before.leaves().contains_key(entry)
    }

    fn touched(&self, entry: &str) -> bool {
        let fields = |leaves: &Leaves| -> Vec<(String, Node)> {
            leaves
                .iter()
                .filter(|(path, _)| inside(entry, path))
                .map(|(path, node)| (path.clone(), node.clone()))
                .collect()
        };
        fields(self.after.leaves()) != fields(self.now.leaves())
    }
}

fn inside(entry: &str, path: &str) -> bool {
    path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/'))
}
