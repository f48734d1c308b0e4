//! Xóa hẳn: a file is deleted on every machine and at the relay, and that it was is remembered
//! (protocol, section 14).

use api::{Code, EraseEvidence, Error, InitiativeView};
use domain::record::{RecordBody, RecordKind};
use engine::NewRecord;
use protocol::{BlobId, DocId, Verb};
use store::blob::Inward;

use super::NewFile;
use crate::book::{self, change};
use crate::decide::{capacity, put_record, words};
use crate::ids::Same;
use crate::session::{Session, Work};
use crate::view::{self, Case};
use crate::{disk, error, storage};

/// Deletes the file of a piece of evidence and its preview.
///
/// # Errors
/// `remark_needed` without a reason, `not_found` for a piece that has no file here, `not_allowed` for
/// whoever is neither a writer nor leadership nor clerk, `wrong_state` in a draft, whose files are
/// nowhere else.
pub fn erase(session: &Session, request: EraseEvidence) -> Result<InitiativeView, Error> {
    let doc = request.id.same();
    change(session, doc, |work, doc| {
        for record in view::with_case(work, doc, |work, case| records(work, case, &request))? {
            put_record(work, doc, &record)?;
        }
        work.changed(doc);
        Ok(())
    })?;
    storage::take_off_erased(session)?;
    session.commit(|work| book::show(work, doc))
}

/// Whether the asker may delete files of this document.
pub fn may_erase(work: &Work<'_>, case: &Case<'_>) -> Result<bool, Error> {
    Ok(case.opened.is_some() && view::may_sign(work, case.doc, Verb::EraseAttachment, None)?.is_some())
}

/// Refuses a file that was deleted from this document, and lets go of what was just taken in.
pub fn must_not_be_erased(session: &Session, doc: DocId, file: &NewFile) -> Result<(), Error> {
    let is_erased = session
        .read(|work| ledger::is_erased_from(work.connection(), file.blob, doc).map_err(error::from_ledger))?;
    if !is_erased {
        return Ok(());
    }
    for blob in file.preview.iter().map(|preview| preview.blob).chain([file.blob]) {
        let row =
            session.read(|work| store::blob::load(work.connection(), blob).map_err(error::from_store))?;
        if row.is_none_or(|row| row.inward != Inward::Here) {
            let path = session.file_path(blob);
            disk::remove_file(&path).map_err(|failure| error::from_io(&failure, &path))?;
        }
    }
    Err(Error::new(Code::FileErased).with("name", file.name.as_str()))
}

/// One record for each file, the original and its small picture.
fn records(work: &Work<'_>, case: &Case<'_>, request: &EraseEvidence) -> Result<Vec<NewRecord>, Error> {
    let item = case.initiative.evidence.iter().find(|item| item.id == request.evidence);
    let item = item.ok_or_else(|| view::not_found(case.doc))?;
    if case.opened.is_none() {
        return Err(Error::new(Code::WrongState).with("status", "draft"));
    }
    let reason = words(&request.text)?;
    let capacity = capacity(work, case, Verb::EraseAttachment, None)?;
    let mut records = Vec::new();
    for blob in item.blob.into_iter().chain(item.preview) {
        if !is_named(work, case.doc, blob.same())? {
            continue;
        }
        let body = RecordBody::EraseAttachment { blob };
        records.push(NewRecord {
            looked_at: case.document.heads(),
            after: case.newest(),
            text: reason.to_owned(),
            ..NewRecord::new(RecordKind::EraseAttachment, capacity, body)
        });
    }
    if records.is_empty() { Err(view::not_found(case.doc)) } else { Ok(records) }
}

fn is_named(work: &Work<'_>, doc: DocId, blob: BlobId) -> Result<bool, Error> {
    Ok(ledger::named_in(work.connection(), blob).map_err(error::from_ledger)?.contains(&doc))
}
