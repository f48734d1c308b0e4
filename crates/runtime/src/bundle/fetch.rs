//! Takes from the relay a file for another machine of this member: what it lacks, sealed by the relay.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use api::{BundleFor, BundlePlan, BundleView, Code, Error, FetchBundle, TransferDirection};
use futures_util::StreamExt;
use protocol::{BundleItem, DocId, Kind, Parsed, Prepared, Vector};

use super::ready::{self, Place};
use super::recipients;
use super::source::{Source, open_with_box_key, refusal, vector_of};
use crate::session::Session;
use crate::sync::{self, SyncError};
use crate::{disk, error};

/// Fetches it, whole or not at all.
///
/// # Errors
/// What keeps this machine from the relay; `bundle_stopped`, `bundle_damaged` where the wire was cut.
pub async fn fetch(session: &Session, request: FetchBundle) -> Result<BundleView, Error> {
    session.bundling.begin();
    let since = request.since.as_ref().map(|file| vector_of(session, file)).transpose()?.unwrap_or_default();
    let Place { bundle, path, name } = ready::place(session, request.path.as_deref())?;
    let fetched = match write(session, &path, &name, &since).await {
        Ok(size) => look(session, &path).map(|plan| (size, plan)),
        Err(failure) => Err(failure),
    };
    let (size, plan) = match fetched {
        Ok(fetched) => fetched,
        Err(failure) if failure.code == Code::BadValue => return Err(failure),
        Err(failure) => {
            // Half a file would look like the whole one.
            let _ = disk::remove_file(&path);
            return Err(failure);
        }
    };
    Ok(BundleView { bundle, name, size, path: request.path, plan })
}

async fn write(session: &Session, path: &Path, name: &str, since: &Vector) -> Result<u64, Error> {
    let failed = |failure: std::io::Error| error::from_io(&failure, path);
    let stream = sync::give_bundle(session, since).await.map_err(SyncError::into_error)?;
    path.parent().map_or(Ok(()), disk::create_dir_all).map_err(failed)?;
    let mut file = disk::create_new(path).map_err(|failure| {
        if failure.kind() == std::io::ErrorKind::AlreadyExists {
            Error::new(Code::BadValue).with("path", "path").with("reason", "exists")
        } else {
            failed(failure)
        }
    })?;
    let (mut stream, mut written) = (std::pin::pin!(stream), 0);
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|failure| SyncError::from(failure).into_error())?;
        file.write_all(&piece).map_err(failed)?;
        written += piece.len() as u64;
        session.bundling.note(name, TransferDirection::In, written, written);
        if session.bundling.is_stopped() {
            return Err(Error::new(Code::BundleStopped));
        }
    }
    file.sync_all().map_err(failed)?;
    Ok(written)
}

/// Opens the file as the other machines will: it must be whole.
fn look(session: &Session, path: &Path) -> Result<BundlePlan, Error> {
    let mut source = Source::at(path.to_owned())?;
    let (header, mut bytes) = source.header(session)?;
    let mut reader = open_with_box_key(session, &header)?;
    let (mut docs, mut plan) = (BTreeSet::<DocId>::new(), BundlePlan::default());
    let (mut files, mut previews) = (BTreeSet::new(), BTreeSet::new());
    loop {
        let ended = bytes.is_empty();
        if ended { reader.end_input() } else { reader.push(&bytes) }.map_err(refusal)?;
        while let Some(item) = reader.next_item().map_err(refusal)? {
            match item {
                BundleItem::Envelope(envelope) => {
                    docs.insert(envelope.header().doc);
                    if envelope.header().kind == Kind::Blob
                        && let Parsed::Blob(manifest) = Prepared::new(envelope).parsed()
                    {
                        files.insert(manifest.blob);
                        previews.extend(manifest.preview);
                    }
                }
                BundleItem::Chunk(chunk) => plan.bytes += chunk.len() as u64,
                _ => {}
            }
        }
        if ended {
            break;
        }
        bytes = source.next()?;
    }
    if !reader.is_whole() {
        return Err(Error::new(Code::BundleDamaged));
    }
    plan.initiatives = docs.iter().filter(|doc| session.cards.get(**doc).is_some()).count() as u32;
    plan.files = files.difference(&previews).count() as u32;
    let this = session.signer.device_key().to_bytes();
    let readers = session.read(|work| recipients::find(work, &BundleFor::Own))?;
    plan.own_machines = readers.own.iter().filter(|one| one.name != this).count() as u32;
    Ok(plan)
}
