//! The values that section 3 of the protocol constructs, each under its own context.

use crate::blake::derive;
use crate::cbor::Value;
use crate::id::{ActorId, BlobId, ContentHash, DeviceKey, DocId, EnvId, EvidenceRoot, MemberId};
use std::collections::BTreeSet;

/// Computes an envelope's id from its header bytes; the signature is no part of it.
pub fn env_id(header: &[u8]) -> EnvId {
    EnvId::from_bytes(derive("ssk 2026 envelope id v1", &[header]))
}

/// Computes a document's id from its opener and a nonce, so that nobody can claim another's.
pub fn document_id(member: MemberId, nonce: [u8; 16]) -> DocId {
    let hash = derive("ssk 2026 document id v1", &[member.as_bytes(), &nonce]);
    DocId::from_bytes(first(&hash))
}

/// Makes an Automerge actor id of a device; the six bytes must be random.
pub fn actor_id(author: DeviceKey, random: [u8; 6]) -> ActorId {
    let mut actor = [0; 16];
    actor[..10].copy_from_slice(&actor_prefix(author));
    actor[10..].copy_from_slice(&random);
    ActorId::from_bytes(actor)
}

/// Computes the ten bytes that every actor id of a device begins with.
pub fn actor_prefix(author: DeviceKey) -> [u8; 10] {
    first(&derive("ssk 2026 actor id v1", &[author.as_bytes()]))
}

/// Hashes what a document says, hydrated at some heads.
pub fn content_hash(content: &Value) -> ContentHash {
    content_hash_of_bytes(&content.to_bytes())
}

/// Hashes the deterministic CBOR of what a document says.
pub fn content_hash_of_bytes(content: &[u8]) -> ContentHash {
    ContentHash::from_bytes(derive("ssk 2026 content v1", &[content]))
}

/// Hashes the distinct files that a document names, in any order.
pub fn evidence_root(blobs: impl IntoIterator<Item = BlobId>) -> EvidenceRoot {
    let distinct: BTreeSet<BlobId> = blobs.into_iter().collect();
    let bytes: Vec<u8> = distinct.iter().flat_map(|blob| blob.to_bytes()).collect();
    EvidenceRoot::from_bytes(derive("ssk 2026 evidence root v1", &[&bytes]))
}

/// Computes the log's chain after one more envelope; it starts with 32 zeros.
pub fn chain(before: [u8; 32], envelope: EnvId) -> [u8; 32] {
    derive("ssk 2026 chain v1", &[&before, envelope.as_bytes()])
}

fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    std::array::from_fn(|index| hash[index])
}
