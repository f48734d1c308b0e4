//! Lists of what the log says now, for screens and rosters; what waits to be sent is included.

use crate::LedgerError;
use crate::sql;
use crate::view::{audience, class, role, scope};
use crate::{Ledger, sql::seq_of};
use protocol::{
    Audience, BoxKey, Class, DeviceKey, DocId, InviteKey, LogView, MemberId, RelayKey, Role, ScopeId,
    TlsHash, Writer,
};
use rusqlite::Connection;

/// Somebody who is or was a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub member: MemberId,
    /// Whether they are one now.
    pub active: bool,
}

/// A device of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its signing key.
    pub device: DeviceKey,
    /// Whose it is.
    pub member: MemberId,
    /// Its key to be sealed to.
    pub box_key: BoxKey,
    /// Since which place.
    pub from_seq: u64,
    /// The last of its envelopes that counts, where it was revoked.
    pub cut: Option<u64>,
}

/// A role that somebody holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Who.
    pub member: MemberId,
    /// Which role.
    pub role: Role,
    /// Over which department or round.
    pub scope: Option<ScopeId>,
    /// Days since 1970-01-01.
    pub first_day: i64,
    /// Days since 1970-01-01.
    pub last_day: Option<i64>,
    /// Since which place.
    pub from_seq: u64,
}

/// An invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteRow {
    /// Its public key.
    pub invite: InviteKey,
    /// Who opened it.
    pub opener: MemberId,
    /// For whom.
    pub member: Option<MemberId>,
    /// Milliseconds since 1970.
    pub expires: i64,
    /// How many devices may join by it.
    pub uses: u64,
    /// How many have.
    pub used: u64,
    /// Whether the device signs `join` itself.
    pub auto: bool,
    /// Whether it was closed.
    pub closed: bool,
    /// The place of the entry that opened it.
    pub from_seq: u64,
}

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its id.
    pub doc: DocId,
    /// What it is for.
    pub class: Class,
    /// The department that it belongs to.
    pub department: Option<ScopeId>,
    /// Who opened it.
    pub opener: MemberId,
    /// Who reads it.
    pub audience: Audience,
    /// Where it was opened; nothing while that waits to be sent.
    pub opened_seq: Option<u64>,
}

/// Lists members, present and former.
pub fn members(conn: &Connection) -> Result<Vec<MemberRow>, LedgerError> {
    let sql = "SELECT member, max(at_to IS NULL) FROM log_member GROUP BY member";
    sql::all(conn, sql, [], |row| {
        Ok(MemberRow { member: MemberId::from_bytes(row.get(0)?), active: row.get(1)? })
    })
}

/// Lists devices, active and revoked.
pub fn devices(conn: &Connection) -> Result<Vec<DeviceRow>, LedgerError> {
    let sql = "SELECT device, member, box_key, at, cut FROM log_device ORDER BY at, device";
    sql::all(conn, sql, [], |row| {
        Ok(DeviceRow {
            device: DeviceKey::from_bytes(row.get(0)?),
            member: MemberId::from_bytes(row.get(1)?),
            box_key: BoxKey::from_bytes(row.get(2)?),
            from_seq: seq_of(row.get(3)?).unwrap_or(0),
            cut: row.get::<_, Option<i64>>(4)?.map(|cut| cut as u64),
        })
    })
}

/// Lists roles that are held now.
pub fn grants(conn: &Connection) -> Result<Vec<GrantRow>, LedgerError> {
    let sql = "SELECT member, role, scope, first_day, last_day, at FROM log_grant
               WHERE at_to IS NULL ORDER BY at, member";
    sql::all(conn, sql, [], |row| {
        Ok(GrantRow {
            member: MemberId::from_bytes(row.get(0)?),
            role: role(row, 1)?,
            scope: scope(row, 2)?,
            first_day: row.get(3)?,
            last_day: row.get(4)?,
            from_seq: seq_of(row.get(5)?).unwrap_or(0),
        })
    })
}

/// Lists invitations, open and closed.
pub fn invites(conn: &Connection) -> Result<Vec<InviteRow>, LedgerError> {
    let sql = "SELECT invite, opener, member, expires, uses, closed_at IS NOT NULL,
                      (SELECT count(*) FROM log_join AS j WHERE j.invite = i.invite), auto, at
               FROM log_invite AS i ORDER BY at";
    sql::all(conn, sql, [], |row| {
        Ok(InviteRow {
            invite: InviteKey::from_bytes(row.get(0)?),
            opener: MemberId::from_bytes(row.get(1)?),
            member: row.get::<_, Option<_>>(2)?.map(MemberId::from_bytes),
            expires: row.get(3)?,
            uses: row.get::<_, i64>(4)? as u64,
            closed: row.get(5)?,
            used: row.get::<_, i64>(6)? as u64,
            auto: row.get(7)?,
            from_seq: row.get::<_, i64>(8)? as u64,
        })
    })
}

/// Lists documents in the order in which they were opened.
pub fn documents(conn: &Connection) -> Result<Vec<DocumentRow>, LedgerError> {
    let sql = "SELECT doc, class, department, opener, at,
                      (SELECT a.audience FROM log_audience AS a WHERE a.doc = d.doc ORDER BY a.at DESC LIMIT 1)
               FROM log_document AS d ORDER BY at";
    sql::all(conn, sql, [], |row| {
        Ok(DocumentRow {
            doc: DocId::from_bytes(row.get(0)?),
            class: class(row, 1)?,
            department: scope(row, 2)?,
            opener: MemberId::from_bytes(row.get(3)?),
            opened_seq: seq_of(row.get(4)?),
            audience: audience(row, 5)?,
        })
    })
}

/// Lists those whom a document names now.
pub fn writers_of(conn: &Connection, doc: DocId) -> Result<Vec<Writer>, LedgerError> {
    Ledger::with_unsent(conn).writers(doc)
}

/// Finds since which place a document names a member among those who write it now.
pub fn named_since(conn: &Connection, doc: DocId, member: MemberId) -> Result<Option<u64>, LedgerError> {
    let sql = "SELECT max(at) FROM log_writer WHERE doc = ?1 AND member = ?2 AND at_to IS NULL";
    let at = sql::one(conn, sql, (doc.to_bytes(), member.to_bytes()), |row| row.get::<_, Option<i64>>(0))?;
    Ok(at.flatten().map(|at| at as u64))
}

/// The relay that orders this log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayRow {
    /// Its signing key.
    pub relay: RelayKey,
    /// Its key to be sealed to.
    pub relay_box: BoxKey,
    /// Its TLS keys.
    pub tls: Vec<TlsHash>,
}

/// Lists the keys of all relays that the log has named, the one of now first.
pub fn relays(conn: &Connection) -> Result<Vec<RelayKey>, LedgerError> {
    sql::all(conn, "SELECT relay FROM log_relay ORDER BY at DESC", [], |row| {
        row.get(0).map(RelayKey::from_bytes)
    })
}

/// Finds the keys of the relay that the log names now.
pub fn relay_keys(conn: &Connection) -> Result<Option<RelayRow>, LedgerError> {
    let sql = "SELECT relay, relay_box, tls FROM log_relay ORDER BY at DESC LIMIT 1";
    sql::one(conn, sql, [], |row| {
        let tls: Vec<u8> = row.get(2)?;
        Ok(RelayRow {
            relay: RelayKey::from_bytes(row.get(0)?),
            relay_box: BoxKey::from_bytes(row.get(1)?),
            tls: tls.chunks_exact(32).filter_map(|hash| TlsHash::try_from(hash).ok()).collect(),
        })
    })
}
