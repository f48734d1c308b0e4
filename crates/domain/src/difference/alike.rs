//! Giống hệt nhau: what is to be decided, without what makes two sheets two.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, differences, entry_fields};
use crate::node::Node;
use crate::record::Part;
use crate::sheet::{Class, FIELDS, Field, FieldKind};

/// Lists what is to be decided of a part, sorted: two initiatives with equal lists are identical to
/// whoever decides.
///
/// At the first decision, with nothing before, that is every field of the part except the title;
/// later it is the material differences. An entry is named by what it says and not by its id, so
/// authors by their shares; in a difference they keep their names, because who is added is what is
/// decided. The files that are there belong to it in either case.
pub fn to_decide(before: Option<&Node>, now: &Node, part: Part) -> Vec<String> {
    let nothing = Node::default();
    let counts = |difference: &&Difference| match before {
        None => difference.path != "title",
        Some(_) => difference.class == Class::Material,
    };
    let mut lines: Vec<String> = differences(before.unwrap_or(&nothing), now)
        .iter()
        .filter(|difference| difference.touches(part))
        .filter(counts)
        .map(|difference| line(difference, before))
        .chain(files(now))
        .collect();
    lines.sort_unstable();
    lines
}

fn line(difference: &Difference, before: Option<&Node>) -> String {
    let path = difference.path.as_str();
    let entry = entry_of(path).filter(|(list, ..)| before.is_none() || *list != "authors");
    let (place, said) = match entry {
        Some((list, entry, rest)) => {
            let was = before.and_then(|before| before.at(entry));
            (format!("{list}/*{rest}"), was.map(|was| entry_fields(entry, was)))
        }
        None => (path.to_owned(), None),
    };
    serde_json::to_string(&(place, said, &difference.before, &difference.after))
        .expect("names, texts and numbers can be written")
}

/// Divides the path of an entry, or of a field in one: its list, the entry, and what follows.
fn entry_of(path: &str) -> Option<(&str, &str, &str)> {
    let (list, below) = path.split_once('/')?;
    let is_its =
        |field: &Field| field.kind == FieldKind::Entry && field.pattern.strip_suffix("/*") == Some(list);
    if !FIELDS.iter().any(is_its) {
        return None;
    }
    let id = below.split('/').next()?;
    let (entry, rest) = path.split_at(list.len() + 1 + id.len());
    Some((list, entry, rest))
}

/// Names each file once: the same picture in two places is the same evidence.
fn files(now: &Node) -> BTreeSet<String> {
    let items = now.at("evidence").and_then(Node::entries).into_iter().flat_map(BTreeMap::values);
    items.filter_map(|item| item.at("blob")?.text()).map(|blob| format!("file {blob}")).collect()
}

#[cfg(test)]
mod tests;
