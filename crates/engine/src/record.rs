//! Decisions in the domain's words, and the same as they travel (protocol, section 6).

use domain::date::Moment;
use domain::id::{ChangeId, MemberId, RecordId};
use domain::record::{Part, Record, RecordBody, RecordKind};
use domain::role::{Role, Stage};
use domain::text::nfc;
use protocol::{Capacity, ChangeHash, DraftContent, EnvId, Header, RecordPayload, Value, Verb};

use crate::version::Binding;

mod body;

/// Why a record cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The words take more than 4 KiB.
    #[error("the text takes {bytes} bytes, of at most {most}")]
    TextTooLong {
        /// What they take.
        bytes: usize,
        /// What they may take.
        most: usize,
    },
    /// The verb binds a version, and none is given.
    #[error("{verb} speaks of a version")]
    VersionNeeded {
        /// The verb's name.
        verb: &'static str,
    },
    /// The body does not belong to the verb, or a field of it is missing or malformed.
    #[error("the body of {verb} is malformed")]
    Malformed {
        /// The verb's name.
        verb: &'static str,
    },
    /// The verb, the role or the stage is of a later version of the protocol.
    #[error("the record speaks of what this version does not know")]
    Unknown,
}

/// A decision before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The verb.
    pub kind: RecordKind,
    /// The role that it is made in, with its scope.
    pub capacity: Capacity,
    /// The stage, for approvals and returns.
    pub stage: Option<Stage>,
    /// The version that it is bound to, for verbs that bind one.
    pub version: Option<Binding>,
    /// The version that was looked at, for verbs that bind none.
    pub looked_at: Vec<ChangeHash>,
    /// The newest records on the same thing that the signer has seen.
    pub after: Vec<RecordId>,
    /// The record that adopted the rules in force.
    pub rules: Option<EnvId>,
    /// The signer's words.
    pub text: String,
    /// What the verb carries.
    pub body: RecordBody,
}

impl NewRecord {
    /// Begins a record without version, words or predecessors.
    pub fn new(kind: RecordKind, capacity: Capacity, body: RecordBody) -> Self {
        Self {
            kind,
            capacity,
            stage: None,
            version: None,
            looked_at: Vec::new(),
            after: Vec::new(),
            rules: None,
            text: String::new(),
            body,
        }
    }

    /// Gives the content of the envelope, ready to be signed.
    ///
    /// # Errors
    /// [`RecordError`] where the words are too long, the verb needs a version, or the body is of
    /// another verb.
    pub fn encode(&self) -> Result<DraftContent, RecordError> {
        let verb = Verb::from_code(self.kind.code()).ok_or(RecordError::Unknown)?;
        // `seen` says nothing but its heads (protocol, section 16).
        let speaks = self.kind != RecordKind::Seen;
        let text = if speaks { nfc(self.text.trim()) } else { String::new() };
        if text.len() > protocol::limits::RECORD_TEXT {
            return Err(RecordError::TextTooLong { bytes: text.len(), most: protocol::limits::RECORD_TEXT });
        }
        if verb.binds() && self.version.is_none() {
            return Err(RecordError::VersionNeeded { verb: self.kind.name() });
        }
        let version = self.version.as_ref().filter(|_| verb.binds());
        let mut after: Vec<EnvId> =
            self.after.iter().filter(|_| speaks).map(|id| EnvId::from_bytes(*id.as_bytes())).collect();
        after.sort_unstable();
        after.dedup();
        let payload = RecordPayload {
            content_hash: version.map(|version| version.content_hash),
            evidence_root: version.map(|version| version.evidence_root),
            after,
            rules: self.rules.filter(|_| speaks),
            text,
            body: body::encode(self.kind, &self.body)?,
        };
        Ok(DraftContent::Record {
            verb,
            capacity: self.capacity,
            stage: self.stage.and_then(|stage| protocol::Stage::from_code(stage.code().into())),
            heads: version.map_or_else(|| self.looked_at.clone(), |version| version.heads.clone()),
            payload,
        })
    }
}

/// Reads an admitted record.
///
/// # Errors
/// [`RecordError`] where the header or the body holds what this version does not read; the record
/// counts for nothing then.
pub fn decode(
    id: EnvId,
    header: &Header,
    payload: &RecordPayload,
    signer: protocol::MemberId,
    seq: Option<u64>,
) -> Result<Record, RecordError> {
    let kind = RecordKind::from_code(header.verb).ok_or(RecordError::Unknown)?;
    let capacity = header.ext.capacity.ok_or(RecordError::Malformed { verb: kind.name() })?;
    let body = body::decode(kind, &payload.body)?;
    Ok(Record {
        id: record_id(id),
        kind,
        signer: MemberId::from_bytes(signer.to_bytes()),
        capacity: Role::from_code(capacity.role.code()).ok_or(RecordError::Unknown)?,
        stage: header.ext.stage.and_then(|stage| Stage::from_code(stage.code())),
        part: body.part(),
        at: Moment::from_millis(header.ts),
        seq,
        after: payload.after.iter().copied().map(record_id).collect(),
        heads: header.heads.iter().map(|head| ChangeId::from_bytes(head.to_bytes())).collect(),
        content_hash: payload.content_hash.map(protocol::ContentHash::to_bytes),
        text: payload.text.clone(),
        body,
    })
}

/// Names a record by its envelope.
pub fn record_id(envelope: EnvId) -> RecordId {
    RecordId::from_bytes(envelope.to_bytes())
}

fn part_value(part: Part) -> Value {
    Value::Uint(part.code().into())
}

#[cfg(test)]
mod tests;
