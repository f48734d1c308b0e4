//! What the relay hands out: each device gets what its member may read (protocol section 10).

use crate::sql::{self, UNSENT};
use crate::{Ledger, LedgerError};
use protocol::{
    DeviceKey, DocId, DocumentLine, EnvId, EnvelopeFacts, ItemStatus, Kind, MemberId, PullItem, Reading,
    Signature, Skipped, limits, reads, reads_document,
};
use rusqlite::{Connection, Params, Row};
use std::collections::HashMap;

/// So many entries are looked at for one page, so that nobody waits long for a page of nothing.
const SCAN: i64 = 4_000;

/// Who asks for which page.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// Whose device asks.
    pub member: MemberId,
    /// The device.
    pub device: DeviceKey,
    /// The last place that it has.
    pub after: u64,
    /// How many bytes of items are enough.
    pub max_bytes: usize,
    /// Whether ids of unreadable entries are wanted, to check the chain.
    pub verify: bool,
}

/// A stretch of the log as one device may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it may know of, in the log's order.
    pub items: Vec<PullItem>,
    /// What it may not.
    pub skipped: Vec<Skipped>,
    /// The last place that the page covers.
    pub upto: u64,
    /// Whether nothing follows in the log now.
    pub complete: bool,
    /// The head of the log when the page was read.
    pub head: u64,
}

/// Reads the next stretch of the log.
pub fn page(conn: &Connection, request: &PageRequest) -> Result<Page, LedgerError> {
    let sql =
        "SELECT at, env_id, status, kind, verb, doc, about, author, aseq, length(header), length(payload)
               FROM log_envelope WHERE at > ?1 AND at < ?2 ORDER BY at LIMIT ?3";
    build(conn, request, sql, (after(request), UNSENT, SCAN))
}

/// The newest snapshot of an entry's document.
const NEWEST: &str = "FROM log_snapshot AS s WHERE s.doc = e.doc ORDER BY s.at DESC LIMIT 1";

/// Reads the next stretch of the log without what its newest snapshots stand for: the changes that they
/// cover, and older snapshots.
pub fn abridged_page(conn: &Connection, request: &PageRequest) -> Result<Page, LedgerError> {
    let sql = format!(
        "SELECT at, env_id, status, kind, verb, doc, about, author, aseq, length(header), length(payload)
         FROM log_envelope AS e WHERE at > ?1 AND at < ?2
           AND NOT (kind = 1 AND status IN (0, 2) AND at <= ifnull((SELECT covered {NEWEST}), 0))
           AND NOT (kind = 4 AND status IN (0, 2) AND at < ifnull((SELECT at {NEWEST}), 0))
         ORDER BY at LIMIT ?3"
    );
    build(conn, request, &sql, (after(request), UNSENT, SCAN))
}

/// Whether payloads are wanted that snapshots stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payloads {
    /// As far as they are still there.
    Sent,
    /// The headers are enough.
    LeftOut,
}

/// Reads the next stretch of what [`abridged_page`] leaves out.
pub fn covered_page(
    conn: &Connection,
    request: &PageRequest,
    payloads: Payloads,
) -> Result<Page, LedgerError> {
    let (status, length) = match payloads {
        Payloads::Sent => ("status", "length(payload)"),
        Payloads::LeftOut => ("2", "NULL"),
    };
    let sql = format!(
        "SELECT at, env_id, {status}, kind, verb, doc, about, author, aseq, length(header), {length}
         FROM log_envelope AS e WHERE at > ?1 AND at < ?2 AND kind IN (1, 4) AND status IN (0, 2)
           AND iif(kind = 1, at <= ifnull((SELECT covered {NEWEST}), 0), at < ifnull((SELECT at {NEWEST}), 0))
         ORDER BY at LIMIT ?3"
    );
    build(conn, request, &sql, (after(request), UNSENT, SCAN))
}

/// Reads the next stretch of one document.
pub fn doc_page(conn: &Connection, request: &PageRequest, doc: DocId) -> Result<Page, LedgerError> {
    let sql =
        "SELECT at, env_id, status, kind, verb, doc, about, author, aseq, length(header), length(payload)
               FROM log_envelope WHERE doc = ?4 AND at > ?1 AND at < ?2 ORDER BY at LIMIT ?3";
    build(conn, request, sql, (after(request), UNSENT, SCAN, doc.to_bytes()))
}

/// Reads the next stretch of the control log.
pub fn control_page(conn: &Connection, request: &PageRequest) -> Result<Page, LedgerError> {
    let sql =
        "SELECT at, env_id, status, kind, verb, doc, about, author, aseq, length(header), length(payload)
               FROM log_envelope WHERE kind = 3 AND at > ?1 AND at < ?2 ORDER BY at LIMIT ?3";
    build(conn, request, sql, (after(request), UNSENT, SCAN))
}

fn after(request: &PageRequest) -> i64 {
    i64::try_from(request.after).unwrap_or(i64::MAX)
}

/// An entry without its bytes.
struct Entry {
    facts: EnvelopeFacts,
    env_id: EnvId,
    status: ItemStatus,
    aseq: u64,
    bytes: usize,
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let out_of_range = |index, code| rusqlite::Error::IntegralValueOutOfRange(index, code);
    let (status, kind): (i64, i64) = (row.get(2)?, row.get(3)?);
    Ok(Entry {
        facts: EnvelopeFacts {
            seq: row.get::<_, i64>(0)? as u64,
            kind: Kind::from_code(kind as u64).ok_or(out_of_range(3, kind))?,
            verb: row.get(4)?,
            doc: DocId::from_bytes(row.get(5)?),
            about: row.get::<_, Option<_>>(6)?.map(DocId::from_bytes),
            author: DeviceKey::from_bytes(row.get(7)?),
        },
        env_id: EnvId::from_bytes(row.get(1)?),
        status: ItemStatus::from_code(status as u64).ok_or(out_of_range(2, status))?,
        aseq: row.get::<_, i64>(8)? as u64,
        bytes: (row.get::<_, i64>(9)? + row.get::<_, Option<i64>>(10)?.unwrap_or(0)) as usize + 80,
    })
}

fn build(
    conn: &Connection,
    request: &PageRequest,
    sql: &str,
    params: impl Params,
) -> Result<Page, LedgerError> {
    let head: i64 = sql::one(conn, "SELECT head FROM log_state", [], |row| row.get(0))?.unwrap_or(0);
    let mut page = Page { upto: request.after, head: head as u64, ..Page::default() };
    let mut readable = HashMap::new();
    let mut bytes = 0;
    let limit = request.max_bytes.min(limits::PAGE_BYTES);
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut looked = 0;
    loop {
        let Some(row) = rows.next()? else {
            page.complete = looked < SCAN;
            break;
        };
        looked += 1;
        let entry = entry(row)?;
        let reading = reading(conn, request, &entry, &mut readable)?;
        if reading != Reading::Nothing {
            let more = if reading == Reading::Whole { entry.bytes } else { 400 };
            if bytes > 0 && bytes + more > limit {
                break;
            }
            bytes += more;
        }
        page.upto = entry.facts.seq;
        take(conn, &mut page, request, &entry, reading)?;
    }
    Ok(page)
}

fn reading(
    conn: &Connection,
    request: &PageRequest,
    entry: &Entry,
    readable: &mut HashMap<DocId, bool>,
) -> Result<Reading, LedgerError> {
    let ledger = Ledger::placed(conn);
    let facts = &entry.facts;
    let answer = match readable.get(&facts.doc) {
        Some(answer) => *answer,
        None if facts.kind == Kind::Control => true,
        None => {
            let answer = reads_document(request.member, facts.doc, &ledger)?;
            readable.insert(facts.doc, answer);
            answer
        }
    };
    reads(request.member, request.device, facts, Some(answer), &ledger)
}

fn take(
    conn: &Connection,
    page: &mut Page,
    request: &PageRequest,
    entry: &Entry,
    reading: Reading,
) -> Result<(), LedgerError> {
    if reading == Reading::Nothing {
        skip(&mut page.skipped, entry);
        if request.verify {
            page.items.push(PullItem::Unreadable { seq: entry.facts.seq, env_id: entry.env_id });
        }
        return Ok(());
    }
    page.items.push(item(conn, entry, reading)?);
    Ok(())
}

fn item(conn: &Connection, entry: &Entry, reading: Reading) -> Result<PullItem, LedgerError> {
    let seq = entry.facts.seq;
    let whole = reading == Reading::Whole && entry.status == ItemStatus::Admitted;
    let sql = if whole {
        "SELECT header, sig, payload FROM log_envelope WHERE at = ?1"
    } else {
        "SELECT header, sig, NULL FROM log_envelope WHERE at = ?1"
    };
    let row = sql::one(conn, sql, [seq as i64], |row| {
        Ok((row.get(0)?, Signature(row.get(1)?), row.get::<_, Option<Vec<u8>>>(2)?))
    })?;
    let (header, sig, payload) = row.ok_or(LedgerError::Corrupt("an entry vanished while it was read"))?;
    let withheld = entry.status == ItemStatus::Admitted && reading == Reading::HeaderOnly;
    let status = if withheld { ItemStatus::Withheld } else { entry.status };
    Ok(PullItem::Envelope { seq, status, header, sig, payload })
}

/// Notes an unreadable number, joined to the range before where it follows it.
fn skip(skipped: &mut Vec<Skipped>, entry: &Entry) {
    let author = entry.facts.author;
    match skipped.iter_mut().rev().find(|range| range.author == author) {
        Some(range) if range.to + 1 == entry.aseq => range.to = entry.aseq,
        _ => skipped.push(Skipped { author, from: entry.aseq, to: entry.aseq }),
    }
}

/// Lists the documents that a member may read now: what to fetch after a role was granted.
pub fn documents_readable(conn: &Connection, member: MemberId) -> Result<Vec<DocumentLine>, LedgerError> {
    let sql = "SELECT doc, class, at,
                      (SELECT max(e.at) FROM log_envelope AS e WHERE e.doc = d.doc AND e.at < ?1)
               FROM log_document AS d WHERE at < ?1 ORDER BY at";
    let lines = sql::all(conn, sql, [UNSENT], |row| {
        Ok(DocumentLine {
            doc: DocId::from_bytes(row.get(0)?),
            class: row.get(1)?,
            first: row.get::<_, i64>(2)? as u64,
            last: row.get::<_, i64>(3)? as u64,
        })
    })?;
    let ledger = Ledger::placed(conn);
    let mut readable = Vec::new();
    for line in lines {
        if reads_document(member, line.doc, &ledger)? {
            readable.push(line);
        }
    }
    Ok(readable)
}
