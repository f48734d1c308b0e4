//! What a person does to a document: set fields, choose between values, leave the device.

use domain::date::Moment;
use domain::node::Node;
use domain::sheet::FieldKind;
use protocol::ActorId;

use super::write::Writer;
use super::{Committed, Document, DocumentError, Edit};

/// The most characters that are copied in one change: each is an operation, and a change of more
/// than 65,536 is refused everywhere (protocol, section 8).
const MOST_COPIED: usize = 40_000;

impl Document {
    /// Sets fields in order, all in one change, and gives the change; nothing where every field
    /// already says so.
    ///
    /// Setting a field of an entry that is not there makes the entry.
    ///
    /// # Errors
    /// [`DocumentError::Field`] or [`DocumentError::TooManyEntries`]; nothing is set then.
    pub fn edit(&mut self, edits: &[Edit], at: Moment) -> Result<Option<Committed>, DocumentError> {
        let shape = self.shape;
        let checked = edits
            .iter()
            .map(|edit| Ok((shape.check(&edit.path, &edit.value)?, edit.path.as_str())))
            .collect::<Result<Vec<_>, DocumentError>>()?;
        self.write(at, |writer| {
            for ((field, value), path) in &checked {
                writer.set(field, path, value)?;
            }
            Ok(())
        })
    }

    /// Chooses one of several values that were written apart; the others are gone from view and
    /// stay in the history.
    ///
    /// # Errors
    /// [`DocumentError::UnknownToken`] where no such value waits.
    pub fn choose(&mut self, path: &str, token: &str, at: Moment) -> Result<Committed, DocumentError> {
        let unknown = || DocumentError::UnknownToken { path: path.to_owned() };
        let conflict = self.conflict_at(path).ok_or_else(unknown)?;
        let chosen =
            conflict.candidates.into_iter().find(|candidate| candidate.token == token).ok_or_else(unknown)?;
        let committed = self.write(at, |writer| writer.replace(path, &chosen.value))?;
        committed.ok_or_else(unknown)
    }

    /// Makes the document anew, so that what was deleted in private never travels (protocol,
    /// section 5): in one change, or in few where the texts are longer than one change may carry.
    ///
    /// # Errors
    /// [`DocumentError`] where what is here cannot be written again.
    pub fn fresh_copy(&self, actor: ActorId, at: Moment) -> Result<(Self, Vec<Committed>), DocumentError> {
        let mut fresh = Self::new_empty(self.shape, actor);
        let reading = self.reading();
        let leaves = reading.leaves();
        let there =
            |path: &str| self.shape.field_of(path).is_none_or(|field| self.is_there(field, path, leaves));
        let kept: Vec<_> = leaves.iter().filter(|(path, _)| there(path)).collect();
        let mut changes = Vec::new();
        for (place, portion) in portions(&kept).into_iter().enumerate() {
            let change = fresh.write(at, |writer| {
                if place == 0 {
                    writer.begin()?;
                    self.texts_apart().iter().try_for_each(|path| writer.make_text(path))?;
                }
                portion.iter().try_for_each(|(path, value)| self.copy(writer, path, value))
            })?;
            changes.extend(change);
        }
        Ok((fresh, changes))
    }

    fn copy(&self, writer: &mut Writer<'_>, path: &str, value: &Node) -> Result<(), DocumentError> {
        match self.shape.field_of(path) {
            Some(field) if field.kind == FieldKind::Entry => writer.make_entry(field, path),
            _ => writer.restore(path, Some(value)),
        }
    }

    pub(super) fn begin(&mut self, at: Moment) -> Committed {
        let first = self.write(at, |writer: &mut Writer<'_>| -> Result<(), DocumentError> {
            writer.begin()?;
            Ok(())
        });
        first.ok().flatten().unwrap_or_else(|| self.empty_change(at))
    }

    // A shape without long texts still has a first change, so that every document has a version.
    fn empty_change(&mut self, at: Moment) -> Committed {
        let hash = self.automerge.empty_commit(super::options(at));
        self.committed(&hash)
    }

    /// Lists keyed texts that stand outside of entries, such as the plan of a month.
    fn texts_apart(&self) -> Vec<String> {
        use automerge::{ObjType, ROOT, ReadDoc, ValueRef};
        let keyed = |path: &str| {
            self.shape.field_of(path).is_some_and(|field| {
                field.pattern.contains('*') && self.shape.entry_of(field, path).is_none()
            })
        };
        let texts = self
            .automerge
            .map_range(ROOT, ..)
            .filter(|item| matches!(item.value, ValueRef::Object(ObjType::Text)));
        texts.map(|item| item.key.into_owned()).filter(|path| keyed(path)).collect()
    }
}

/// Cuts leaves into portions that fit one change each; there is always one.
fn portions<'a>(leaves: &[(&'a String, &'a Node)]) -> Vec<Vec<(&'a String, &'a Node)>> {
    let mut portions = vec![Vec::new()];
    let mut length = 0;
    for leaf in leaves {
        length += leaf.1.text().map_or(0, |text| text.chars().count()) + 4;
        if length > MOST_COPIED && portions.last().is_some_and(|portion| !portion.is_empty()) {
            portions.push(Vec::new());
            length = 0;
        }
        portions.last_mut().expect("there is always one").push(*leaf);
    }
    portions
}
