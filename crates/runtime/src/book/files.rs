//! Files that documents name, as the log speaks of them (protocol, section 14).

use api::Error;
use protocol::{BlobId, DocId, DraftContent, Manifest};
use store::blob::{Blob, Inward, Outward};

use crate::session::Work;
use crate::{error, storage, view};

/// Originals up to this size come by themselves; larger ones when somebody asks for them. Where there
/// is a limit, so do those that have a preview.
const COMES_BY_ITSELF: u64 = 4 << 20;

/// Somebody announced a file: from now on this machine knows how to fetch it.
pub fn know_file(work: &mut Work<'_>, doc: DocId, manifest: &Manifest) -> Result<(), Error> {
    let connection = work.connection();
    if let Some(known) = store::blob::load(connection, manifest.blob).map_err(error::from_store)? {
        let complete = known.preview.is_some() || manifest.preview.is_none();
        if !complete {
            let known = Blob { preview: manifest.preview, ..known };
            store::blob::save(connection, &known).map_err(error::from_store)?;
        }
        return Ok(());
    }
    let row = row_of(work, manifest)?;
    store::blob::save(connection, &row).map_err(error::from_store)?;
    crate::apply::delivery_moved(work, doc);
    Ok(())
}

/// What is known of a file that somebody else announced.
pub fn row_of(work: &Work<'_>, manifest: &Manifest) -> Result<Blob, Error> {
    let is_preview = manifest.name.is_none();
    let is_small = manifest.size <= COMES_BY_ITSELF;
    let comes = is_preview || (is_small && (manifest.preview.is_none() || storage::limit(work)?.is_none()));
    Ok(Blob {
        blob: manifest.blob,
        name: manifest.name.clone().unwrap_or_default(),
        mime: manifest.mime.clone(),
        size: manifest.size,
        preview: manifest.preview,
        is_preview,
        chunks: manifest.chunks.clone(),
        outward: Outward::Committed,
        chunks_sent: manifest.chunks.len() as u64,
        inward: if comes { Inward::Wanted } else { Inward::Absent },
        chunks_here: 0,
        added_at: work.session.now(),
    })
}

/// Announces every file of a shared document that was not announced in it yet, previews first.
pub fn announce(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    let items = view::with_case(work, doc, |_, case| Ok(case.initiative.evidence.clone()))?;
    let previews = items.iter().filter_map(|item| item.preview);
    let originals = items.iter().filter_map(|item| item.blob);
    let all: Vec<_> = previews.chain(originals).collect();
    for blob in all {
        announce_one(work, doc, crate::ids::Same::same(&blob))?;
    }
    Ok(())
}

fn announce_one(work: &mut Work<'_>, doc: DocId, blob: BlobId) -> Result<(), Error> {
    let connection = work.connection();
    let named = ledger::named_in(connection, blob).map_err(error::from_ledger)?;
    let Some(file) = store::blob::load(connection, blob).map_err(error::from_store)? else { return Ok(()) };
    if named.contains(&doc) || file.inward != Inward::Here {
        return Ok(());
    }
    let manifest = Manifest {
        blob,
        size: file.size,
        mime: file.mime.clone(),
        chunks: file.chunks.clone(),
        preview: file.preview,
        name: Some(file.name.clone()).filter(|name| !name.is_empty() && !file.is_preview),
    };
    work.sign(doc, None, DraftContent::Blob(manifest))?;
    if file.outward == Outward::Local {
        store::blob::set_outward(connection, blob, Outward::Announced, 0).map_err(error::from_store)?;
    }
    Ok(())
}
