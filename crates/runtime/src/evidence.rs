//! Minh chứng: files into initiatives, and files out of them (protocol, section 14).
//!
//! A file is hashed while it is copied beside its place, synced, and moved there; only then does a
//! document name it. The original is never changed.

use std::path::Path;

use api::{
    AppendUpload, AttachEvidence, BeginUpload, Error, FetchFile, FilePiece, FileView, InitiativeView,
    ReadFile, SaveFile, TransferDirection, TransferView, UploadView,
};
use domain::id::EntryId;
use domain::initiative::Initiative;
use domain::sheet::Value;
use engine::Edit;
use protocol::DocId;
use store::blob::{Blob, Inward, Outward};

use crate::book::{self, Undoable, change, edit_document, keep_change};
use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{disk, error, host, view};

mod erase;
mod intake;
mod kind;
mod outlet;
mod preview;
mod upload;

pub use erase::{erase, may_erase};
pub use intake::NewFile;
pub use upload::uploaded;

/// Begins to hand over a file in pieces.
pub fn begin_upload(session: &Session, request: BeginUpload) -> Result<UploadView, Error> {
    upload::begin(session, &request)
}

/// Hands over the next piece of a file.
pub fn append_upload(session: &Session, request: AppendUpload) -> Result<UploadView, Error> {
    upload::append(session, &request)
}

/// Attaches a file to an initiative; the original is kept as it is.
pub async fn attach(session: &Session, request: AttachEvidence) -> Result<InitiativeView, Error> {
    let doc: DocId = request.id.same();
    // A wrong id is told before a large file is read.
    session.read(|work| work.document(doc)?.map(|_| ()).ok_or_else(|| view::not_found(doc)))?;
    let mut file = match (&request.upload, &request.path) {
        (Some(upload), _) => upload::finish(session, upload).await?,
        (None, Some(path)) => {
            let place = disk::outside(path).map_err(|failure| error::from_io(&failure, Path::new(path)))?;
            intake::take_in(session, &place, None).await?
        }
        (None, None) => {
            return Err(Error::new(api::Code::BadRequest).with("reason", "neither upload nor path"));
        }
    };
    erase::must_not_be_erased(session, doc, &file)?;
    if !request.title.trim().is_empty() {
        file.title.clone_from(&request.title);
    }
    file.caption.clone_from(&request.caption);
    let answer = change(session, doc, |work, doc| {
        let Some(node) = work.document(doc)?.map(|document| document.node()) else {
            return Err(view::not_found(doc));
        };
        let order = Initiative::read(&node).evidence.len();
        let edits = item_edits(work, &file, order, &request.supports)?;
        let committed = edit_document(work, doc, &edits)?;
        keep_change(work, doc, committed, Undoable::Yes)?;
        keep_files(work, doc, std::slice::from_ref(&file))
    })?;
    forget_uploads(session, request.upload.as_slice());
    Ok(answer)
}

/// Takes in every finished upload of a request.
pub async fn finish_uploads(session: &Session, uploads: &[String]) -> Result<Vec<NewFile>, Error> {
    let mut files = Vec::with_capacity(uploads.len());
    for upload in uploads {
        files.push(upload::finish(session, upload).await?);
    }
    Ok(files)
}

/// Removes what is left of uploads that were attached.
pub fn forget_uploads(session: &Session, uploads: &[String]) {
    for upload in uploads {
        upload::forget(session, upload);
    }
}

/// The fields of a new evidence item.
pub fn item_edits(
    work: &Work<'_>,
    file: &NewFile,
    order: usize,
    supports: &[String],
) -> Result<Vec<Edit>, Error> {
    let id = EntryId::from_bytes(host::random());
    let session = work.session;
    let field = |name: &str, value: Value| Edit::new(format!("evidence/{id}/{name}"), value);
    let text = |text: &str| Value::Text(text.to_owned());
    let size = i64::try_from(file.size).map_err(|failure| error::internal(&failure))?;
    let mut edits = vec![
        Edit::new(format!("evidence/{id}"), Value::Flag(true)),
        field("kind", text(file.kind.name())),
        field("title", text(&file.title)),
        field("caption", text(&file.caption)),
        field("blob", Value::Text(file.blob.to_string())),
        field("name", text(&file.name)),
        field("size", Value::Integer(size)),
        field("mime", text(&file.mime)),
        field("added_at", Value::Integer(session.now().millis())),
        field("added_by", Value::Text(session.member.to_string())),
        field("order", Value::Integer(i64::try_from(order).unwrap_or(0))),
    ];
    edits
        .extend(file.preview.as_ref().map(|preview| field("preview", Value::Text(preview.blob.to_string()))));
    edits.extend(supports.iter().map(|claim| field(&format!("supports/{claim}"), Value::Flag(true))));
    Ok(edits)
}

/// Keeps what is known of new files, and announces them where the document is shared.
pub fn keep_files(work: &mut Work<'_>, doc: DocId, files: &[NewFile]) -> Result<(), Error> {
    for file in files {
        if let Some(preview) = &file.preview {
            keep_row(work, preview.row(work.session.now()))?;
        }
        keep_row(work, file.row(work.session.now()))?;
    }
    if !files.is_empty() && store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_none()
    {
        book::announce(work, doc)?;
    }
    // The row of a file says where it is: what is read from it changed once more.
    if !files.is_empty() {
        work.changed(doc);
    }
    Ok(())
}

fn keep_row(work: &Work<'_>, row: Blob) -> Result<(), Error> {
    let known = store::blob::load(work.connection(), row.blob).map_err(error::from_store)?;
    let row = match known {
        // The same file was attached or announced before: its way stays as it is, its bytes are here.
        Some(known) => Blob {
            inward: Inward::Here,
            chunks_here: row.chunks_here,
            preview: row.preview.or(known.preview),
            ..known
        },
        None => row,
    };
    store::blob::save(work.connection(), &row).map_err(error::from_store)
}

/// Reads a piece of a file or a preview, at most 1 MiB.
pub fn read_file(session: &Session, request: ReadFile) -> Result<FilePiece, Error> {
    outlet::read(session, &request)
}

/// Writes a file's original to a path that is free.
pub fn save_file(session: &Session, request: SaveFile) -> Result<FileView, Error> {
    outlet::save(session, &request)
}

/// Fetches an original from the relay; what was fetched before a break is not fetched again.
pub async fn fetch(session: &Session, request: FetchFile) -> Result<TransferView, Error> {
    let blob = request.blob.same();
    let file = outlet::known(session, blob)?;
    let is_lost = file.outward == Outward::Committed && !disk::exists(&session.file_path(blob));
    if file.inward != Inward::Here || is_lost {
        session.commit(|work| {
            store::blob::note_opened(work.connection(), blob)
                .and_then(|()| {
                    store::blob::set_inward(work.connection(), blob, Inward::Wanted, file.chunks_here)
                })
                .map_err(error::from_store)
        })?;
        sync::fetch(session, blob).await.map_err(SyncError::into_error)?;
    }
    let file = outlet::known(session, blob)?;
    let done = if file.inward == Inward::Here { file.size } else { session.exchange.transferred(blob) };
    Ok(TransferView {
        blob: blob.to_string(),
        name: file.name,
        direction: TransferDirection::In,
        done,
        size: file.size,
    })
}

/// How a file of this machine begins its way.
const fn local() -> (Outward, Inward) {
    (Outward::Local, Inward::Here)
}

#[cfg(test)]
mod tests;
