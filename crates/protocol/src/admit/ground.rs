//! Steps 9 and 10: what an envelope rests on is here and has effect.

use super::{Halt, Need, Step, deps, need, void};
use crate::chunk::ChangeMeta;
use crate::code::Code;
use crate::envelope::{Parsed, Prepared};
use crate::header::Header;
use crate::id::{ActorId, ChangeHash, DocId, EnvId};
use crate::record::RecordPayload;
use crate::verb::Verb;
use crate::view::{ChangeStanding, Extent, LogView, Standing};
use std::collections::HashMap;

pub(super) fn check<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    let header = prepared.header();
    match prepared.parsed() {
        Parsed::Changes(changes) => {
            check_document(header.doc, log)?;
            check_deps(header.doc, changes, log)?;
            check_sequence(header.doc, changes, log)
        }
        Parsed::Record(record) => check_record(header, record, log),
        Parsed::Snapshot => {
            check_document(header.doc, log)?;
            check_heads(header, log)
        }
        Parsed::Blob(_) => check_document(header.doc, log),
        // The document's own opening may be among them.
        Parsed::Readmit(envelopes) => check_quarantined(envelopes, log),
        Parsed::Control(_) | Parsed::Absent | Parsed::Broken(_) => Ok(()),
    }
}

fn check_document<L: LogView>(doc: DocId, log: &L) -> Step<L::Error> {
    match log.document(doc).map_err(Halt::Failed)? {
        Some(_) => Ok(()),
        None => need(Need::Doc(doc)),
    }
}

fn check_record<L: LogView>(header: &Header, record: &RecordPayload, log: &L) -> Step<L::Error> {
    if header.verb == Verb::Open.code() {
        let known = log.document(header.doc).map_err(Halt::Failed)?.is_some();
        let speaks = !header.heads.is_empty();
        return if known || speaks { void(Code::ForbiddenDoc) } else { check_after(record, log) };
    }
    check_document(header.doc, log)?;
    if let Some(about) = header.about {
        let unknown = log.document(about).map_err(Halt::Failed)?.is_none();
        if unknown && log.extent() == Extent::Readable {
            // This device may not read what the record is about: the relay has checked it.
            return check_after(record, log);
        }
        if unknown {
            return need(Need::Doc(about));
        }
    }
    check_heads(header, log)?;
    check_after(record, log)
}

fn check_heads<L: LogView>(header: &Header, log: &L) -> Step<L::Error> {
    let mut missing = Vec::new();
    for head in &header.heads {
        match log.change(header.subject(), *head).map_err(Halt::Failed)? {
            Some(ChangeStanding::Effective) => {}
            Some(ChangeStanding::Ineffective) => return void(Code::RestsOnVoid),
            None => missing.push(*head),
        }
    }
    need_unless_abridged(header.subject(), missing, log)
}

/// A reader does not look for what a snapshot stands for.
fn need_unless_abridged<L: LogView>(doc: DocId, missing: Vec<ChangeHash>, log: &L) -> Step<L::Error> {
    let abridged = || Ok(log.extent() == Extent::Readable && log.is_abridged(doc)?);
    if missing.is_empty() || abridged().map_err(Halt::Failed)? { Ok(()) } else { need(deps(missing)) }
}

fn check_after<L: LogView>(record: &RecordPayload, log: &L) -> Step<L::Error> {
    let mut missing = Vec::new();
    for earlier in &record.after {
        match log.standing(*earlier).map_err(Halt::Failed)? {
            Some(Standing::Effective { .. }) => {}
            Some(Standing::Void { .. } | Standing::Quarantined) => return void(Code::RestsOnVoid),
            // A client need not hold every record that the signer had seen.
            None if log.extent() == Extent::Readable => {}
            None => missing.push(earlier.to_bytes()),
        }
    }
    if missing.is_empty() { Ok(()) } else { need(Need::Deps(missing)) }
}

fn check_deps<L: LogView>(doc: DocId, changes: &[ChangeMeta], log: &L) -> Step<L::Error> {
    let mut missing = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        for dep in &change.deps {
            if changes[..index].iter().any(|earlier| earlier.hash == *dep) {
                continue;
            }
            match log.change(doc, *dep).map_err(Halt::Failed)? {
                Some(ChangeStanding::Effective) => {}
                Some(ChangeStanding::Ineffective) => return void(Code::RestsOnVoid),
                None => missing.push(*dep),
            }
        }
    }
    need_unless_abridged(doc, missing, log)
}

/// Step 10: a second change with one (actor, seq) would wedge the document for good.
fn check_sequence<L: LogView>(doc: DocId, changes: &[ChangeMeta], log: &L) -> Step<L::Error> {
    let mut last: HashMap<ActorId, u64> = HashMap::new();
    for change in changes {
        let before = match last.get(&change.actor) {
            Some(seq) => *seq,
            None => log.actor_seq(doc, change.actor).map_err(Halt::Failed)?,
        };
        if change.seq <= before {
            if log.is_vouched(doc, change.hash).map_err(Halt::Failed)? {
                continue;
            }
            return void(Code::DuplicateSeq);
        }
        // The numbers of what a snapshot stands for are in its payload alone.
        if change.seq > before + 1 && !log.is_abridged(doc).map_err(Halt::Failed)? {
            return need(deps(change.deps.iter().copied()));
        }
        last.insert(change.actor, change.seq);
    }
    Ok(())
}

fn check_quarantined<L: LogView>(envelopes: &[EnvId], log: &L) -> Step<L::Error> {
    let mut missing = Vec::new();
    for envelope in envelopes {
        match log.standing(*envelope).map_err(Halt::Failed)? {
            Some(Standing::Quarantined) => {}
            Some(_) => return void(Code::RestsOnVoid),
            // Only the relay keeps what revoked devices sent; it comes right behind this.
            None if log.extent() == Extent::Readable => {}
            None => missing.push(envelope.to_bytes()),
        }
    }
    if missing.is_empty() { Ok(()) } else { need(Need::Deps(missing)) }
}
