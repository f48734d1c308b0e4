//! Views of one initiative: flat, ready to show, and never taken back.

use api::{Code, Error, InitiativeView, ReviewView};
use engine::state::Versions;
use protocol::DocId;

use crate::session::Work;

mod alike;
mod case;
mod difference;
mod files;
mod offers;
mod review;
mod sheet;
mod standing;
mod summary;
mod timeline;
mod whole;

pub use alike::to_decide;
pub use case::{Case, People};
pub use offers::{is_closed_by_date, may_sign, may_submit, withdrawable};
pub use sheet::{difficulty_state, with_log};

/// Looks at one initiative with everything that follows from its document and its records.
///
/// # Errors
/// `not_found` where this machine does not have the document.
pub fn with_case<T>(
    work: &mut Work<'_>,
    doc: DocId,
    look: impl FnOnce(&mut Work<'_>, &Case<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let document = match work.document(doc)? {
        Some(document) if document.shape() == engine::Shape::Initiative => document.clone(),
        _ => return Err(not_found(doc)),
    };
    let versions = Versions::new(&document);
    let case = Case::load(work, doc, &document, &versions)?;
    look(work, &case)
}

/// Everything about one initiative, from what was read of it.
pub fn page(work: &mut Work<'_>, case: &Case<'_>) -> Result<InitiativeView, Error> {
    whole::view(work, case)
}

/// Everything about one initiative.
pub fn initiative(work: &mut Work<'_>, doc: DocId) -> Result<InitiativeView, Error> {
    with_case(work, doc, whole::view)
}

/// One initiative as its reviewer sees it, without its place in the queue.
pub fn review(work: &mut Work<'_>, doc: DocId) -> Result<ReviewView, Error> {
    with_case(work, doc, |work, case| {
        let initiative = whole::view(work, case)?;
        Ok(review::view(case, initiative))
    })
}

/// Nothing here has this id, or this member may not read it.
pub fn not_found(doc: DocId) -> Error {
    Error::new(Code::NotFound).with("id", doc.to_string())
}
