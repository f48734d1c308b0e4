//! `S/b/{blob}`: whole files (protocol section 14).

use crate::answer::{RelayError, nothing};
use crate::range::{Wanted, wanted};
use crate::relay::Relay;
use crate::school::School;
use crate::session::ActiveDevice;
use crate::storage::Write;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use protocol::{BlobId, Code, Manifest, MemberId, Value, limits};
use std::io;
use std::sync::Arc;

/// Says that all chunks were sent; from now on the file is at the relay.
pub(crate) async fn commit(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Path((_, blob)): Path<(String, String)>,
) -> Result<Response, RelayError> {
    let blob = BlobId::from_base64url(&blob).map_err(|_| Code::Malformed)?;
    let member = device.member;
    device
        .school
        .look(move |school| {
            let manifest = readable(school, member, blob)?;
            if let Some(over) = school.storage.over_quota(blob, relay.quotas)? {
                return Err(over.into());
            }
            let missing = school.blobs.missing(&manifest);
            if !missing.is_empty() {
                let hashes = missing.iter().map(Value::bytes).collect();
                return Err(RelayError::with(Code::MissingDeps, Value::Array(hashes)));
            }
            if school.blobs.fits(&manifest)? { Ok(()) } else { Err(Code::HashMismatch.into()) }
        })
        .await?;
    device.school.writer.write(Write::BlobStored { blob, now: crate::clock::now() }).await?;
    Ok(nothing())
}

pub(crate) async fn get(
    device: ActiveDevice,
    Path((_, blob)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, RelayError> {
    let blob = BlobId::from_base64url(&blob).map_err(|_| Code::Malformed)?;
    let member = device.member;
    let manifest = device
        .school
        .look(move |school| {
            let manifest = readable(school, member, blob)?;
            if school.storage.blob_is_stored(blob)? { Ok(manifest) } else { Err(Code::UnknownBlob.into()) }
        })
        .await?;
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, first, last) = match wanted(range, manifest.size) {
        Wanted::Whole => (StatusCode::OK, 0, manifest.size - 1),
        Wanted::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last),
        Wanted::Unsatisfiable => {
            let size = format!("bytes */{}", manifest.size);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, size)]).into_response());
        }
    };
    respond(&device.school, &manifest, status, first, last)
}

/// Finds the manifest of a file that the member may read.
fn readable(school: &School, member: MemberId, blob: BlobId) -> Result<Manifest, RelayError> {
    for doc in school.storage.documents_naming(blob)? {
        if school.storage.reads(member, doc)? {
            let row = school.storage.blob(blob)?.ok_or(Code::UnknownBlob)?;
            return Ok(row.manifest);
        }
    }
    Err(Code::UnknownBlob.into())
}

fn respond(
    school: &Arc<School>,
    manifest: &Manifest,
    status: StatusCode,
    first: u64,
    last: u64,
) -> Result<Response, RelayError> {
    let mut response = HttpResponse::builder()
        .status(status)
        .header(header::CONTENT_LENGTH, last - first + 1)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CONTENT_DISPOSITION, "attachment")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_TYPE, mime(&manifest.mime));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {first}-{last}/{}", manifest.size);
        response = response.header(header::CONTENT_RANGE, range);
    }
    let body = Body::from_stream(chunks(school, manifest, first, last));
    response.body(body).map_err(|_| Code::Malformed.into())
}

/// A kind of file that cannot stand in a header is none.
fn mime(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Reads a stretch of a file chunk by chunk.
fn chunks(
    school: &Arc<School>,
    manifest: &Manifest,
    first: u64,
    last: u64,
) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send + use<> {
    let hashes = manifest.chunks.clone();
    let school = Arc::clone(school);
    let index = (first / limits::CHUNK) as usize;
    stream::unfold((index, hashes, school), move |(index, hashes, school)| async move {
        let start = index as u64 * limits::CHUNK;
        let hash = *hashes.get(index).filter(|_| start <= last)?;
        let read = school.look(move |school| Ok(school.blobs.get(hash)?.ok_or(Code::UnknownBlob)?)).await;
        let part = read.map_err(|_| io::Error::other("a chunk is gone")).map(|bytes| {
            let from = first.saturating_sub(start) as usize;
            let to = ((last - start + 1).min(bytes.len() as u64)) as usize;
            Bytes::from(bytes).slice(from.min(to)..to)
        });
        Some((part, (index + 1, hashes, school)))
    })
}
