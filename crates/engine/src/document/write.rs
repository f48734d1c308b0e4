//! How one value becomes operations of a change.

use std::collections::BTreeSet;

use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use domain::date::Moment;
use domain::node::Node;
use domain::sheet::{Field, FieldKind, Value};

use super::leaf::Leaves;
use super::{Committed, Document, DocumentError, options};
use crate::shape::Shape;
use crate::text::splices;

impl From<AutomergeError> for DocumentError {
    fn from(error: AutomergeError) -> Self {
        Self::Refused { reason: error.to_string() }
    }
}

/// The most operations of one change, below what is refused everywhere (protocol, section 8).
const MOST_OPERATIONS: usize = 60_000;

/// One change in the making.
pub(super) struct Writer<'a> {
    shape: Shape,
    change: Transaction<'a>,
    leaves: Leaves,
    marked: BTreeSet<String>,
}

impl Document {
    /// Makes one change; nothing where the work sets nothing.
    pub(super) fn write(
        &mut self,
        at: Moment,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), DocumentError>,
    ) -> Result<Option<Committed>, DocumentError> {
        let leaves = self.reading().leaves().clone();
        let (hash, leaves) = {
            let change = self.automerge.transaction();
            let mut writer = Writer { shape: self.shape, change, leaves, marked: BTreeSet::new() };
            // An error drops the transaction, which takes its operations back.
            work(&mut writer)?;
            let Writer { change, leaves, .. } = writer;
            if change.pending_ops() > MOST_OPERATIONS {
                return Err(DocumentError::TooMuchAtOnce { most: MOST_OPERATIONS });
            }
            (change.commit_with(options(at)).0, leaves)
        };
        if hash.is_some() {
            self.keep_reading(leaves);
        }
        Ok(hash.map(|hash| self.committed(&hash)))
    }
}

impl Writer<'_> {
    /// Makes the texts that stand alone, once and for all writers.
    pub(super) fn begin(&mut self) -> Result<(), DocumentError> {
        let single = |field: &&Field| !field.pattern.contains('*') && is_merging(field.kind);
        self.shape.fields().iter().filter(single).try_for_each(|field| self.make_text(field.pattern))
    }

    /// Sets one checked value; an edit of an entry's field keeps the entry.
    pub(super) fn set(&mut self, field: &Field, path: &str, value: &Value) -> Result<(), DocumentError> {
        if field.kind == FieldKind::Entry {
            return match value {
                Value::Remove => self.remove_entry(path),
                _ => self.make_entry(field, path),
            };
        }
        let entry = self.shape.entry_of(field, path).map(str::to_owned);
        if let (Some(entry), false) = (&entry, matches!(value, Value::Remove)) {
            let entry_field = self.shape.field_of(entry).expect("an entry of the table has its row");
            self.make_entry(entry_field, entry)?;
        }
        let changed = match (is_merging(field.kind), value) {
            (true, Value::Text(text)) => self.set_text(path, text)?,
            (true, _) => self.set_text(path, "")?,
            (false, value) => self.set_scalar(path, scalar_of(value))?,
        };
        if changed && let Some(entry) = entry.filter(|entry| self.leaves.contains_key(entry)) {
            self.mark(&entry)?;
        }
        for companion in self.shape.companions(path, value) {
            self.make_text(&companion)?;
        }
        Ok(())
    }

    /// Puts what a version had, without touching the entry around it.
    pub(super) fn restore(&mut self, path: &str, value: Option<&Node>) -> Result<(), DocumentError> {
        let merging = self.shape.field_of(path).is_some_and(|field| is_merging(field.kind));
        match (merging, value) {
            (true, value) => self.set_text(path, value.and_then(Node::text).unwrap_or_default())?,
            (false, value) => self.set_scalar(path, value.and_then(node_scalar))?,
        };
        Ok(())
    }

    /// Makes an entry with its empty texts; an entry that is there stays as it is.
    pub(super) fn make_entry(&mut self, field: &Field, path: &str) -> Result<(), DocumentError> {
        if self.leaves.contains_key(path) {
            return Ok(());
        }
        self.refuse_too_many(path)?;
        let inside = format!("{path}/");
        let old: Vec<String> = self
            .leaves
            .range(inside.clone()..)
            .map(|(key, _)| key)
            .take_while(|key| key.starts_with(&inside))
            .cloned()
            .collect();
        for key in old {
            self.restore(&key, None)?;
        }
        self.mark(path)?;
        for text in self.shape.fields().iter().filter(|text| is_merging(text.kind)) {
            if let Some(name) = text.pattern.strip_prefix(field.pattern).filter(|name| !name.contains('*')) {
                self.make_text(&format!("{path}{name}"))?;
            }
        }
        Ok(())
    }

    /// Makes an empty text where there is none.
    pub(super) fn make_text(&mut self, path: &str) -> Result<(), DocumentError> {
        if self.text_object(path)?.is_none() {
            self.change.put_object(ROOT, path, ObjType::Text)?;
        }
        Ok(())
    }

    /// Replaces every value of a path by one, also where several texts were made apart.
    pub(super) fn replace(&mut self, path: &str, value: &Node) -> Result<(), DocumentError> {
        let merging = self.shape.field_of(path).is_some_and(|field| is_merging(field.kind));
        if let (true, Node::Text(text)) = (merging, value) {
            let object = self.change.put_object(ROOT, path, ObjType::Text)?;
            self.change.splice_text(&object, 0, 0, text)?;
        } else if let Some(scalar) = node_scalar(value) {
            self.change.put(ROOT, path, scalar)?;
        }
        self.leaves.insert(path.to_owned(), value.clone());
        let entry =
            self.shape.field_of(path).and_then(|field| self.shape.entry_of(field, path)).map(str::to_owned);
        entry.map_or(Ok(()), |entry| self.mark(&entry))
    }

    /// Sets the key that says that an entry is there, once in a change. It says so whatever its flag
    /// is; the flag turns each time, because Automerge drops what sets the same value again.
    pub(super) fn mark(&mut self, entry: &str) -> Result<(), DocumentError> {
        if self.marked.insert(entry.to_owned()) {
            let now = self.change.get(ROOT, entry)?;
            let turned = now.and_then(|(value, _)| value.as_bool()).is_none_or(|flag| !flag);
            self.change.put(ROOT, entry, turned)?;
            self.leaves.insert(entry.to_owned(), Node::Flag(true));
        }
        Ok(())
    }

    pub(super) fn remove_entry(&mut self, path: &str) -> Result<(), DocumentError> {
        if self.leaves.remove(path).is_some() {
            self.change.delete(ROOT, path)?;
            self.marked.remove(path);
        }
        Ok(())
    }

    fn refuse_too_many(&self, path: &str) -> Result<(), DocumentError> {
        let Some((list, _)) = path.split_once('/') else { return Ok(()) };
        let prefix = format!("{list}/");
        let keys = self
            .leaves
            .range(prefix.clone()..)
            .map(|(key, _)| key)
            .take_while(|key| key.starts_with(&prefix));
        let most = self.shape.most_entries();
        if keys.filter(|key| key.matches('/').count() == 1).count() < most {
            return Ok(());
        }
        Err(DocumentError::TooManyEntries { list: list.to_owned(), most })
    }

    fn set_text(&mut self, path: &str, text: &str) -> Result<bool, DocumentError> {
        let (object, now) = match self.text_object(path)? {
            Some(found) => found,
            None if text.is_empty() => return Ok(false),
            None => (self.change.put_object(ROOT, path, ObjType::Text)?, String::new()),
        };
        let splices = splices(&now, text);
        for splice in splices.iter().rev() {
            let deleted = isize::try_from(splice.deleted).unwrap_or(isize::MAX);
            self.change.splice_text(&object, splice.position, deleted, &splice.inserted)?;
        }
        self.remember(path, Some(Node::Text(text.to_owned())).filter(|_| !text.is_empty()));
        Ok(!splices.is_empty())
    }

    // Positions of splices count what Automerge holds, so the text is read as it is and not as NFC.
    fn text_object(&self, path: &str) -> Result<Option<(ObjId, String)>, DocumentError> {
        let mut found: Option<(ObjId, String)> = None;
        for (value, object) in self.change.get_all(ROOT, path)? {
            if matches!(value, automerge::Value::Object(ObjType::Text)) {
                let text = self.change.text(&object)?;
                let hides = text.is_empty() && found.as_ref().is_some_and(|(_, other)| !other.is_empty());
                if !hides {
                    found = Some((object, text));
                }
            }
        }
        Ok(found)
    }

    fn set_scalar(&mut self, path: &str, scalar: Option<ScalarValue>) -> Result<bool, DocumentError> {
        let now = self.change.get_all(ROOT, path)?;
        let same = match (&now[..], &scalar) {
            ([], None) => true,
            ([(automerge::Value::Scalar(now), _)], Some(scalar)) => now.as_ref() == scalar,
            _ => false,
        };
        if same {
            return Ok(false);
        }
        self.remember(path, scalar.as_ref().map(super::leaf::value_node));
        if let Some(scalar) = scalar {
            self.change.put(ROOT, path, scalar)?;
        } else {
            self.change.delete(ROOT, path)?;
        }
        Ok(true)
    }

    fn remember(&mut self, path: &str, value: Option<Node>) {
        match value {
            Some(value) => self.leaves.insert(path.to_owned(), value),
            None => self.leaves.remove(path),
        };
    }
}

pub(super) fn is_merging(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Text | FieldKind::MergingLine)
}

fn scalar_of(value: &Value) -> Option<ScalarValue> {
    match value {
        Value::Text(text) if text.is_empty() => None,
        Value::Text(text) => Some(ScalarValue::Str(text.as_str().into())),
        Value::Number(number) => Some(ScalarValue::Str(number.to_string().as_str().into())),
        Value::Integer(number) => Some(ScalarValue::Int(*number)),
        Value::Flag(flag) => Some(ScalarValue::Boolean(*flag)),
        Value::Remove => None,
    }
}

fn node_scalar(node: &Node) -> Option<ScalarValue> {
    match node {
        Node::Text(text) => Some(ScalarValue::Str(text.as_str().into())),
        Node::Integer(number) => Some(ScalarValue::Int(*number)),
        Node::Flag(flag) => Some(ScalarValue::Boolean(*flag)),
        Node::Bytes(bytes) => Some(ScalarValue::Bytes(bytes.clone())),
        Node::Null | Node::Map(_) | Node::List(_) => None,
    }
}
