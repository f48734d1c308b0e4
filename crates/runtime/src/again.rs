//! Own work that has no effect: kept, shown, and written again where it is still allowed (protocol,
//! section 9).
//!
//! A change that turned void is said again by a new one, once the relay's log was read to its end. A
//! decision is not: it named a version, and is its signer's to make again.

use std::collections::BTreeMap;

use api::{AsideView, Error};
use ledger::{LastPlace, Ledger, Stored};
use protocol::{Class, Code, DocId, DraftContent, EnvId, Envelope, Kind, Open, Parsed, Prepared, Verb};
use store::blob::Outward;
use store::refused::{self, Refused};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{apply, book, error};

/// How often the same words are sent before they only wait to be seen and copied.
const ROUNDS: u32 = 3;

/// What is said of an envelope whose refusal came without a reason.
pub const REFUSED: &str = "refused";

/// Keeps an own envelope that has no effect, and has its document built again without it.
pub fn keep(work: &mut Work<'_>, prepared: &Prepared, code: &str) -> Result<(), Error> {
    tracing::warn!(envelope = %prepared.id(), code, "an own envelope has no effect");
    let header = prepared.header();
    let refused = Refused {
        env: prepared.id(),
        doc: header.doc,
        code: code.to_owned(),
        at: work.session.now(),
        wire: Some(prepared.envelope().to_wire()),
        again: (header.kind != Kind::Change).then(|| prepared.id()),
    };
    refused::note(work.connection(), &refused).map_err(error::from_store)?;
    if let (Parsed::Record(record), Some(Verb::Open)) = (prepared.parsed(), Verb::from_code(header.verb))
        && let Ok(open) = Open::from_body(&record.body)
    {
        back_to_draft(work, header.doc, &open)?;
    }
    work.emit(api::Topic::Delivery);
    apply::rebuild_later(work, header.doc)
}

/// Keeps an own envelope that the log says to be void; the relay's answer to it was lost.
pub fn turned_void(work: &mut Work<'_>, envelope: EnvId) -> Result<(), Error> {
    let Some(stored) = ledger::envelope(work.connection(), envelope).map_err(error::from_ledger)? else {
        return Ok(());
    };
    let prepared = Prepared::new(stored.to_envelope().map_err(error::from_ledger)?);
    keep(work, &prepared, REFUSED)
}

/// What becomes of the envelopes that waited behind one that cannot go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// They are signed anew; what rests on the first is kept with it.
    SignedAnew,
    /// They are kept: nothing of this device would go.
    Kept,
}

/// Takes an envelope that cannot go out of the outbox, with everything behind it.
pub fn take_back(work: &mut Work<'_>, first: &Prepared, code: &str, rest: Rest) -> Result<(), Error> {
    let taken = withdraw(work, first.header().aseq)?;
    settle(work, &taken, code, rest)
}

/// Takes everything of this device from a number on out of the outbox, to be settled.
pub fn withdraw(work: &Work<'_>, from: u64) -> Result<Vec<Stored>, Error> {
    let author = work.session.signer.device_key();
    ledger::withdraw_unsent(work.connection(), author, from).map_err(error::from_ledger)
}

/// Signs anew or keeps what was taken out of the outbox.
pub fn settle(work: &mut Work<'_>, taken: &[Stored], code: &str, rest: Rest) -> Result<(), Error> {
    let mut renamed = BTreeMap::new();
    for stored in taken {
        let prepared = stored.to_own().map_err(error::from_ledger)?;
        let content = content(&prepared, &renamed).filter(|_| rest == Rest::SignedAnew);
        let header = prepared.header();
        // What speaks of a document that is not there is refused here as it would be there.
        match content.map(|content| work.sign_at(header.doc, header.about, content, header.ts)) {
            Some(Ok(id)) => {
                renamed.insert(prepared.id(), id);
            }
            Some(Err(_)) | None => keep(work, &prepared, code)?,
        }
    }
    Ok(())
}

/// What an envelope carries, to be signed anew behind the records that were.
fn content(prepared: &Prepared, renamed: &BTreeMap<EnvId, EnvId>) -> Option<DraftContent> {
    let header = prepared.header();
    Some(match prepared.parsed() {
        Parsed::Changes(_) => {
            DraftContent::Changes { chunks: prepared.change_chunks(), hashes: header.changes.clone() }
        }
        Parsed::Record(record) => {
            let mut payload = record.clone();
            for earlier in &mut payload.after {
                *earlier = renamed.get(earlier).copied().unwrap_or(*earlier);
            }
            DraftContent::Record {
                verb: Verb::from_code(header.verb)?,
                capacity: header.ext.capacity?,
                stage: header.ext.stage,
                heads: header.heads.clone(),
                payload,
            }
        }
        Parsed::Blob(manifest) => DraftContent::Blob(manifest.clone()),
        _ => return None,
    })
}

/// An initiative whose opening has no effect is what it was before: a draft on this machine.
fn back_to_draft(work: &mut Work<'_>, doc: DocId, open: &Open) -> Result<(), Error> {
    if open.class != Class::Initiative || apply::class_of(work, doc)?.is_some() {
        return Ok(());
    }
    if work.document(doc)?.is_some() {
        store::draft::save(work.connection(), doc, open.nonce).map_err(error::from_store)?;
        work.changed(doc);
    }
    Ok(())
}

/// Says again what has no effect and may be said; the relay's log was read to its end before.
///
/// # Errors
/// Those of reading the profile's file; what cannot be said again stays kept.
pub fn write(session: &Session) -> Result<(), Error> {
    let waiting =
        session.read(|work| refused::waiting(work.connection(), ROUNDS).map_err(error::from_store))?;
    for (doc, lost) in by_document(waiting) {
        if let Err(failure) = session.commit(|work| write_one(work, doc, &lost)) {
            tracing::warn!(%doc, %failure, "own work cannot be written again");
        }
    }
    Ok(())
}

fn by_document(refused: Vec<Refused>) -> BTreeMap<DocId, Vec<Refused>> {
    let mut documents: BTreeMap<DocId, Vec<Refused>> = BTreeMap::new();
    for one in refused {
        documents.entry(one.doc).or_default().push(one);
    }
    documents
}

fn write_one(work: &mut Work<'_>, doc: DocId, lost: &[Refused]) -> Result<(), Error> {
    if store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_some() {
        // The draft holds all of it, and is opened again when it is handed in.
        forget_announcements(work, doc)?;
        return said_again(work, lost, None);
    }
    if !may_write(work, doc, lost)? {
        return Ok(());
    }
    let Some(class) = apply::class_of(work, doc)? else { return Ok(()) };
    let (chunks, actor, at) = (chunks(lost), work.new_actor(), work.session.now());
    let Some(document) = work.document(doc)? else { return Ok(()) };
    let said = document.said_by(&chunks).map_err(|failure| book::failed(&failure))?;
    let change = document.say_again(&chunks, actor, at).map_err(|failure| book::failed(&failure))?;
    let Some(change) = change else { return said_again(work, lost, None) };
    let content = DraftContent::Changes { chunks: vec![change.chunk], hashes: vec![change.hash] };
    let again = work.sign(doc, None, content)?;
    said_again(work, lost, Some(again))?;
    apply::keep(work, doc, class)?;
    if class == Class::Initiative {
        if said.iter().any(|edit| book::names_writers(&edit.path)) {
            book::follow_writers(work, doc)?;
        }
        book::announce(work, doc)?;
    }
    apply::follow(work, doc, class)
}

/// Files that no manifest with effect names wait for the next one.
fn forget_announcements(work: &Work<'_>, doc: DocId) -> Result<(), Error> {
    let connection = work.connection();
    for file in store::blob::of_document(connection, doc).map_err(error::from_store)? {
        let named = ledger::named_in(connection, file.blob).map_err(error::from_ledger)?;
        if file.outward == Outward::Announced && named.is_empty() {
            store::blob::set_outward(connection, file.blob, Outward::Local, 0).map_err(error::from_store)?;
        }
    }
    Ok(())
}

fn said_again(work: &Work<'_>, lost: &[Refused], again: Option<EnvId>) -> Result<(), Error> {
    lost.iter().try_for_each(|one| {
        refused::said_again(work.connection(), one.env, again.unwrap_or(one.env)).map_err(error::from_store)
    })
}

/// Whether this member may write it now, and every envelope of it has its answer.
fn may_write(work: &Work<'_>, doc: DocId, lost: &[Refused]) -> Result<bool, Error> {
    let (connection, member) = (work.connection(), work.session.member);
    let log = Ledger::with_unsent(connection);
    if ledger::last_place(connection, doc).map_err(error::from_ledger)? == LastPlace::Unsent
        || !protocol::may_change(member, doc, &log).map_err(error::from_ledger)?
    {
        return Ok(false);
    }
    // Nobody is told that they were taken out of a document: who was must be named anew.
    let mut denied_at = 0;
    for one in lost.iter().filter(|one| is_denial(&one.code)) {
        let stored = ledger::envelope(connection, one.env).map_err(error::from_ledger)?;
        denied_at = stored.and_then(|stored| stored.seq).unwrap_or_default().max(denied_at);
    }
    let named = ledger::named_since(connection, doc, member).map_err(error::from_ledger)?;
    Ok(named.is_none_or(|since| since > denied_at))
}

/// Whether a refusal says, or may say, that the member may not write there.
fn is_denial(code: &str) -> bool {
    code.parse::<Code>().map_or(true, |known| {
        matches!(known, Code::ForbiddenDoc | Code::ForbiddenKind | Code::NotMember | Code::Revoked)
    })
}

/// The changes of envelopes, in the order in which they were written.
fn chunks(lost: &[Refused]) -> Vec<Vec<u8>> {
    let read = |one: &Refused| Envelope::from_wire(one.wire.as_deref()?).ok();
    let mut envelopes: Vec<Envelope> = lost.iter().filter_map(read).map(|(envelope, _)| envelope).collect();
    envelopes.sort_by_key(|envelope| envelope.header().aseq);
    let chunks = |envelope: &Envelope| {
        protocol::change_chunks(envelope.header(), envelope.payload().unwrap_or_default())
    };
    envelopes.iter().flat_map(chunks).collect()
}

/// Lists what is only kept here, by document, as it was written.
pub fn aside(work: &mut Work<'_>) -> Result<Vec<AsideView>, Error> {
    let waiting = refused::waiting(work.connection(), u32::MAX).map_err(error::from_store)?;
    let mut aside = Vec::new();
    for (doc, lost) in by_document(waiting) {
        let Some(document) = work.document(doc)? else { continue };
        let said = document.said_by(&chunks(&lost)).unwrap_or_default();
        let edits: Vec<api::Edit> =
            said.into_iter().map(|edit| api::Edit { path: edit.path, value: edit.value }).collect();
        if !edits.is_empty() {
            aside.push(AsideView { initiative: doc.same(), title: work.session.cards.title(doc), edits });
        }
    }
    Ok(aside)
}

#[cfg(test)]
mod tests;
