//! Gives envelopes their place: on the relay the next one, on clients the one that the relay gave.

use crate::effect;
use crate::sql::{self, UNSENT};
use crate::stored;
use crate::{LedgerError, envelope};
use protocol::{Admission, Code, EnvId, ItemStatus, Parsed, Prepared, PushAnswer, PushStatus};
use rusqlite::{Connection, params};

/// On the relay: places an admitted or void envelope after the head and gives its `seq`.
///
/// Belongs into the transaction in which the envelope was judged.
pub fn place(conn: &Connection, prepared: &Prepared, admission: &Admission) -> Result<u64, LedgerError> {
    let (status, code) = match admission {
        Admission::Admitted => (ItemStatus::Admitted, None),
        Admission::Void(code) => (ItemStatus::Void, Some(*code)),
        _ => return Err(LedgerError::Corrupt("only admitted and void envelopes take a place")),
    };
    append(conn, prepared, status, code)
}

/// On a relay that is being restored: places a change of which only a snapshot still tells.
pub fn place_compacted(conn: &Connection, prepared: &Prepared) -> Result<u64, LedgerError> {
    append(conn, prepared, ItemStatus::Compacted, None)
}

fn append(
    conn: &Connection,
    prepared: &Prepared,
    status: ItemStatus,
    code: Option<Code>,
) -> Result<u64, LedgerError> {
    let before = sql::one(conn, "SELECT head, chain FROM log_state", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?))
    })?;
    let (head, chain) = before.ok_or(LedgerError::NotBegun)?;
    let (at, chain) = (head + 1, protocol::chain(chain, prepared.id()));
    insert(conn, prepared, &Row { at, status, code, chain: Some(&chain[..8]) })?;
    apply(conn, prepared, at, status)?;
    sql::run(conn, "UPDATE log_state SET head = ?1, chain = ?2", params![at, chain])?;
    Ok(at as u64)
}

/// On a client: keeps an envelope at the place that the relay gave it, whether it was pulled, waits
/// to be sent here, or is here without its payload.
pub fn place_at(
    conn: &Connection,
    prepared: &Prepared,
    seq: u64,
    status: ItemStatus,
) -> Result<(), LedgerError> {
    place_with_code(conn, prepared, seq, status, None)
}

fn place_with_code(
    conn: &Connection,
    prepared: &Prepared,
    seq: u64,
    status: ItemStatus,
    code: Option<Code>,
) -> Result<(), LedgerError> {
    let at = i64::try_from(seq).map_err(|_| LedgerError::Corrupt("a place beyond all places"))?;
    match stored::place_of(conn, prepared.id())? {
        None => {
            insert(conn, prepared, &Row { at, status, code, chain: None })?;
            apply(conn, prepared, at, status)?;
        }
        Some((here, _)) if here >= UNSENT => {
            effect::undo(conn, prepared.header(), here)?;
            sql::run(
                conn,
                "UPDATE log_envelope SET at = ?2, status = ?3, code = ?4, former = NULL WHERE env_id = ?1",
                params![prepared.id().as_bytes(), at, status.code(), code.map(Code::as_str)],
            )?;
            apply(conn, prepared, at, status)?;
        }
        Some((here, before)) if here == at => complete(conn, prepared, at, before, status)?,
        Some(_) => return Err(LedgerError::Corrupt("an envelope with two places")),
    }
    sql::run(conn, "UPDATE log_state SET head = max(head, ?1)", [at])?;
    Ok(())
}

/// On the relay: takes the payload of an envelope that is here without it; does nothing otherwise.
pub fn take_payload(conn: &Connection, prepared: &Prepared) -> Result<(), LedgerError> {
    let whole = !matches!(prepared.parsed(), Parsed::Absent | Parsed::Broken(_));
    match stored::place_of(conn, prepared.id())? {
        Some((at, before)) if whole => complete(conn, prepared, at, before, ItemStatus::Admitted),
        _ => Ok(()),
    }
}

/// Adds the payload to an envelope whose payload was withheld or left out before.
fn complete(
    conn: &Connection,
    prepared: &Prepared,
    at: i64,
    before: i64,
    status: ItemStatus,
) -> Result<(), LedgerError> {
    let lacks_it =
        [ItemStatus::Withheld, ItemStatus::Compacted].iter().any(|one| before == i64::from(one.code()));
    let Some(payload) = prepared.envelope().payload().filter(|_| lacks_it) else { return Ok(()) };
    sql::run(
        conn,
        "UPDATE log_envelope SET status = ?2, payload = ?3 WHERE at = ?1",
        params![at, status.code(), payload],
    )?;
    apply(conn, prepared, at, status)
}

/// On a client: takes the relay's answer to a pushed envelope that waits here.
///
/// Answers whether the envelope has its place now; refusals, needs and quarantine change nothing.
pub fn confirm(conn: &Connection, id: EnvId, answer: &PushAnswer) -> Result<bool, LedgerError> {
    let (Some(seq), Some(stored)) = (answer.seq, envelope(conn, id)?) else { return Ok(false) };
    if stored.seq.is_some() {
        return Ok(true);
    }
    let status = match answer.status {
        PushStatus::Void => ItemStatus::Void,
        PushStatus::Admitted if stored.payload.is_none() => ItemStatus::Compacted,
        PushStatus::Admitted => ItemStatus::Admitted,
        // The relay does not say again what became of a duplicate: the pull will.
        _ => return Ok(false),
    };
    let prepared = Prepared::new(stored.to_envelope()?);
    place_with_code(conn, &prepared, seq, status, answer.code)?;
    Ok(true)
}

fn apply(conn: &Connection, prepared: &Prepared, at: i64, status: ItemStatus) -> Result<(), LedgerError> {
    match status {
        ItemStatus::Void => effect::apply_void(conn, prepared.header(), at),
        ItemStatus::Unreadable => Ok(()),
        _ => effect::apply(conn, prepared, at),
    }
}

/// What a row has beside its envelope.
pub(crate) struct Row<'r> {
    pub at: i64,
    pub status: ItemStatus,
    pub code: Option<Code>,
    pub chain: Option<&'r [u8]>,
}

pub(crate) fn insert(conn: &Connection, prepared: &Prepared, row: &Row<'_>) -> Result<(), LedgerError> {
    let header = prepared.header();
    let envelope = prepared.envelope();
    sql::run(
        conn,
        "INSERT INTO log_envelope
             (at, env_id, status, code, kind, verb, doc, about, author, aseq, ts, chain, sig, header, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            row.at,
            prepared.id().as_bytes(),
            row.status.code(),
            row.code.map(Code::as_str),
            header.kind.code(),
            header.verb,
            header.doc.as_bytes(),
            header.about.map(protocol::DocId::to_bytes),
            header.author.as_bytes(),
            header.aseq as i64,
            header.ts,
            row.chain,
            envelope.signature().0,
            envelope.header_bytes(),
            envelope.payload(),
        ],
    )?;
    Ok(())
}
