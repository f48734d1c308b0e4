//! `S/b/check` and `S/b/c/{hash}`: the chunks of files (protocol section 14).

use crate::answer::{RelayError, cbor, nothing};
use crate::relay::Relay;
use crate::routes::within;
use crate::school::School;
use crate::session::ActiveDevice;
use crate::storage::Quotas;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::{ChunkHash, Code, MemberId, Value, limits, read_chunk_hashes, write_chunk_hashes};
use std::sync::Arc;

pub(crate) async fn check(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let hashes = read_chunk_hashes(&within(body)?).map_err(|_| Code::Malformed)?;
    let member = device.member;
    let missing = device
        .school
        .look(move |school| {
            let mut missing = Vec::new();
            for hash in hashes {
                require_named(school, member, hash)?;
                if !school.blobs.has(hash) {
                    // Before a byte of it is sent.
                    require_quota(school, hash, relay.quotas)?;
                    missing.push(hash);
                }
            }
            Ok(missing)
        })
        .await?;
    Ok(cbor(write_chunk_hashes(&missing)))
}

/// Requires that a file which the member may read has this chunk.
fn require_named(school: &School, member: MemberId, chunk: ChunkHash) -> Result<(), RelayError> {
    for blob in school.storage.blobs_with(chunk)? {
        for doc in school.storage.documents_naming(blob)? {
            if school.storage.reads(member, doc)? {
                return Ok(());
            }
        }
    }
    Err(Code::UnknownBlob.into())
}

/// Requires that one of the files which have this chunk has room.
fn require_quota(school: &School, chunk: ChunkHash, quotas: Quotas) -> Result<(), RelayError> {
    let mut over = None;
    for blob in school.storage.blobs_with(chunk)? {
        match school.storage.over_quota(blob, quotas)? {
            None => return Ok(()),
            Some(found) => over = Some(found),
        }
    }
    over.map_or(Ok(()), |over| Err(over.into()))
}

pub(crate) async fn put(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Path((_, hash)): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    let hash = ChunkHash::from_base64url(&hash).map_err(|_| Code::Malformed)?;
    let bytes = within(body)?;
    if bytes.len() as u64 > limits::CHUNK {
        return Err(RelayError::with(Code::TooLarge, Value::Uint(limits::CHUNK)));
    }
    let member = device.member;
    device
        .school
        .look(move |school| {
            if ChunkHash::of(&bytes) != hash {
                return Err(Code::HashMismatch.into());
            }
            require_named(school, member, hash)?;
            relay.disk.require_room()?;
            require_quota(school, hash, relay.quotas)?;
            Ok(school.blobs.put(hash, &bytes)?)
        })
        .await?;
    Ok(nothing())
}

pub(crate) async fn get(
    device: ActiveDevice,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, RelayError> {
    let hash = ChunkHash::from_base64url(&hash).map_err(|_| Code::Malformed)?;
    let member = device.member;
    let bytes = device
        .school
        .look(move |school| {
            require_named(school, member, hash)?;
            Ok(school.blobs.get(hash)?.ok_or(Code::UnknownBlob)?)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
