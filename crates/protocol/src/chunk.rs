//! Reads Automerge change chunks without Automerge: just enough to judge them (protocol section 8).
//!
//! What is accepted here has one byte form, a hash that its header names, an actor that belongs to
//! its author, and no run that expands beyond a bound.

mod columns;
mod cursor;
mod document;

use crate::code::Code;
use crate::derive::actor_prefix;
use crate::id::{ActorId, ChangeHash, DeviceKey};
use crate::limits;
use cursor::Bytes;
pub use document::document_heads;
use sha2::{Digest, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;

/// What admission needs to know of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeMeta {
    /// The change's hash.
    pub hash: ChangeHash,
    /// The changes that it directly follows.
    pub deps: Vec<ChangeHash>,
    /// Who made it, in Automerge's words.
    pub actor: ActorId,
    /// 1, 2, 3 … for each actor and document.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// How many operations it has, at most.
    pub ops: u64,
}

/// Reads a payload of chunks, which must be those that the header names, in its order.
pub fn read_chunks(
    payload: &[u8],
    hashes: &[ChangeHash],
    author: DeviceKey,
) -> Result<Vec<ChangeMeta>, Code> {
    let prefix = actor_prefix(author);
    let mut rest = payload;
    let mut changes = Vec::with_capacity(hashes.len().min(limits::CHANGES));
    for expected in hashes {
        let (chunk, after) = split_chunk(rest).ok_or(Code::BadPayload)?;
        let change = read_chunk(chunk).ok_or(Code::BadPayload)?;
        if change.hash != *expected {
            return Err(Code::BadPayload);
        }
        if change.actor.as_bytes()[..10] != prefix {
            return Err(Code::ActorMismatch);
        }
        changes.push(change);
        rest = after;
    }
    if rest.is_empty() { Ok(changes) } else { Err(Code::BadPayload) }
}

/// Splits a payload into its chunks; nothing where it is not made of whole chunks.
pub fn split_chunks(payload: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = payload;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let (chunk, after) = split_chunk(rest)?;
        chunks.push(chunk);
        rest = after;
    }
    Some(chunks)
}

fn split_chunk(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut bytes = Bytes::new(payload);
    bytes.take(9)?;
    let length = bytes.length()?;
    bytes.take(length)?;
    payload.split_at_checked(bytes.position())
}

/// Reads one whole chunk.
fn read_chunk(chunk: &[u8]) -> Option<ChangeMeta> {
    let mut bytes = Bytes::new(chunk);
    if bytes.take(4)? != MAGIC {
        return None;
    }
    let checksum = bytes.take(4)?;
    if bytes.take(1)? != [CHANGE] {
        return None;
    }
    let hash: [u8; 32] = Sha256::digest(&chunk[8..]).into();
    if hash[..4] != *checksum {
        return None;
    }
    let length = bytes.length()?;
    let body = bytes.take(length)?;
    if !bytes.is_empty() {
        return None;
    }
    read_body(body, ChangeHash::from_bytes(hash))
}

fn read_body(body: &[u8], hash: ChangeHash) -> Option<ChangeMeta> {
    let mut bytes = Bytes::new(body);
    let deps = (0..bytes.count()?)
        .map(|_| ChangeHash::try_from(bytes.take(32)?).ok())
        .collect::<Option<Vec<_>>>()?;
    let actor = ActorId::try_from(bytes.prefixed()?).ok()?;
    let (seq, start_op) = (bytes.unsigned()?, bytes.unsigned()?);
    bytes.signed()?;
    std::str::from_utf8(bytes.prefixed()?).ok()?;
    for _ in 0..bytes.count()? {
        bytes.prefixed()?;
    }
    let ops = columns::count(&mut bytes)?;
    let in_order = deps.is_sorted_by(|a, b| a < b);
    (seq > 0 && start_op > 0 && in_order && start_op.checked_add(ops).is_some()).then_some(())?;
    Some(ChangeMeta { hash, deps, actor, seq, start_op, ops })
}
