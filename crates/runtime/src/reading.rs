//! The log as a person reads it.

use api::{Error, LogEntry, ReadLog};
use domain::date::Moment;
use ledger::{Stored, StoredStatus};
use protocol::{DocId, Kind, MemberId, Verb};

use crate::ids::{self, Same};
use crate::session::{Session, Work};
use crate::error;

/// Entries given when no number is asked for.
const USUAL: u32 = 200;

/// Lists envelopes, newest first.
pub fn read(session: &Session, request: &ReadLog) -> Result<Vec<LogEntry>, Error> {
    let limit = if request.limit == 0 { USUAL } else { request.limit } as usize;
    session.read(|work| {
        let stored = match request.id {
            Some(id) => {
                let mut all = ledger::envelopes_of(work.connection(), id.same()).map_err(error::from_ledger)?;
                all.reverse();
                all.truncate(limit);
                all
            }
            None => ledger::newest(work.connection(), limit).map_err(error::from_ledger)?,
        };
        stored.iter().map(|one| entry(work, one)).collect()
    })
}

/// Lists what was refused, newest first.
pub fn refused(work: &Work<'_>) -> Result<Vec<LogEntry>, Error> {
    let rows = store::refused::newest(work.connection(), 20).map_err(error::from_store)?;
    let mut entries = Vec::new();
    for row in rows {
        let envelope = row.wire.as_deref().and_then(|wire| protocol::Envelope::from_wire(wire).ok());
        let Some((envelope, _)) = envelope else { continue };
        let header = envelope.header();
        entries.push(LogEntry {
            id: row.env.to_string(),
            seq: None,
            status: "refused".to_owned(),
            code: Some(row.code),
            kind: kind(header.kind).to_owned(),
            verb: verb(header),
            doc: row.doc.to_string(),
            title: Some(work.session.cards.title(row.doc)).filter(|title| !title.is_empty()),
            signer: signer(work, header.author)?,
            capacity: header.ext.capacity.map(|capacity| ids::role(capacity.role).name().to_owned()),
            at: row.at,
            bytes: envelope.wire_len() as u64,
        });
    }
    Ok(entries)
}

fn entry(work: &Work<'_>, stored: &Stored) -> Result<LogEntry, Error> {
    let header = &stored.header;
    let status = match stored.status {
        StoredStatus::Unsent => "unsent",
        StoredStatus::Admitted => "admitted",
        StoredStatus::Void => "void",
        StoredStatus::Withheld => "withheld",
        StoredStatus::Compacted => "compacted",
    };
    Ok(LogEntry {
        id: stored.env_id.to_string(),
        seq: stored.seq,
        status: status.to_owned(),
        code: void_code(work, stored)?,
        kind: kind(header.kind).to_owned(),
        verb: verb(header),
        doc: header.doc.to_string(),
        title: Some(work.session.cards.title(header.doc)).filter(|title| !title.is_empty()),
        signer: signer(work, header.author)?,
        capacity: header.ext.capacity.map(|capacity| ids::role(capacity.role).name().to_owned()),
        at: Moment::from_millis(header.ts),
        bytes: stored.to_envelope().wire_len() as u64,
    })
}

fn void_code(work: &Work<'_>, stored: &Stored) -> Result<Option<String>, Error> {
    if stored.status != StoredStatus::Void {
        return Ok(None);
    }
    let refused = store::refused::newest(work.connection(), 1000).map_err(error::from_store)?;
    Ok(refused.into_iter().find(|row| row.env == stored.env_id).map(|row| row.code))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Change => "change",
        Kind::Record => "record",
        Kind::Control => "control",
        Kind::Snapshot => "snapshot",
        Kind::Blob => "blob",
        Kind::Readmit => "readmit",
    }
}

fn verb(header: &protocol::Header) -> Option<String> {
    match header.kind {
        Kind::Record => Verb::from_code(header.verb.into()).map(|verb| verb.name().to_owned()),
        Kind::Control => protocol::ControlBody::name_of(header.verb.into()).map(str::to_owned),
        _ => None,
    }
}

fn signer(work: &Work<'_>, device: protocol::DeviceKey) -> Result<String, Error> {
    let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    match devices.into_iter().find(|row| row.device == device) {
        Some(row) => name(work, row.member),
        None => Ok(device.to_string()[..8].to_owned()),
    }
}

/// A member's name as the staff list has it; the beginning of the id until it has arrived.
pub fn name(work: &Work<'_>, member: MemberId) -> Result<String, Error> {
    let person = store::person::load(work.connection(), member).map_err(error::from_store)?;
    Ok(person.map_or_else(|| member.to_string()[..8].to_owned(), |person| person.name))
}

/// Whether a document is known here at all.
pub fn is_known(work: &Work<'_>, doc: DocId) -> Result<bool, Error> {
    Ok(store::document::load(work.connection(), doc).map_err(error::from_store)?.is_some())
}
