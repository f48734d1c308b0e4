//! Snapshots: which ones stand for which changes (protocol section 17).

use crate::sql::{self, UNSENT};
use crate::{Ledger, LedgerError};
use protocol::{ActorId, ChangeHash, ChangeStanding, DeviceKey, DocId, EnvId, Header, LogView, MemberId};
use rusqlite::{Connection, params};

/// A change as a snapshot tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Its hash.
    pub hash: ChangeHash,
    /// Who made it, in Automerge's words.
    pub actor: ActorId,
    /// The actor's number.
    pub seq: u64,
}

/// Notes a snapshot that covers what it says: of its document, up to its place, exactly its changes.
///
/// Its heads name their whole past. Where all of them lie up to that place and as many changes do as it
/// holds, those are its changes; otherwise it was made of less, or in another life of the log.
pub(crate) fn note(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    let covered = header.ext.covered_seq.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(0);
    let doc = header.doc;
    if covered >= at || Some(changes_up_to(conn, doc, covered)?) != header.ext.n_changes {
        return Ok(());
    }
    let log = Ledger::pulled_at(conn, covered as u64 + 1);
    for head in &header.heads {
        if log.change(doc, *head)? != Some(ChangeStanding::Effective) {
            return Ok(());
        }
    }
    let sql = "INSERT OR IGNORE INTO log_snapshot (doc, at, covered) VALUES (?1, ?2, ?3)";
    sql::run(conn, sql, params![doc.as_bytes(), at, covered]).map(|_| ())
}

/// Counts the changes of a document that have effect and lie up to a place.
fn changes_up_to(conn: &Connection, doc: DocId, covered: i64) -> Result<u64, LedgerError> {
    let sql = "SELECT (SELECT count(DISTINCT hash) FROM log_change
                       WHERE doc = ?1 AND at <= ?2 AND effective = 1)
                    + (SELECT count(*) FROM log_vouched WHERE doc = ?1 AND at <= ?2)";
    let count = sql::one(conn, sql, params![doc.as_bytes(), covered], |row| row.get::<_, i64>(0))?;
    Ok(count.unwrap_or(0) as u64)
}

pub(crate) fn undo(conn: &Connection, header: &Header, at: i64) -> Result<(), LedgerError> {
    let params = params![header.doc.as_bytes(), at];
    sql::run(conn, "DELETE FROM log_snapshot WHERE doc = ?1 AND at = ?2", params).map(|_| ())
}

/// On a client: takes from a snapshot that was loaded and checked what it says of changes whose
/// envelopes, or their payloads, are not here.
pub fn vouch(conn: &Connection, header: &Header, changes: &[Vouched]) -> Result<(), LedgerError> {
    let covered = header.ext.covered_seq.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(0);
    let doc = header.doc;
    for change in changes {
        let known = sql::run(
            conn,
            "UPDATE log_change SET actor = ifnull(actor, ?2), seq = ifnull(seq, ?3)
             WHERE hash = ?1 AND doc = ?4 AND effective = 1",
            params![change.hash.as_bytes(), change.actor.as_bytes(), change.seq as i64, doc.as_bytes()],
        )?;
        if known == 0 {
            sql::run(
                conn,
                "INSERT OR IGNORE INTO log_vouched (doc, hash, actor, seq, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    doc.as_bytes(),
                    change.hash.as_bytes(),
                    change.actor.as_bytes(),
                    change.seq as i64,
                    covered
                ],
            )?;
        }
    }
    Ok(())
}

/// Whether every change of a document is here with the envelope that its author signed.
pub fn is_signed_for(conn: &Connection, doc: DocId) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_vouched WHERE doc = ?1 LIMIT 1";
    Ok(sql::one(conn, sql, [doc.as_bytes()], |_| Ok(()))?.is_none())
}

/// Lists documents with changes of which only a snapshot tells.
pub fn vouched_for(conn: &Connection) -> Result<Vec<DocId>, LedgerError> {
    sql::all(conn, "SELECT DISTINCT doc FROM log_vouched", [], |row| row.get(0).map(DocId::from_bytes))
}

/// On a client: gives up a snapshot that cannot be loaded, or that says what its log does not.
pub fn give_up(conn: &Connection, doc: DocId) -> Result<(), LedgerError> {
    sql::run(conn, "DELETE FROM log_vouched WHERE doc = ?1", [doc.as_bytes()])?;
    sql::run(conn, "DELETE FROM log_snapshot WHERE doc = ?1", [doc.as_bytes()])?;
    let sql = "UPDATE log_envelope SET payload = NULL, status = 2
               WHERE doc = ?1 AND kind = 4 AND status = 0 AND at < ?2";
    sql::run(conn, sql, params![doc.as_bytes(), UNSENT])?;
    sql::run(conn, "INSERT OR IGNORE INTO log_wanted (doc) VALUES (?1)", [doc.as_bytes()]).map(|_| ())
}

/// Lists documents that are to be fetched from their beginning.
pub fn wanted(conn: &Connection) -> Result<Vec<DocId>, LedgerError> {
    sql::all(conn, "SELECT doc FROM log_wanted", [], |row| row.get(0).map(DocId::from_bytes))
}

/// Notes that a document was fetched from its beginning, or cannot be read any more.
pub fn fetched(conn: &Connection, doc: DocId) -> Result<(), LedgerError> {
    sql::run(conn, "DELETE FROM log_wanted WHERE doc = ?1", [doc.as_bytes()]).map(|_| ())
}

/// Whether all these changes of a document are here with what they say.
pub fn holds_changes(conn: &Connection, doc: DocId, hashes: &[ChangeHash]) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_change WHERE hash = ?1 AND doc = ?2 AND effective = 1 AND actor IS NOT NULL";
    all_of(conn, sql, doc, hashes)
}

/// Whether every change of a document is here with its payload.
pub fn is_whole(conn: &Connection, doc: DocId) -> Result<bool, LedgerError> {
    let sql =
        "SELECT 1 FROM log_envelope WHERE doc = ?1 AND kind = 1 AND status IN (0, 2) AND payload IS NULL
               LIMIT 1";
    let lacks = sql::one(conn, sql, [doc.as_bytes()], |_| Ok(()))?.is_some();
    Ok(!lacks && is_signed_for(conn, doc)?)
}

/// Whether only a snapshot tells of these changes.
pub fn are_vouched(conn: &Connection, doc: DocId, hashes: &[ChangeHash]) -> Result<bool, LedgerError> {
    all_of(conn, "SELECT 1 FROM log_vouched WHERE hash = ?1 AND doc = ?2", doc, hashes)
}

fn all_of(conn: &Connection, sql: &str, doc: DocId, hashes: &[ChangeHash]) -> Result<bool, LedgerError> {
    for hash in hashes {
        if sql::one(conn, sql, params![hash.as_bytes(), doc.as_bytes()], |_| Ok(()))?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an envelope is here without its payload.
pub fn lacks_payload(conn: &Connection, envelope: EnvId) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_envelope WHERE env_id = ?1 AND payload IS NULL AND status IN (1, 2)";
    Ok(sql::one(conn, sql, [envelope.as_bytes()], |_| Ok(()))?.is_some())
}

/// How much of a document no snapshot covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// Change envelopes.
    pub envelopes: u64,
    /// Bytes of their payloads.
    pub bytes: u64,
    /// The newest change envelope.
    pub last: EnvId,
    /// Who signed it.
    pub author: DeviceKey,
    /// Its author's clock, in milliseconds since 1970.
    pub ts: i64,
}

/// Whether something of a document waits to be sent.
pub fn holds_unsent(conn: &Connection, doc: DocId) -> Result<bool, LedgerError> {
    let sql = "SELECT 1 FROM log_envelope WHERE doc = ?1 AND at >= ?2 LIMIT 1";
    Ok(sql::one(conn, sql, params![doc.as_bytes(), UNSENT], |_| Ok(()))?.is_some())
}

/// Says how much of a document no snapshot covers; nothing where all is.
pub fn uncovered(conn: &Connection, doc: DocId) -> Result<Option<Uncovered>, LedgerError> {
    let sql =
        "SELECT count(*), ifnull(sum(length(payload)), 0), max(at), env_id, author, ts FROM log_envelope
               WHERE doc = ?1 AND kind = 1 AND status IN (0, 2)
                 AND at > ifnull((SELECT max(covered) FROM log_snapshot WHERE doc = ?1), 0)
               HAVING count(*) > 0";
    sql::one(conn, sql, [doc.as_bytes()], |row| {
        Ok(Uncovered {
            envelopes: row.get::<_, i64>(0)? as u64,
            bytes: row.get::<_, i64>(1)? as u64,
            last: EnvId::from_bytes(row.get(3)?),
            author: DeviceKey::from_bytes(row.get(4)?),
            ts: row.get(5)?,
        })
    })
}

/// Lists the documents in which a device wrote.
pub fn written_by(conn: &Connection, author: DeviceKey) -> Result<Vec<DocId>, LedgerError> {
    let sql = "SELECT DISTINCT doc FROM log_envelope
               WHERE author = ?1 AND kind = 1 AND status = 0 AND at < ?2";
    sql::all(conn, sql, params![author.as_bytes(), UNSENT], |row| row.get(0).map(DocId::from_bytes))
}

/// So many changes must be covered by one member's snapshots alone before another member makes one.
const ALONE: i64 = 32;

/// Lists documents of which only one other member's snapshots stand for much, and that member's clock
/// when the newest was made, in milliseconds since 1970.
pub fn alone(conn: &Connection, me: MemberId) -> Result<Vec<(DocId, i64)>, LedgerError> {
    let sql = "SELECT s.doc, e.ts FROM log_snapshot AS s
               JOIN log_envelope AS e ON e.at = s.at JOIN log_device AS d ON d.device = e.author
               WHERE s.at = (SELECT max(n.at) FROM log_snapshot AS n WHERE n.doc = s.doc) AND d.member <> ?1
                 AND (SELECT count(*) FROM log_envelope AS c
                      WHERE c.doc = s.doc AND c.kind = 1 AND c.status IN (0, 2) AND c.at <= s.covered
                        AND c.at > ifnull((SELECT max(t.covered) FROM log_snapshot AS t
                            JOIN log_envelope AS f ON f.at = t.at JOIN log_device AS g ON g.device = f.author
                            WHERE t.doc = s.doc AND g.member <> d.member), 0)) >= ?2";
    sql::all(conn, sql, params![me.as_bytes(), ALONE], |row| {
        Ok((DocId::from_bytes(row.get(0)?), row.get(1)?))
    })
}
