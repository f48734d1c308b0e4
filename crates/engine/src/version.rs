//! Versions: what a decision is bound to (protocol, section 3).

use std::collections::BTreeMap;

use domain::node::Node;
use protocol::{BlobId, ChangeHash, ContentHash, EvidenceRoot};

use crate::document::{Document, DocumentError};

/// Everything that a record says of the version that it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Hashes that name the version, sorted.
    pub heads: Vec<ChangeHash>,
    /// The hash of what the document says there.
    pub content_hash: ContentHash,
    /// The hash over the files that it names there.
    pub evidence_root: EvidenceRoot,
}

impl Document {
    /// Hashes what the document says at a version.
    ///
    /// # Errors
    /// [`DocumentError::UnknownVersion`] where the version is not here.
    pub fn content_hash(&self, heads: &[ChangeHash]) -> Result<ContentHash, DocumentError> {
        self.binding(heads).map(|binding| binding.content_hash)
    }

    /// Hashes the ids of the files that the document names at a version.
    ///
    /// # Errors
    /// [`DocumentError::UnknownVersion`] where the version is not here.
    pub fn evidence_root(&self, heads: &[ChangeHash]) -> Result<EvidenceRoot, DocumentError> {
        self.binding(heads).map(|binding| binding.evidence_root)
    }

    /// Gives what a record has to say to be bound to a version.
    ///
    /// # Errors
    /// [`DocumentError::UnknownVersion`] where the version is not here.
    pub fn binding(&self, heads: &[ChangeHash]) -> Result<Binding, DocumentError> {
        let reading = self.reading_at(heads).ok_or(DocumentError::UnknownVersion)?;
        let mut heads = heads.to_vec();
        heads.sort_unstable();
        heads.dedup();
        Ok(Binding { heads, content_hash: reading.content_hash(), evidence_root: root_of(&reading.node) })
    }
}

/// Hashes what a tree says.
pub(crate) fn hash_of(node: &Node) -> ContentHash {
    protocol::content_hash(&cbor(node))
}

fn root_of(node: &Node) -> EvidenceRoot {
    protocol::evidence_root(files(node))
}

/// Lists the files that a version names: originals and previews.
pub(crate) fn files(node: &Node) -> Vec<BlobId> {
    let items: Option<&BTreeMap<String, Node>> = node.at("evidence").and_then(Node::entries);
    let named = |item: &Node, key| item.at(key).and_then(Node::text).and_then(|id| id.parse().ok());
    items
        .into_iter()
        .flat_map(BTreeMap::values)
        .flat_map(|item| [named(item, "blob"), named(item, "preview")])
        .flatten()
        .collect()
}

/// Writes a tree as the value that is hashed: texts, maps by sorted key, lists in order, integers,
/// flags and bytes.
fn cbor(node: &Node) -> protocol::Value {
    match node {
        Node::Null => protocol::Value::Null,
        Node::Flag(flag) => protocol::Value::Bool(*flag),
        Node::Integer(number) => protocol::Value::int(*number),
        Node::Text(text) => protocol::Value::text(text),
        Node::Bytes(bytes) => protocol::Value::Bytes(bytes.clone()),
        Node::List(items) => protocol::Value::Array(items.iter().map(cbor).collect()),
        Node::Map(entries) => {
            protocol::Value::text_map(entries.iter().map(|(key, value)| (key.as_str(), cbor(value))))
        }
    }
}

/// Gives a version's short code, as printed forms carry it: the first eight digits of its content hash.
pub fn short_code(content_hash: &[u8; 32]) -> String {
    ContentHash::from_bytes(*content_hash).to_string()[..8].to_uppercase()
}

#[cfg(test)]
mod tests;
