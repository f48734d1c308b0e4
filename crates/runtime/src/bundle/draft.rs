//! Drafts on their way between the machines of their author.

use api::Error;
use engine::Document;
use protocol::{BundleDraft, Class, DocId, Manifest};
use store::blob::{Blob, Inward, Outward};

use super::choose::files_of_draft;
use crate::session::{Work, shape_of};
use crate::{apply, book, error};

/// A draft with the files whose bytes are here; nothing where it is no draft any more.
pub fn read(work: &mut Work<'_>, doc: DocId) -> Result<(Option<BundleDraft>, Vec<Blob>), Error> {
    let connection = work.connection();
    let nonce = store::draft::nonce(connection, doc).map_err(error::from_store)?;
    let saved = work.document(doc)?.map(|document| document.save());
    let (Some(nonce), Some(saved)) = (nonce, saved) else { return Ok((None, Vec::new())) };
    let files = files_of_draft(work, doc)?;
    let manifests = files.iter().map(manifest).collect();
    Ok((Some(BundleDraft { doc, nonce, saved, files: manifests }), files))
}

/// What is known of a file, as it travels.
fn manifest(file: &Blob) -> Manifest {
    let name: String = domain::text::nfc(&file.name).chars().filter(|letter| !letter.is_control()).collect();
    Manifest {
        blob: file.blob,
        size: file.size,
        mime: file.mime.clone(),
        chunks: file.chunks.clone(),
        preview: file.preview,
        name: Some(name).filter(|name| !name.is_empty() && !file.is_preview),
    }
}

/// Keeps a draft of this member, or merges it into the one that is here; tells whether that was news.
pub fn take(work: &mut Work<'_>, draft: &BundleDraft) -> Result<bool, Error> {
    let own = protocol::document_id(work.session.member, draft.nonce) == draft.doc;
    let here = store::draft::nonce(work.connection(), draft.doc).map_err(error::from_store)?.is_some();
    let shared = !here && work.document(draft.doc)?.is_some();
    if !own || shared || apply::class_of(work, draft.doc)?.is_some() {
        return Ok(false);
    }
    let brought = Document::load(&draft.saved, work.new_actor(), shape_of(Class::Initiative))
        .map_err(|failure| error::broken(draft.doc, &failure))?;
    let news = if let Some(document) = work.document(draft.doc)? {
        let chunks: Vec<Vec<u8>> = brought.changes().into_iter().map(|change| change.chunk).collect();
        let before = document.heads();
        document.apply_all(&chunks).map_err(|failure| error::broken(draft.doc, &failure))?;
        document.heads() != before
    } else {
        work.put_document(draft.doc, brought);
        store::draft::save(work.connection(), draft.doc, draft.nonce).map_err(error::from_store)?;
        true
    };
    for manifest in &draft.files {
        know_file_of_draft(work, manifest)?;
    }
    if news {
        apply::keep(work, draft.doc, Class::Initiative)?;
        work.changed(draft.doc);
    }
    Ok(news)
}

/// A file of a draft: nobody but this member's machines has it.
fn know_file_of_draft(work: &Work<'_>, manifest: &Manifest) -> Result<(), Error> {
    let connection = work.connection();
    if store::blob::load(connection, manifest.blob).map_err(error::from_store)?.is_some() {
        return Ok(());
    }
    let row = Blob {
        outward: Outward::Local,
        chunks_sent: 0,
        inward: Inward::Absent,
        ..book::row_of(work, manifest)?
    };
    store::blob::save(connection, &row).map_err(error::from_store)
}
