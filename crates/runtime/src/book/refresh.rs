//! What follows from a changed document or a new record: uses of files, read model, topics.

use api::{Error, InitiativeView};
use protocol::DocId;

use crate::ids::Same;
use crate::session::Work;
use crate::view::{self, Case};
use crate::{card, error};

/// Brings everything up to date that is read from the initiatives that this work changed.
pub fn refresh_stale(work: &mut Work<'_>) -> Result<(), Error> {
    while let Some(doc) = work.next_stale() {
        if work.document(doc)?.is_some() {
            view::with_case(work, doc, refresh)?;
        }
    }
    Ok(())
}

/// Shows an initiative; what this work changed of it is brought up to date on the same reading.
pub fn show(work: &mut Work<'_>, doc: DocId) -> Result<InitiativeView, Error> {
    let stale = work.take_stale(doc);
    view::with_case(work, doc, |work, case| {
        if stale {
            refresh(work, case)?;
        }
        view::page(work, case)
    })
}

fn refresh(work: &mut Work<'_>, case: &Case<'_>) -> Result<(), Error> {
    let uses: Vec<_> = case
        .initiative
        .evidence
        .iter()
        .flat_map(|item| [item.blob, item.preview].into_iter().flatten().map(|blob| (blob.same(), item.id)))
        .collect();
    store::blob_use::replace(work.connection(), case.doc, &uses).map_err(error::from_store)?;
    card::refresh(work, case)
}
