//! Reads Automerge document chunks without Automerge: just enough to load them without fear.
//!
//! A snapshot has no deflated column, so that nothing in it inflates, and no run that expands beyond a
//! bound; that it says what its log says is for those to check who can load it.

use super::cursor::Bytes;
use super::{MAGIC, columns};
use crate::id::{ActorId, ChangeHash};
use crate::limits;
use sha2::{Digest, Sha256};

const DOCUMENT: u8 = 0;

/// Gives the heads of bytes that are one whole document chunk; nothing of others.
pub fn document_heads(chunk: &[u8]) -> Option<Vec<ChangeHash>> {
    let mut bytes = Bytes::new(chunk);
    let magic = bytes.take(4)? == MAGIC;
    let checksum = bytes.take(4)?;
    let document = bytes.take(1)? == [DOCUMENT];
    let hash = Sha256::digest(&chunk[8..]);
    let length = bytes.length()?;
    let body = bytes.take(length)?;
    let whole = magic && document && hash[..4] == *checksum && bytes.is_empty();
    whole.then_some(())?;
    read_body(body)
}

fn read_body(body: &[u8]) -> Option<Vec<ChangeHash>> {
    let mut bytes = Bytes::new(body);
    for _ in 0..bytes.count()? {
        ActorId::try_from(bytes.prefixed()?).ok()?;
    }
    let heads = (0..bytes.count()?)
        .map(|_| ChangeHash::try_from(bytes.take(32)?).ok())
        .collect::<Option<Vec<_>>>()?;
    // Every operation has a byte of its own somewhere: a letter, or the number of one that it replaces.
    let most = limits::OPERATIONS + 4 * body.len() as u64;
    let changes = columns::list(&mut bytes)?;
    let operations = columns::list(&mut bytes)?;
    columns::sum(&mut bytes, changes, most)?;
    columns::sum(&mut bytes, operations, most)?;
    // Behind the columns: where each head stands among the changes.
    for _ in &heads {
        if bytes.is_empty() {
            break;
        }
        bytes.unsigned()?;
    }
    bytes.is_empty().then_some(heads)
}
