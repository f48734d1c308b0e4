//! The log as a person reads it.

use api::{Error, LogEntry, ReadLog};
use domain::date::Moment;
use ledger::{Stored, StoredStatus};
use protocol::{Kind, MemberId, Verb};

use crate::error;
use crate::ids::{self, Same};
use crate::session::{Session, Work};

/// Entries given when no number is asked for.
const USUAL: u32 = 200;

/// Lists envelopes, newest first.
pub fn read(session: &Session, request: &ReadLog) -> Result<Vec<LogEntry>, Error> {
    let limit = if request.limit == 0 { USUAL } else { request.limit } as usize;
    session.read(|work| {
        let stored = match request.id {
            Some(id) => {
                let mut all =
                    ledger::envelopes_of(work.connection(), id.same()).map_err(error::from_ledger)?;
                all.reverse();
                all.truncate(limit);
                all
            }
            None => newest(work, limit)?,
        };
        stored.iter().map(|one| entry(work, one)).collect()
    })
}

fn newest(work: &Work<'_>, limit: usize) -> Result<Vec<Stored>, Error> {
    let connection = work.connection();
    let mut all = ledger::unsent(connection, limit).map_err(error::from_ledger)?;
    all.reverse();
    let head = ledger::state(connection).map_err(error::from_ledger)?.head;
    let after = head.saturating_sub(limit as u64);
    let mut placed = ledger::envelopes_after(connection, after, limit).map_err(error::from_ledger)?;
    placed.reverse();
    all.extend(placed);
    all.truncate(limit);
    Ok(all)
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
            verb: verb(header, envelope.payload()),
            doc: row.doc.to_string(),
            title: Some(work.session.cards.title(row.doc)).filter(|title| !title.is_empty()),
            signer: signer(work, header.author)?,
            capacity: header.ext.capacity.map(|capacity| ids::role(capacity.role).name().to_owned()),
            at: row.at,
            bytes: envelope.to_wire().len() as u64,
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
        code: stored.code.map(|code| code.as_str().to_owned()),
        kind: kind(header.kind).to_owned(),
        verb: verb(header, stored.payload.as_deref()),
        doc: header.doc.to_string(),
        title: Some(work.session.cards.title(header.doc)).filter(|title| !title.is_empty()),
        signer: signer(work, header.author)?,
        capacity: header.ext.capacity.map(|capacity| ids::role(capacity.role).name().to_owned()),
        at: Moment::from_millis(header.ts),
        bytes: (stored.header_bytes.len() + stored.payload.as_ref().map_or(0, Vec::len) + 64) as u64,
    })
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

fn verb(header: &protocol::Header, payload: Option<&[u8]>) -> Option<String> {
    match header.kind {
        Kind::Record => Verb::from_code(header.verb).map(|verb| verb.name().to_owned()),
        Kind::Control => {
            let body = protocol::ControlBody::from_bytes(header.verb, payload?).ok()??;
            Some(body.name().to_owned())
        }
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
