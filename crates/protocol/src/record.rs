//! The payload of records, and those bodies that admission itself reads (protocol section 6).

mod bodies;

pub use bodies::{AssignReviewer, EraseAttachment, HandOver, Open, Share, Writers};

use crate::cbor::{Malformed, Reader, Value, Writer};
use crate::id::{ContentHash, EnvId, EvidenceRoot};
use crate::limits;
use unicode_normalization::is_nfc;

/// What a record says beside its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPayload {
    /// What the version spoken of says; only of verbs that bind one.
    pub content_hash: Option<ContentHash>,
    /// The files that the version names; only of verbs that bind one.
    pub evidence_root: Option<EvidenceRoot>,
    /// The newest records on the same thing that the signer had seen, sorted.
    pub after: Vec<EnvId>,
    /// The record that adopted the rules in force.
    pub rules: Option<EnvId>,
    /// The signer's words in NFC, at most 4 KiB.
    pub text: String,
    /// The fields of domain.md section 2.1 by number, 1, 2, 3 …
    pub body: Value,
}

impl Default for RecordPayload {
    fn default() -> Self {
        Self {
            content_hash: None,
            evidence_root: None,
            after: Vec::new(),
            rules: None,
            text: String::new(),
            body: Value::Map(Vec::new()),
        }
    }
}

impl RecordPayload {
    /// Builds a payload that has a body and nothing else.
    pub fn with_body(body: Value) -> Self {
        Self { body, ..Self::default() }
    }

    /// Encodes the payload in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(6);
        writer.bytes_or_null(self.content_hash);
        writer.bytes_or_null(self.evidence_root);
        writer.list(self.after.iter());
        writer.bytes_or_null(self.rules);
        writer.text(&self.text);
        self.body.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes a payload and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(6)?;
        let payload = Self {
            content_hash: reader.id_or_null()?,
            evidence_root: reader.id_or_null()?,
            after: reader.list(Reader::id)?,
            rules: reader.id_or_null()?,
            text: reader.text()?.to_owned(),
            body: reader.value()?,
        };
        let fits = payload.text.len() <= limits::RECORD_TEXT
            && is_nfc(&payload.text)
            && payload
                .body
                .as_map()
                .is_some_and(|fields| fields.iter().all(|(key, _)| key.as_u64().is_some()))
            && payload.after.is_sorted_by(|a, b| a < b)
            && payload.to_bytes() == bytes;
        if fits { Ok(payload) } else { Err(Malformed) }
    }
}
