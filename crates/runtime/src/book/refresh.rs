//! What follows from a changed document or a new record: uses of files, read model, topics.

use api::{Error, Topic};
use domain::initiative::Initiative;
use protocol::DocId;

use crate::ids::Same;
use crate::session::Work;
use crate::{card, error};

/// Brings everything that is read from an initiative up to date.
pub fn refresh(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    let Some(node) = work.document(doc)?.map(|document| document.node()) else { return Ok(()) };
    let initiative = Initiative::read(&node);
    let uses: Vec<_> = initiative
        .evidence
        .iter()
        .flat_map(|item| [item.blob, item.preview].into_iter().flatten().map(|blob| (blob.same(), item.id)))
        .collect();
    store::blob_use::replace(work.connection(), doc, &uses).map_err(error::from_store)?;
    card::refresh(work, doc)?;
    work.emit(Topic::Initiative(doc.same()));
    work.emit(Topic::Initiatives);
    Ok(())
}
