//! A document as a plain tree, the way it comes out of the merging library.

use std::collections::BTreeMap;

/// One value of a document; the engine makes the tree, and this crate reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Node {
    /// Nothing.
    #[default]
    Null,
    /// A flag.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A text, or a merging text read out.
    Text(String),
    /// Named values.
    Map(BTreeMap<String, Node>),
    /// Values in order.
    List(Vec<Node>),
    /// Raw bytes.
    Bytes(Vec<u8>),
}

impl Node {
    /// Finds the node at a `/`-joined path; nothing where the path leaves the tree.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |node, key| node.entries()?.get(key))
    }

    /// Gives the named values, if this is a map.
    pub fn entries(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Gives the text, if this is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Tells whether nothing stands here: null, an empty text, or a map or list of such.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Map(entries) => entries.values().all(Self::is_blank),
            Self::List(values) => values.iter().all(Self::is_blank),
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::Flag(_) | Self::Integer(_) => false,
        }
    }

    /// Puts a node at a `/`-joined path and makes the maps on the way, replacing what is no map.
    pub fn put(&mut self, path: &str, value: Self) {
        let mut place = self;
        for key in path.split('/') {
            if !matches!(place, Self::Map(_)) {
                *place = Self::Map(BTreeMap::new());
            }
            let Self::Map(entries) = place else { return };
            place = entries.entry(key.to_owned()).or_default();
        }
        *place = value;
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests;
