//! What differs between two versions of a document, field by field (T-7).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::node::Node;
use crate::record::Part;
use crate::sheet::{Class, FIELDS, Field, FieldKind};

mod alike;

pub use alike::to_decide;

named! {
    /// What happened to a field or entry.
    DifferenceKind {
        /// It was not there before.
        Added = "added",
        /// It is no longer there.
        Removed = "removed",
        /// It has another value.
        Changed = "changed",
    }
}

/// A value as a person reads it; choices and ids are still names that the interface translates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A text, choice, day or id.
    Text(String),
    /// An exact number.
    Number(Decimal),
    /// A whole number.
    Integer(i64),
    /// An element of a set is there.
    Present,
    /// A whole entry with its fields, in the order of the sheet.
    Entry(Vec<ShownField>),
}

/// One field of a whole entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownField {
    /// The path below the entry: `unit`, `quantities/<id>`.
    pub field: String,
    /// Its value.
    pub value: Shown,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The path of the field or entry.
    pub path: String,
    /// Whether it asks for re-approval.
    pub class: Class,
    /// Whether it belongs to the registration; the dossier contains everything.
    pub in_registration: bool,
    /// What happened.
    pub kind: DifferenceKind,
    /// The value before.
    pub before: Option<Shown>,
    /// The value after.
    pub after: Option<Shown>,
}

/// How many fields of a part differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changes {
    /// Those that ask for re-approval.
    pub material: u32,
    /// Those that do not ("không ảnh hưởng").
    pub editorial: u32,
}

impl Changes {
    /// Counts the differences that touch a part.
    pub fn count(differences: &[Difference], part: Part) -> Self {
        let mut changes = Self::default();
        for difference in differences.iter().filter(|difference| difference.touches(part)) {
            match difference.class {
                Class::Material => changes.material += 1,
                Class::Editorial => changes.editorial += 1,
            }
        }
        changes
    }

    /// Tells whether nothing differs.
    pub const fn is_none(self) -> bool {
        self.material == 0 && self.editorial == 0
    }
}

impl Difference {
    /// Tells whether the difference touches a part: the dossier contains everything.
    pub const fn touches(&self, part: Part) -> bool {
        self.in_registration || matches!(part, Part::Dossier)
    }
}

/// Lists the differences between two versions, in the order of the sheet, those of one entry together.
///
/// An entry that only one version has is one difference; the order of lists is none.
pub fn differences(before: &Node, after: &Node) -> Vec<Difference> {
    let mut found: Vec<(usize, String, usize, Difference)> = Vec::new();
    let mut whole: BTreeSet<String> = BTreeSet::new();
    for (row, field) in FIELDS.iter().enumerate().filter(|(_, field)| field.kind != FieldKind::Order) {
        for path in paths(field.pattern, before, after) {
            if whole.iter().any(|entry| path.starts_with(entry.as_str())) {
                continue;
            }
            let Some(difference) = compare(field, &path, before, after) else { continue };
            if field.kind == FieldKind::Entry {
                whole.insert(format!("{path}/"));
            }
            let (list, key) = list_and_key(field.pattern, &path);
            found.push((list, key, row, difference));
        }
    }
    found.sort_by(|one, other| {
        (one.0, &one.1, one.2, &one.3.path).cmp(&(other.0, &other.1, other.2, &other.3.path))
    });
    found.into_iter().map(|(_, _, _, difference)| difference).collect()
}

fn list_and_key(pattern: &str, path: &str) -> (usize, String) {
    let list = pattern.split('/').next().unwrap_or_default();
    let row =
        FIELDS.iter().position(|field| field.pattern.split('/').next() == Some(list)).unwrap_or_default();
    let key = if pattern.contains('/') { path.split('/').nth(1).unwrap_or_default() } else { "" };
    (row, key.to_owned())
}

/// Lists the paths that fit a pattern in either version.
fn paths(pattern: &str, before: &Node, after: &Node) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for tree in [before, after] {
        walk(tree, pattern, String::new(), &mut paths);
    }
    paths
}

fn walk(node: &Node, pattern: &str, path: String, paths: &mut BTreeSet<String>) {
    let (key, rest) = pattern.split_once('/').map_or((pattern, None), |(key, rest)| (key, Some(rest)));
    let Some(entries) = node.entries() else { return };
    let wanted = entries.iter().filter(|(name, _)| key == "*" || key == name.as_str());
    for (name, child) in wanted {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        match rest {
            Some(rest) => walk(child, rest, path, paths),
            None => {
                paths.insert(path);
            }
        }
    }
}

fn compare(field: &Field, path: &str, before: &Node, after: &Node) -> Option<Difference> {
    let (was, is) = (present(field, before.at(path)), present(field, after.at(path)));
    let kind = match (was, is) {
        (None, Some(_)) => DifferenceKind::Added,
        (Some(_), None) => DifferenceKind::Removed,
        (Some(_), Some(_)) if field.kind == FieldKind::Entry => return None,
        (Some(was), Some(is)) if shown(field, path, was) != shown(field, path, is) => DifferenceKind::Changed,
        _ => return None,
    };
    Some(Difference {
        path: path.to_owned(),
        class: field.class,
        in_registration: field.in_registration,
        kind,
        before: was.map(|node| shown(field, path, node)),
        after: is.map(|node| shown(field, path, node)),
    })
}

/// Finds a value; a blank text and a flag that is off are no values.
fn present<'a>(field: &Field, node: Option<&'a Node>) -> Option<&'a Node> {
    node.filter(|node| match field.kind {
        FieldKind::Entry => node.entries().is_some(),
        FieldKind::Element => **node == Node::Flag(true),
        _ => !node.is_blank(),
    })
}

fn shown(field: &Field, path: &str, node: &Node) -> Shown {
    match (field.kind, node) {
        (FieldKind::Entry, node) => Shown::Entry(entry_fields(path, node)),
        (FieldKind::Element, _) => Shown::Present,
        (FieldKind::Decimal, Node::Text(text)) => {
            text.parse().map_or_else(|_| Shown::Text(text.clone()), Shown::Number)
        }
        (FieldKind::Decimal, Node::Integer(number)) => {
            Decimal::from_whole(*number).map_or(Shown::Integer(*number), Shown::Number)
        }
        (_, Node::Integer(number)) => Shown::Integer(*number),
        (_, node) => Shown::Text(node.text().unwrap_or_default().to_owned()),
    }
}

fn entry_fields(path: &str, node: &Node) -> Vec<ShownField> {
    let list = path.split('/').next().unwrap_or_default();
    let prefix = format!("{list}/*/");
    let rows = FIELDS.iter().filter_map(|field| Some((field, field.pattern.strip_prefix(&prefix)?)));
    let mut fields = Vec::new();
    for (field, pattern) in rows.filter(|(field, _)| field.kind != FieldKind::Order) {
        for below in paths(pattern, node, &Node::Null) {
            if let Some(value) = present(field, node.at(&below)) {
                fields.push(ShownField { value: shown(field, path, value), field: below });
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests;
