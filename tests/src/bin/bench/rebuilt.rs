//! Documents built anew from what a relay hands out, compared with their authors'.

use std::collections::HashMap;

use anyhow::Result;
use engine::{Document, Shape};
use protocol::{ActorId, DocId, Kind, PullItem, change_chunks};

use crate::crowd::Device;

/// How many of the devices' documents are there to the last change.
pub fn same_documents(devices: &[Device], items: Vec<PullItem>) -> Result<usize> {
    let mut chunks: HashMap<DocId, Vec<Vec<u8>>> = HashMap::new();
    for item in items {
        let Some((_, _, envelope)) = item.into_envelope().map_err(|code| anyhow::anyhow!("{code:?}"))? else {
            continue;
        };
        let header = envelope.header();
        if let (Kind::Change, Some(payload)) = (header.kind, envelope.payload()) {
            chunks.entry(header.doc).or_default().extend(change_chunks(header, payload));
        }
    }
    let mut same = 0;
    for (_, doc, _, theirs) in devices.iter().flat_map(|device| &device.open) {
        let mut ours = Document::new_empty(Shape::Initiative, ActorId::from_bytes([1; 16]));
        let whole = ours.apply_all(chunks.get(doc).map(Vec::as_slice).unwrap_or_default()).is_ok()
            && ours.heads() == theirs.heads()
            && ours.content_hash(&ours.heads())? == theirs.content_hash(&theirs.heads())?;
        same += usize::from(whole);
    }
    Ok(same)
}
