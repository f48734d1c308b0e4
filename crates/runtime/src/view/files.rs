//! The evidence of an initiative with where each file is.

use api::{DeliveryState, Error, EvidenceView};
use domain::initiative::EvidenceItem;
use store::blob::{Inward, Outward};

use super::Case;
use crate::error;
use crate::evidence::may_erase;
use crate::ids::Same;
use crate::session::Work;

/// Evidence with where each file is.
pub fn evidence(work: &Work<'_>, case: &Case<'_>) -> Result<Vec<EvidenceView>, Error> {
    let may_erase = may_erase(work, case)?;
    let mut views = Vec::with_capacity(case.initiative.evidence.len());
    for item in &case.initiative.evidence {
        let mut view = evidence_view(work, case, item)?;
        view.can_erase = may_erase && !view.erased && item.blob.is_some();
        views.push(view);
    }
    Ok(views)
}

fn evidence_view(work: &Work<'_>, case: &Case<'_>, item: &EvidenceItem) -> Result<EvidenceView, Error> {
    let connection = work.connection();
    let file = match item.blob {
        Some(blob) => store::blob::load(connection, blob.same()).map_err(error::from_store)?,
        None => None,
    };
    let preview = match item.preview {
        Some(preview) => store::blob::load(connection, preview.same()).map_err(error::from_store)?,
        None => None,
    };
    let also_in = match item.blob {
        Some(blob) => store::blob_use::documents_of(connection, blob.same()).map_err(error::from_store)?,
        None => Vec::new(),
    };
    let erased = match item.blob {
        Some(blob) => {
            ledger::is_erased_from(connection, blob.same(), case.doc).map_err(error::from_ledger)?
        }
        None => false,
    };
    let here = file.as_ref().is_some_and(|file| file.inward == Inward::Here);
    let only_here = file.as_ref().is_some_and(|file| here && file.outward != Outward::Committed);
    Ok(EvidenceView {
        id: item.id,
        kind: item.kind.map(|kind| kind.name().to_owned()).unwrap_or_default(),
        title: item.title.clone(),
        caption: item.caption.clone(),
        blob: item.blob,
        file_name: item.name.clone(),
        mime: item.mime.clone(),
        size: item.size.unwrap_or_default(),
        preview: item.preview,
        supports: item.supports.iter().cloned().collect(),
        added_at: item.added_at,
        added_by: item.added_by.map(|member| case.people.name(member)).unwrap_or_default(),
        captured_on: item.captured_on,
        here,
        preview_here: preview.is_some_and(|preview| preview.inward == Inward::Here),
        delivery: if only_here { DeliveryState::ThisMachine } else { DeliveryState::AtRelay },
        sent: if only_here {
            item.blob.map_or(0, |blob| work.session.exchange.transferred(blob.same()))
        } else {
            item.size.unwrap_or_default()
        },
        over_quota: only_here
            && item.blob.is_some_and(|blob| work.session.exchange.is_over_quota(blob.same())),
        erased,
        can_erase: false,
        also_in: also_in.into_iter().filter(|doc| *doc != case.doc).map(|doc| doc.same()).collect(),
    })
}
