//! How a device writes an envelope.

use super::Envelope;
use crate::cbor::Writer;
use crate::class::Stage;
use crate::codec::{self, Codec};
use crate::control::ControlBody;
use crate::derive;
use crate::header::{Enc, Ext, Header, Kind};
use crate::id::{ChangeHash, DeviceKey, DocId, EnvId, SpaceId};
use crate::keys::{Signature, SigningKey};
use crate::manifest::Manifest;
use crate::record::RecordPayload;
use crate::role::Capacity;
use crate::verb::Verb;

/// Where an author's next envelope stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its number.
    pub aseq: u64,
    /// The author's envelope before.
    pub aprev: EnvId,
    /// The newest control entry that the author has applied; for a control entry the head.
    pub control: EnvId,
}

impl Next {
    /// The place of a device's first envelope.
    pub const fn first(control: EnvId) -> Self {
        Self { aseq: 1, aprev: EnvId::ZERO, control }
    }
}

/// What an envelope is to carry.
#[derive(Clone, Debug)]
pub enum DraftContent {
    /// Raw Automerge chunks (`raw_bytes()`) and their hashes, in order, at most 64.
    Changes {
        /// The chunks.
        chunks: Vec<Vec<u8>>,
        /// Their hashes.
        hashes: Vec<ChangeHash>,
    },
    /// A signed fact.
    Record {
        /// What it says.
        verb: Verb,
        /// In which role.
        capacity: Capacity,
        /// Of `approve` and `return`: at which stage.
        stage: Option<Stage>,
        /// The version that it speaks of.
        heads: Vec<ChangeHash>,
        /// The rest.
        payload: RecordPayload,
    },
    /// An entry of the control log.
    Control(ControlBody),
    /// The manifest of a file.
    Blob(Manifest),
    /// Takes envelopes of the document back from quarantine.
    Readmit(Vec<EnvId>),
    /// A document saved whole.
    Snapshot {
        /// The bytes of `save()`.
        bytes: Vec<u8>,
        /// The heads it covers.
        heads: Vec<ChangeHash>,
        /// The log's number up to which it covers.
        covered_seq: u64,
        /// How many changes it holds.
        n_changes: u64,
    },
}

/// An envelope before it is signed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The school's log.
    pub space: SpaceId,
    /// The document; of control entries the space.
    pub doc: DocId,
    /// Of records: the document that the heads belong to, where it is another.
    pub about: Option<DocId>,
    /// Where it stands among the author's envelopes.
    pub next: Next,
    /// The author's clock in milliseconds since 1970.
    pub ts: i64,
    /// What it carries.
    pub content: DraftContent,
}

impl Draft {
    /// Encodes and signs the envelope.
    pub fn seal(self, key: &SigningKey) -> Envelope {
        let unsigned = self.write(key.device_key());
        let sig = key.sign(&unsigned.message());
        unsigned.signed(sig)
    }

    /// Encodes the envelope of a device whose key signs later: its id is final, its signature missing.
    pub fn write(self, author: DeviceKey) -> Envelope {
        let mut header = self.blank_header(author);
        let (codec, payload) = fill(&mut header, self.content);
        header.codec = codec;
        header.plen = payload.len() as u64;
        header.phash = crate::blake::hash(&payload);
        let header_bytes = header.to_bytes();
        let id = derive::env_id(&header_bytes);
        Envelope { id, header, header_bytes, sig: Signature::MISSING, payload: Some(payload) }
    }

    fn blank_header(&self, author: DeviceKey) -> Header {
        Header {
            space: self.space,
            kind: Kind::Change,
            verb: 0,
            doc: self.doc,
            about: self.about,
            author,
            aseq: self.next.aseq,
            aprev: self.next.aprev,
            control: self.next.control,
            heads: Vec::new(),
            changes: Vec::new(),
            plen: 0,
            phash: [0; 32],
            codec: Codec::Raw,
            enc: Enc::Plain,
            ts: self.ts,
            ext: Ext::default(),
        }
    }
}

/// Writes what depends on the content into the header and gives the payload as stored.
fn fill(header: &mut Header, content: DraftContent) -> (Codec, Vec<u8>) {
    match content {
        DraftContent::Changes { chunks, hashes } => {
            header.changes = hashes;
            codec::pack(chunks.concat())
        }
        DraftContent::Record { verb, capacity, stage, heads, mut payload } => {
            header.kind = Kind::Record;
            header.verb = verb.code();
            header.heads = sorted(heads);
            header.ext.capacity = Some(capacity);
            header.ext.stage = stage;
            payload.after = sorted(payload.after);
            (Codec::Raw, payload.to_bytes())
        }
        DraftContent::Control(body) => {
            header.kind = Kind::Control;
            header.verb = body.verb();
            header.doc = header.space.into();
            (Codec::Raw, body.to_bytes())
        }
        DraftContent::Blob(manifest) => {
            header.kind = Kind::Blob;
            codec::pack(manifest.to_bytes())
        }
        DraftContent::Readmit(envelopes) => {
            header.kind = Kind::Readmit;
            let mut writer = Writer::new();
            writer.list(envelopes.iter());
            (Codec::Raw, writer.into_bytes())
        }
        DraftContent::Snapshot { bytes, heads, covered_seq, n_changes } => {
            header.kind = Kind::Snapshot;
            header.heads = sorted(heads);
            header.ext.covered_seq = Some(covered_seq);
            header.ext.n_changes = Some(n_changes);
            (Codec::Raw, bytes)
        }
    }
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}
