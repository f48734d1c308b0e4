//! What stands in a document at a version: leaves by path, and the tree that the domain reads.

use std::collections::BTreeMap;

use automerge::iter::MapRangeItem;
use automerge::{ObjId, ObjType, ROOT, ReadDoc, ScalarValueRef, ValueRef};
use domain::node::Node;
use domain::sheet::{Field, FieldKind};
use domain::text::nfc;
use protocol::ChangeHash;

use super::Document;
use super::write::is_merging;

/// Keys of other applications' versions are kept in the tree up to this depth and length.
const DEEPEST_KEY: usize = 8;
const LONGEST_KEY: usize = 256;

/// Leaves by path, with entries that were removed still in it.
pub(super) type Leaves = BTreeMap<String, Node>;

impl Document {
    /// Reads the present version as a tree.
    pub fn node(&self) -> Node {
        self.reading().node.clone()
    }

    /// Reads an earlier version as a tree; nothing where it is not here.
    pub fn node_at(&self, heads: &[ChangeHash]) -> Option<Node> {
        self.reading_at(heads).map(|reading| reading.node.clone())
    }

    pub(super) fn leaves(&self, heads: Option<&[automerge::ChangeHash]>) -> Leaves {
        let read = |item: MapRangeItem<'_>| self.leaf(item, heads);
        match heads {
            None => self.automerge.map_range(ROOT, ..).filter_map(read).collect(),
            Some(heads) => self.automerge.map_range_at(ROOT, .., heads).filter_map(read).collect(),
        }
    }

    fn leaf(
        &self,
        item: MapRangeItem<'_>,
        heads: Option<&[automerge::ChangeHash]>,
    ) -> Option<(String, Node)> {
        // What is no text hides no text that is written to, whoever put it there.
        let may_be_text = matches!(item.value, ValueRef::Object(ObjType::Text)) || self.is_text(&item.key);
        let shown = if item.conflict && may_be_text { self.shown_text(&item.key, heads) } else { None };
        let value = match &item.value {
            _ if shown.is_some() => shown.map_or(Node::Null, |(_, text)| Node::Text(text)),
            ValueRef::Object(ObjType::Text) => Node::Text(self.text(&item.id(), heads)),
            ValueRef::Object(_) => Node::Null,
            ValueRef::Scalar(ScalarValueRef::Boolean(_)) if self.is_entry(&item.key) => Node::Flag(true),
            ValueRef::Scalar(scalar) => scalar_node(scalar),
        };
        let nothing = matches!(&value, Node::Null) || matches!(&value, Node::Text(text) if text.is_empty());
        (!nothing).then(|| (item.key.into_owned(), value))
    }

    pub(super) fn text(&self, object: &ObjId, heads: Option<&[automerge::ChangeHash]>) -> String {
        let text = match heads {
            None => self.automerge.text(object),
            Some(heads) => self.automerge.text_at(object, heads),
        };
        nfc(&text.unwrap_or_default())
    }

    /// Finds the text object that is shown and written to where two were made apart: the winner,
    /// unless it is empty and another is not.
    pub(super) fn shown_text(
        &self,
        path: &str,
        heads: Option<&[automerge::ChangeHash]>,
    ) -> Option<(ObjId, String)> {
        let all = match heads {
            None => self.automerge.get_all(ROOT, path),
            Some(heads) => self.automerge.get_all_at(ROOT, path, heads),
        };
        let mut texts: Vec<(ObjId, String)> = all
            .unwrap_or_default()
            .into_iter()
            .filter(|(value, _)| matches!(value, automerge::Value::Object(ObjType::Text)))
            .map(|(_, object)| {
                let text = self.text(&object, heads);
                (object, text)
            })
            .collect();
        let written = texts.iter().rposition(|(_, text)| !text.is_empty());
        let shown = written.or(texts.len().checked_sub(1))?;
        Some(texts.swap_remove(shown))
    }

    fn is_entry(&self, path: &str) -> bool {
        self.shape.field_of(path).is_some_and(|field| field.kind == FieldKind::Entry)
    }

    fn is_text(&self, path: &str) -> bool {
        self.shape.field_of(path).is_some_and(|field| is_merging(field.kind))
    }

    pub(super) fn tree(&self, leaves: &Leaves) -> Node {
        let mut tree = Node::Map(BTreeMap::new());
        let mut unknown = Vec::new();
        for (path, value) in leaves {
            match self.shape.field_of(path) {
                Some(field) if self.is_there(field, path, leaves) => put_known(&mut tree, field, path, value),
                Some(_) => {}
                None => unknown.push((path, value)),
            }
        }
        for (path, value) in unknown {
            put_unknown(&mut tree, path, value);
        }
        tree
    }

    /// Tells whether a field is no part of a list's entry, or of an entry that is there.
    pub(super) fn is_there(&self, field: &Field, path: &str, leaves: &Leaves) -> bool {
        self.shape.entry_of(field, path).is_none_or(|entry| leaves.get(entry) == Some(&Node::Flag(true)))
    }
}

/// Lists the paths at which two versions differ, sorted.
pub(super) fn differing<'a>(before: &'a Leaves, after: &'a Leaves) -> Vec<&'a str> {
    let changed = |path: &&String| before.get(*path) != after.get(*path);
    let mut paths: Vec<&str> =
        before.keys().chain(after.keys()).filter(changed).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

fn put_known(tree: &mut Node, field: &Field, path: &str, value: &Node) {
    match field.kind {
        FieldKind::Entry if *value == Node::Flag(true) => tree.put(path, Node::Map(BTreeMap::new())),
        FieldKind::Entry => {}
        FieldKind::Element if *value != Node::Flag(true) => {}
        _ => tree.put(path, value.clone()),
    }
}

/// Puts what a later version of the application wrote where it hides nothing that this one knows.
fn put_unknown(tree: &mut Node, path: &str, value: &Node) {
    let keys: Vec<&str> = path.split('/').collect();
    let odd = keys.len() > DEEPEST_KEY || path.len() > LONGEST_KEY || keys.iter().any(|key| key.is_empty());
    let mut place = &*tree;
    for key in &keys {
        let Node::Map(entries) = place else { return };
        let Some(next) = entries.get(*key) else {
            if !odd {
                tree.put(path, value.clone());
            }
            return;
        };
        place = next;
    }
}

/// Floats, counters and what Automerge may add later are no content of ours and read as nothing.
fn scalar_node(scalar: &ScalarValueRef<'_>) -> Node {
    match scalar {
        ScalarValueRef::Bytes(bytes) => Node::Bytes(bytes.to_vec()),
        ScalarValueRef::Str(text) => Node::Text(nfc(text)),
        ScalarValueRef::Int(number) => Node::Integer(*number),
        ScalarValueRef::Uint(number) => i64::try_from(*number).map_or(Node::Null, Node::Integer),
        ScalarValueRef::Boolean(flag) => Node::Flag(*flag),
        _ => Node::Null,
    }
}

pub(super) fn value_node(scalar: &automerge::ScalarValue) -> Node {
    scalar_node(&scalar.clone().into())
}
