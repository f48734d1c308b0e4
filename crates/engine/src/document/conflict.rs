//! Hai giá trị khác nhau: single values that were written apart.

use automerge::{ROOT, ReadDoc};
use domain::node::Node;
use domain::sheet::FieldKind;
use protocol::ActorId;

use super::Document;

/// One field with several values; the first is the one shown meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The field's path.
    pub path: String,
    /// The values that differ, at least two.
    pub candidates: Vec<Candidate>,
}

/// One of several values of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Names it for [`Document::choose`]; the same on every machine.
    pub token: String,
    /// The value.
    pub value: Node,
    /// The actor that wrote it.
    pub actor: ActorId,
}

impl Document {
    /// Lists every field of what is there whose values differ; equal values written apart are no
    /// conflict.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let several: Vec<String> = self
            .automerge
            .map_range(ROOT, ..)
            .filter(|item| item.conflict)
            .map(|item| item.key.into_owned())
            .collect();
        if several.is_empty() {
            return Vec::new();
        }
        let reading = self.reading();
        let is_shown = |path: &str| {
            let field = self.shape.field_of(path).filter(|field| field.kind != FieldKind::Entry);
            field.is_some_and(|field| self.is_there(field, path, reading.leaves()))
        };
        several.iter().filter(|path| is_shown(path)).filter_map(|path| self.conflict_at(path)).collect()
    }

    pub(super) fn conflict_at(&self, path: &str) -> Option<Conflict> {
        let mut candidates: Vec<Candidate> = Vec::new();
        // Automerge lists the winner last.
        for (value, id) in self.automerge.get_all(ROOT, path).ok()?.into_iter().rev() {
            let value = match value {
                automerge::Value::Scalar(scalar) => super::leaf::value_node(&scalar),
                automerge::Value::Object(_) => Node::Text(self.text(&id, None)),
            };
            let known = candidates.iter().any(|candidate| candidate.value == value);
            if let (false, false, Some(actor)) = (known, value.is_blank(), actor_of(&id)) {
                candidates.push(Candidate { token: id.to_string(), value, actor });
            }
        }
        (candidates.len() > 1).then(|| Conflict { path: path.to_owned(), candidates })
    }
}

fn actor_of(id: &automerge::ObjId) -> Option<ActorId> {
    match id {
        automerge::ObjId::Root => None,
        automerge::ObjId::Id(_, actor, _) => ActorId::try_from(actor.to_bytes()).ok(),
    }
}
