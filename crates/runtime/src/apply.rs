//! From the log into documents, files and read model: what a placed envelope means here.

use api::{Error, Topic};
use engine::{Document, Numbered, Snapshot};
use protocol::{
    ChangeHash, Class, ControlBody, DocId, EnvId, Header, ItemStatus, Kind, Parsed, Prepared, PushAnswer,
    PushStatus,
};
use store::pending::{self, Pending};
use store::setting::{self, Key};

use crate::ids::Same;
use crate::session::{Session, Work, shape_of};
use crate::{book, error, host, school, snapshot};

/// Documents brought up to date in one transaction, so that a call never waits long for its turn.
const DOCUMENTS_AT_ONCE: u32 = 64;

/// Notes what a newly placed envelope asks for; tells whether a role of this member grew.
pub fn note(work: &mut Work<'_>, prepared: &Prepared, status: ItemStatus) -> Result<bool, Error> {
    if status != ItemStatus::Admitted {
        return Ok(false);
    }
    let header = prepared.header();
    match prepared.parsed() {
        Parsed::Changes(_) => wait(work, header.doc, prepared)?,
        Parsed::Snapshot => {
            // Who has every change learns nothing from it.
            let held = ledger::holds_changes(work.connection(), header.doc, &header.heads);
            if !held.map_err(error::from_ledger)? {
                wait(work, header.doc, prepared)?;
            }
        }
        Parsed::Record(_) => wait(work, header.about.unwrap_or(header.doc), prepared)?,
        Parsed::Control(body) => {
            work.emit(Topic::People);
            return note_grant(work, body);
        }
        Parsed::Blob(manifest) => book::know_file(work, header.doc, manifest)?,
        Parsed::Readmit(_) | Parsed::Absent | Parsed::Broken(_) => {}
    }
    Ok(false)
}

/// Keeps the place that the relay's answer gives to what waited here.
///
/// A grant that waited was brought back to a relay which had lost it: until now that relay handed out
/// less than this member may read.
pub fn confirm(work: &mut Work<'_>, prepared: &Prepared, answer: &PushAnswer) -> Result<(), Error> {
    ledger::confirm(work.connection(), prepared.id(), answer).map_err(error::from_ledger)?;
    if let (PushStatus::Admitted, Parsed::Control(body)) = (answer.status, prepared.parsed()) {
        note_grant(work, body)?;
    }
    delivery_moved(work, prepared.header().doc);
    Ok(())
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
            let done = waiting.len();
            settle_all(work, waiting)?;
            Ok(done)
        })?;
        if done == 0 {
            return Ok(());
        }
    }
}

/// Applies what waits for the school's document: whoever reads the others wants its names and rules.
pub fn settle_school(session: &Session) -> Result<(), Error> {
    session.commit(|work| {
        let documents = ledger::documents(work.connection()).map_err(error::from_ledger)?;
        for school in documents.into_iter().filter(|row| row.class == Class::People) {
            let waiting = pending::take_one(work.connection(), school.doc).map_err(error::from_store)?;
            if waiting.rebuild || !waiting.envelopes.is_empty() {
                settle_all(work, vec![waiting])?;
            }
        }
        Ok(())
    })
}

/// What is merged into one document.
struct Merge {
    doc: DocId,
    class: Class,
    document: Document,
    waiting: Waiting,
    /// What the snapshots say of changes that they hold.
    vouched: Vec<(Header, Vec<Numbered>)>,
    /// The document as it is kept; nothing where a change did not fit.
    saved: Option<Vec<u8>>,
}

fn settle_all(work: &mut Work<'_>, waiting: Vec<Pending>) -> Result<(), Error> {
    let mut merges = Vec::new();
    for one in waiting {
        let Some(class) = class_of(work, one.doc)? else { continue };
        if one.rebuild {
            rebuild(work, one.doc, class)?;
        } else {
            let waiting = waiting_in(work, &one.envelopes)?;
            if !waiting.chunks.is_empty() || !waiting.snapshots.is_empty() {
                let document = take_or_make(work, one.doc, class)?;
                let vouched = Vec::new();
                merges.push(Merge { doc: one.doc, class, document, waiting, vouched, saved: None });
                continue;
            }
        }
        follow(work, one.doc, class)?;
    }
    for merge in host::map_in_parallel(merges, merge) {
        work.put_document(merge.doc, merge.document);
        for (header, changes) in &merge.vouched {
            snapshot::vouch(work, header, changes)?;
        }
        match merge.saved {
            Some(bytes) => keep_bytes(work, merge.doc, merge.class, bytes)?,
            None => rebuild(work, merge.doc, merge.class)?,
        }
        follow(work, merge.doc, merge.class)?;
    }
    Ok(())
}

/// Merges, and does what needs no file; a failure asks for the document to be built again.
fn merge(mut merge: Merge) -> Merge {
    for (header, snapshot) in &merge.waiting.snapshots {
        match merge.document.absorb(snapshot) {
            Ok(changes) => merge.vouched.push((header.clone(), changes)),
            Err(failure) => {
                tracing::warn!(doc = %merge.doc, %failure, "a snapshot cannot be taken");
                return merge;
            }
        }
    }
    match merge.document.apply_all(&merge.waiting.chunks) {
        Ok(()) => {
            merge.document.read_ahead(&merge.waiting.versions);
            // What is all that is here need not be saved once more.
            let changes = merge.document.change_count();
            let same = merge.waiting.snapshots.iter().rfind(|(_, snapshot)| snapshot.n_changes == changes);
            merge.saved = Some(same.map_or_else(|| merge.document.save(), |(_, same)| same.bytes.clone()));
        }
        Err(failure) => tracing::warn!(doc = %merge.doc, %failure, "an envelope cannot be applied"),
    }
    merge
}

/// Has what is read from a document follow it.
pub fn follow(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    match class {
        Class::People => school::refresh(work, doc)?,
        Class::Initiative => work.changed(doc),
        _ => {}
    }
    Ok(())
}

/// What waits for a document.
#[derive(Default)]
struct Waiting {
    /// Changes to merge.
    chunks: Vec<Vec<u8>>,
    /// What stands for changes that are not here, to be merged before the others.
    snapshots: Vec<(Header, Snapshot)>,
    /// Versions that records speak of.
    versions: Vec<Vec<ChangeHash>>,
}

fn waiting_in(work: &Work<'_>, envelopes: &[EnvId]) -> Result<Waiting, Error> {
    let mut waiting = Waiting::default();
    for id in envelopes {
        let stored = ledger::envelope(work.connection(), *id).map_err(error::from_ledger)?;
        let Some(ledger::Stored { header, payload: Some(payload), .. }) = stored else { continue };
        match header.kind {
            Kind::Change => waiting.chunks.extend(protocol::change_chunks(&header, &payload)),
            Kind::Record => waiting.versions.push(header.heads),
            Kind::Snapshot => waiting.snapshots.extend(snapshot::read(header, payload)),
            Kind::Control | Kind::Blob | Kind::Readmit => {}
        }
    }
    Ok(waiting)
}

fn take_or_make(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<Document, Error> {
    match work.take_document(doc)? {
        Some(document) => Ok(document),
        None => Ok(Document::new_empty(shape_of(class), work.new_actor())),
    }
}

/// Builds a document again from every envelope that counts; one that cannot be applied is left out,
/// so that a broken envelope does not take a colleague's work with it (protocol, section 9).
fn rebuild(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    let actor = work.new_actor();
    let mut document = Document::new_empty(shape_of(class), actor);
    let envelopes = ledger::envelopes_of(work.connection(), doc).map_err(error::from_ledger)?;
    // What the relay has let go, or has back without its payload, may be whole here.
    let counts = |stored: &&ledger::Stored| {
        use ledger::StoredStatus::{Admitted, Compacted, Unsent};
        matches!(stored.status, Admitted | Unsent | Compacted)
    };
    for stored in envelopes.iter().filter(counts).filter(|stored| stored.header.kind == Kind::Snapshot) {
        snapshot::take(work, &mut document, stored)?;
    }
    let changes = |stored: &ledger::Stored| {
        let payload = stored.payload.as_deref().unwrap_or_default();
        protocol::change_chunks(&stored.header, payload)
    };
    let all: Vec<_> = envelopes.iter().filter(counts).flat_map(changes).collect();
    let mut whole = document.clone();
    if whole.apply_all(&all).is_ok() {
        work.put_document(doc, whole);
        return keep(work, doc, class);
    }
    leave_out_what_does_not_fit(&mut document, all);
    work.put_document(doc, document);
    keep(work, doc, class)
}

/// Applies changes one by one, each once what it rests on is there, in whatever order they have places.
fn leave_out_what_does_not_fit(document: &mut Document, mut left: Vec<Vec<u8>>) {
    loop {
        let before = left.len();
        left.retain(|chunk| document.apply(chunk).is_err());
        if left.len() == before {
            break;
        }
    }
    for chunk in left {
        if let Err(failure) = document.apply(&chunk) {
            tracing::warn!(%failure, "a change is left out of its document");
        }
    }
}

/// Writes a document as it stands into the profile's file.
pub fn keep(work: &mut Work<'_>, doc: DocId, class: Class) -> Result<(), Error> {
    let Some(bytes) = work.document(doc)?.map(|document| document.save()) else { return Ok(()) };
    keep_bytes(work, doc, class, bytes)
}

fn keep_bytes(work: &mut Work<'_>, doc: DocId, class: Class, bytes: Vec<u8>) -> Result<(), Error> {
    let updated_at = work.session.now();
    let Some(document) = work.document(doc)? else { return Ok(()) };
    let row = store::document::Document {
        doc,
        class,
        bytes,
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

/// What kind of document the log knows this as; nothing where its opening has no effect.
pub fn class_of(work: &Work<'_>, doc: DocId) -> Result<Option<Class>, Error> {
    let log = ledger::Ledger::with_unsent(work.connection());
    let document = protocol::LogView::document(&log, doc).map_err(error::from_ledger)?;
    Ok(document.map(|document| document.class))
}

/// Remembers, until all of it is here, that more documents can be read now: what is fetched at once may
/// not come.
fn note_grant(work: &Work<'_>, body: &ControlBody) -> Result<bool, Error> {
    let granted = matches!(body, ControlBody::Grant(grant) if grant.member == work.session.member);
    if granted {
        setting::set(work.connection(), Key::Granted, "").map_err(error::from_store)?;
    }
    Ok(granted)
}
