//! From the log into documents, files and read model: what a placed envelope means here.

use api::{Error, Topic};
use engine::Document;
use protocol::{Class, ControlBody, DocId, ItemStatus, Kind, Parsed, Prepared};
use store::pending::{self, Pending};

use crate::ids::Same;
use crate::session::{Session, Work, shape_of};
use crate::{book, error, school};

/// Documents brought up to date in one transaction, so that a call never waits long for its turn.
const DOCUMENTS_AT_ONCE: u32 = 16;

/// Notes what a newly placed envelope asks for; tells whether a role of this member grew.
pub fn note(work: &mut Work<'_>, prepared: &Prepared, status: ItemStatus) -> Result<bool, Error> {
    if status != ItemStatus::Admitted {
        return Ok(false);
    }
    let header = prepared.header();
    match prepared.parsed() {
        Parsed::Changes(_) | Parsed::Snapshot => wait(work, header.doc, prepared)?,
        Parsed::Record(_) => wait(work, header.about.unwrap_or(header.doc), prepared)?,
        Parsed::Control(body) => {
            work.emit(Topic::People);
            return Ok(grants_to(work, body));
        }
        Parsed::Blob(manifest) => book::know_file(work, header.doc, manifest)?,
        Parsed::Readmit(_) | Parsed::Absent | Parsed::Broken(_) => {}
    }
    Ok(false)
}

/// Has a document built again from its envelopes: one of its own was refused.
pub fn rebuild_later(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    pending::note_rebuild(work.connection(), doc).map_err(error::from_store)
}

/// Applies everything that waits, some documents at a time.
pub fn settle(session: &Session) -> Result<(), Error> {
    loop {
        let done = session.commit(|work| {
            let waiting = pending::take(work.connection(), DOCUMENTS_AT_ONCE).map_err(error::from_store)?;
            for one in &waiting {
                settle_one(work, one)?;
            }
            Ok(waiting.len())
        })?;
        if done == 0 {
            return Ok(());
        }
    }
}

fn settle_one(work: &mut Work<'_>, waiting: &Pending) -> Result<(), Error> {
    let Some(class) = class_of(work, waiting.doc)? else { return Ok(()) };
    if waiting.rebuild || !apply_envelopes(work, waiting, class)? {
        rebuild(work, waiting.doc, class)?;
    }
    match class {
        Class::People => school::refresh(work, waiting.doc)?,
        Class::Initiative => work.changed(waiting.doc),
        _ => {}
    }
    Ok(())
}

/// Applies the envelopes; a failure asks for the document to be built again.
fn apply_envelopes(work: &mut Work<'_>, waiting: &Pending, class: Class) -> Result<bool, Error> {
    let mut chunks = Vec::new();
    for id in &waiting.envelopes {
        let Some(stored) = ledger::envelope(work.connection(), *id).map_err(error::from_ledger)? else {
            continue;
        };
        if stored.header.kind == Kind::Change && stored.payload.is_some() {
            chunks.extend(Prepared::new(stored.to_envelope().map_err(error::from_ledger)?).change_chunks());
        }
    }
    if chunks.is_empty() {
        return Ok(true);
    }
    ensure(work, waiting.doc, class)?;
    let Some(document) = work.document(waiting.doc)? else { return Ok(false) };
    if let Err(failure) = document.apply_all(&chunks) {
        tracing::warn!(doc = %waiting.doc, %failure, "an envelope cannot be applied");
        return Ok(false);
    }
    keep(work, waiting.doc, class)?;
    Ok(true)
}

/// Builds a document again from every envelope that counts; one that cannot be applied is left out,
/// so that a broken envelope does not take a colleague's work with it (protocol, section 9).
fn rebuild(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    let actor = work.new_actor();
    let mut document = Document::new_empty(shape_of(class), actor);
    for stored in ledger::envelopes_of(work.connection(), doc).map_err(error::from_ledger)? {
        let counts = matches!(stored.status, ledger::StoredStatus::Admitted | ledger::StoredStatus::Unsent);
        if stored.header.kind != Kind::Change || !counts || stored.payload.is_none() {
            continue;
        }
        for chunk in Prepared::new(stored.to_envelope().map_err(error::from_ledger)?).change_chunks() {
            if let Err(failure) = document.apply(&chunk) {
                tracing::warn!(envelope = %stored.env_id, %failure, "left out of its document");
            }
        }
    }
    work.put_document(doc, document);
    keep(work, doc, class)
}

fn ensure(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    if work.document(doc)?.is_none() {
        let actor = work.new_actor();
        work.put_document(doc, Document::new_empty(shape_of(class), actor));
    }
    Ok(())
}

/// Writes a document as it stands into the profile's file.
pub fn keep(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    let updated_at = work.session.now();
    let Some(document) = work.document(doc)? else { return Ok(()) };
    let row = store::document::Document {
        doc,
        class,
        bytes: document.save(),
        actor: document.actor(),
        heads: document.heads(),
        updated_at,
        broken: false,
    };
    store::document::save(work.connection(), &row).map_err(error::from_store)
}

/// An envelope of this document got further: what shows where it is becomes stale.
pub fn delivery_moved(work: &mut Work<'_>, doc: DocId) {
    work.emit(Topic::Delivery);
    work.emit(Topic::Initiative(doc.same()));
    work.emit(Topic::Initiatives);
}

/// Somebody received more: every own document may be further now.
pub fn receipts_moved(work: &mut Work<'_>) {
    work.emit(Topic::Delivery);
    work.emit(Topic::Initiatives);
    for doc in work.session.cards.mine() {
        work.emit(Topic::Initiative(doc.same()));
    }
}

fn wait(work: &mut Work<'_>, doc: DocId, prepared: &Prepared) -> Result<(), Error> {
    pending::note(work.connection(), doc, prepared.id()).map_err(error::from_store)
}

fn class_of(work: &Work<'_>, doc: DocId) -> Result<Option<Class>, Error> {
    let log = ledger::Ledger::with_unsent(work.connection());
    let document = protocol::LogView::document(&log, doc).map_err(error::from_ledger)?;
    Ok(document.map(|document| document.class))
}

fn grants_to(work: &Work<'_>, body: &ControlBody) -> bool {
    matches!(body, ControlBody::Grant(grant) if grant.member == work.session.member)
}
