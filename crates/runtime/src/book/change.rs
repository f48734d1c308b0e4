//! One change of one document, with everything that must become durable together.

use api::{Code, Error, InitiativeView};
use domain::sheet::FieldError;
use engine::{Committed, DocumentError, Edit};
use protocol::{Class, DocId, DraftContent};

use crate::session::{Session, Work};
use crate::{apply, error, view};

/// Whether an edit can be taken back on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoable {
    /// It is a person's edit.
    Yes,
    /// It takes one back, or follows from another act.
    No,
}

/// Does one act on an initiative in one transaction and answers with what is then to be seen.
pub fn change(
    session: &Session,
    doc: DocId,
    act: impl FnOnce(&mut Work<'_>, DocId) -> Result<(), Error>,
) -> Result<InitiativeView, Error> {
    session.commit(|work| {
        act(work, doc)?;
        let heads = work.document(doc)?.map(|document| document.heads()).unwrap_or_default();
        let shared = store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_none();
        if shared {
            store::opened::note(work.connection(), doc, &heads, session.now()).map_err(error::from_store)?;
        }
        super::show(work, doc)
    })
}

/// Sets fields of the document in memory; [`keep_change`] makes it last.
pub fn edit_document(work: &mut Work<'_>, doc: DocId, edits: &[Edit]) -> Result<Option<Committed>, Error> {
    let at = work.session.now();
    let document = work.document(doc)?.filter(|document| document.shape() == engine::Shape::Initiative);
    let Some(document) = document else { return Err(view::not_found(doc)) };
    document.edit(edits, at).map_err(|failure| failed(&failure))
}

/// Keeps a change: envelope where the document is shared, undo, document, read model.
///
/// # Errors
/// `not_allowed` where the member may not write in it.
pub fn keep_change(
    work: &mut Work<'_>,
    doc: DocId,
    committed: Option<Committed>,
    undoable: Undoable,
) -> Result<(), Error> {
    let Some(committed) = committed else { return Ok(()) };
    let connection = work.connection();
    if undoable == Undoable::Yes {
        store::undo::push(connection, doc, &committed.hash.to_string()).map_err(error::from_store)?;
    }
    if store::draft::nonce(connection, doc).map_err(error::from_store)?.is_none() {
        let content = DraftContent::Changes { chunks: vec![committed.chunk], hashes: vec![committed.hash] };
        work.sign(doc, None, content)?;
    }
    keep_document(work, doc)
}

/// Writes the document; what is read from it follows before the work ends.
pub fn keep_document(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    apply::keep(work, doc, Class::Initiative)?;
    work.changed(doc);
    Ok(())
}

/// Turns a failure of a document into a code of the contract.
pub fn failed(failure: &DocumentError) -> Error {
    let bad = |path: &str, reason: &str| Error::new(Code::BadValue).with("path", path).with("reason", reason);
    match failure {
        DocumentError::Field(FieldError::UnknownField { path }) => {
            Error::new(Code::UnknownField).with("path", path.as_str())
        }
        DocumentError::Field(FieldError::WrongType { path }) => bad(path, "wrong_type"),
        DocumentError::Field(FieldError::TooLong { path, most }) => bad(path, "too_long").with("most", *most),
        DocumentError::Field(FieldError::NoSuchChoice { path, .. }) => bad(path, "no_such_choice"),
        DocumentError::Field(FieldError::Malformed { path }) => bad(path, "malformed"),
        DocumentError::Field(FieldError::OutOfRange { path, least, most }) => {
            bad(path, "out_of_range").with("least", *least).with("most", *most)
        }
        DocumentError::TooManyEntries { list, most } => bad(list, "too_many").with("most", *most),
        DocumentError::TooMuchAtOnce { most } => bad("", "too_long").with("most", *most),
        DocumentError::UnknownToken { path } => bad(path, "unknown_token"),
        DocumentError::UnknownVersion => Error::new(Code::NotThisVersion),
        DocumentError::Damaged { .. }
        | DocumentError::MissingChanges { .. }
        | DocumentError::Refused { .. } => {
            tracing::warn!(%failure, "a document refuses a change");
            Error::new(Code::BrokenDocument)
        }
    }
}
