//! Admission's look-ups, answered from the tables for one place of the log.

use crate::LedgerError;
use crate::sql::{self, UNSENT};
use crate::state::control_head;
use crate::stored::select;
use protocol::{
    ActorId, Appointment, Audience, BoxKey, ChangeHash, ChangeStanding, Class, ControlBody, Device,
    DeviceKey, DocId, Document, EnvId, Extent, Grant, Invite, InviteKey, LogView, MemberId, Parsed, Prepared,
    RecoveryKey, Role, ScopeId, SpaceId, Standing, Writer,
};
use rusqlite::{Connection, Row, params};

/// The log as it stands just before one place.
#[derive(Clone, Copy, Debug)]
pub struct Ledger<'c> {
    conn: &'c Connection,
    /// What has a place below this is seen.
    before: i64,
    extent: Extent,
    /// Whether snapshots that are still to come stand for what is missing.
    abridged: bool,
}

impl<'c> Ledger<'c> {
    /// Sees everything that has a place: how the relay judges what is pushed.
    pub const fn placed(conn: &'c Connection) -> Self {
        Self { conn, before: UNSENT, extent: Extent::Whole, abridged: false }
    }

    /// Sees what lies before a place: how a client judges the item that it pulled for that place.
    pub const fn pulled_at(conn: &'c Connection, seq: u64) -> Self {
        Self { conn, before: seq as i64, extent: Extent::Readable, abridged: false }
    }

    /// Sees what lies before a place, of a log from which is left out what snapshots stand for: how a
    /// client judges its first page.
    pub const fn abridged_at(conn: &'c Connection, seq: u64) -> Self {
        Self { conn, before: seq as i64, extent: Extent::Readable, abridged: true }
    }

    /// Sees also what waits to be sent: how a client judges what it is about to sign.
    pub const fn with_unsent(conn: &'c Connection) -> Self {
        Self { conn, before: i64::MAX, extent: Extent::Whole, abridged: false }
    }

    /// Sees also what waits to be sent, and knows that some of each author may be missing: how a client
    /// judges what was brought to it without a place.
    pub const fn brought(conn: &'c Connection) -> Self {
        Self { conn, before: i64::MAX, extent: Extent::Readable, abridged: false }
    }

    fn exists(&self, sql: &str, params: impl rusqlite::Params) -> Result<bool, LedgerError> {
        Ok(sql::one(self.conn, sql, params, |_| Ok(()))?.is_some())
    }
}

/// Reads a role's number.
pub(crate) fn role(row: &Row<'_>, index: usize) -> rusqlite::Result<Role> {
    let code: i64 = row.get(index)?;
    Role::from_code(code as u64).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, code))
}

/// Reads an audience's number.
pub(crate) fn audience(row: &Row<'_>, index: usize) -> rusqlite::Result<Audience> {
    let code: i64 = row.get(index)?;
    Audience::from_code(code as u64).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, code))
}

/// Reads a class's number.
pub(crate) fn class(row: &Row<'_>, index: usize) -> rusqlite::Result<Class> {
    let code: i64 = row.get(index)?;
    Class::from_code(code as u64).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, code))
}

/// Reads a scope or nothing.
pub(crate) fn scope(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<ScopeId>> {
    Ok(row.get::<_, Option<_>>(index)?.map(ScopeId::from_bytes))
}

impl LogView for Ledger<'_> {
    type Error = LedgerError;

    fn extent(&self) -> Extent {
        self.extent
    }

    fn space(&self) -> Result<Option<SpaceId>, LedgerError> {
        sql::one(self.conn, "SELECT space FROM log_state", [], |row| row.get(0).map(SpaceId::from_bytes))
    }

    fn expected_genesis(&self) -> Result<Option<EnvId>, LedgerError> {
        let genesis =
            sql::one(self.conn, "SELECT genesis FROM log_state", [], |row| row.get::<_, Option<_>>(0))?;
        Ok(genesis.flatten().map(EnvId::from_bytes))
    }

    fn standing(&self, envelope: EnvId) -> Result<Option<Standing>, LedgerError> {
        let sql = "SELECT at, status FROM log_envelope WHERE env_id = ?1";
        let row = sql::one(self.conn, sql, [envelope.as_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        if let Some((at, status)) = row {
            let seq = sql::seq_of(at).unwrap_or(0);
            return Ok(Some(if status == 3 { Standing::Void { seq } } else { Standing::Effective { seq } }));
        }
        let sql = "SELECT 1 FROM log_quarantine WHERE env_id = ?1";
        Ok(self.exists(sql, [envelope.as_bytes()])?.then_some(Standing::Quarantined))
    }

    fn is_readmitted(&self, envelope: EnvId) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM log_readmitted WHERE env_id = ?1 AND at < ?2";
        self.exists(sql, params![envelope.as_bytes(), self.before])
    }

    fn control_head(&self) -> Result<EnvId, LedgerError> {
        control_head(self.conn, self.before)
    }

    fn is_control(&self, entry: EnvId) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM log_envelope WHERE env_id = ?1 AND kind = 3 AND status = 0 AND at < ?2";
        self.exists(sql, params![entry.as_bytes(), self.before])
    }

    fn chain_entry(&self, author: DeviceKey, aseq: u64) -> Result<Option<EnvId>, LedgerError> {
        let sql = "SELECT env_id FROM log_envelope WHERE author = ?1 AND aseq = ?2";
        sql::one(self.conn, sql, params![author.as_bytes(), aseq as i64], |row| {
            row.get(0).map(EnvId::from_bytes)
        })
    }

    fn chain_end(&self, author: DeviceKey) -> Result<u64, LedgerError> {
        let sql = "SELECT max(aseq) FROM log_envelope WHERE author = ?1";
        let end = sql::one(self.conn, sql, [author.as_bytes()], |row| row.get::<_, Option<i64>>(0))?;
        Ok(end.flatten().unwrap_or(0) as u64)
    }

    fn device(&self, device: DeviceKey) -> Result<Option<Device>, LedgerError> {
        let sql = "SELECT member, box_key, iif(cut_at < ?2, cut, NULL) FROM log_device
                   WHERE device = ?1 AND at < ?2";
        sql::one(self.conn, sql, params![device.as_bytes(), self.before], |row| {
            Ok(Device {
                member: MemberId::from_bytes(row.get(0)?),
                box_key: BoxKey::from_bytes(row.get(1)?),
                cut: row.get::<_, Option<i64>>(2)?.map(|cut| cut as u64),
            })
        })
    }

    fn device_count(&self, member: MemberId) -> Result<u64, LedgerError> {
        let sql = "SELECT count(*) FROM log_device
                   WHERE member = ?1 AND at < ?2 AND (cut_at IS NULL OR cut_at >= ?2)";
        let count =
            sql::one(self.conn, sql, params![member.as_bytes(), self.before], |row| row.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0) as u64)
    }

    fn is_member(&self, member: MemberId) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM log_member
                   WHERE member = ?1 AND at < ?2 AND (at_to IS NULL OR at_to >= ?2)";
        self.exists(sql, params![member.as_bytes(), self.before])
    }

    fn grants(&self, member: MemberId) -> Result<Vec<Grant>, LedgerError> {
        let sql = "SELECT role, scope FROM log_grant
                   WHERE member = ?1 AND at < ?2 AND (at_to IS NULL OR at_to >= ?2)";
        sql::all(self.conn, sql, params![member.as_bytes(), self.before], |row| {
            Ok(Grant { role: role(row, 0)?, scope: scope(row, 1)? })
        })
    }

    fn holders(&self, role: Role, scope: Option<ScopeId>) -> Result<Vec<MemberId>, LedgerError> {
        let sql = "SELECT DISTINCT member FROM log_grant
                   WHERE role = ?1 AND (?2 IS NULL OR scope = ?2) AND at < ?3
                     AND (at_to IS NULL OR at_to >= ?3)";
        let scope = scope.map(ScopeId::to_bytes);
        sql::all(self.conn, sql, params![i64::from(role.code()), scope, self.before], |row| {
            row.get(0).map(MemberId::from_bytes)
        })
    }

    fn appointments(&self, member: MemberId) -> Result<Vec<Appointment>, LedgerError> {
        let sql = "SELECT role, round, initiative FROM log_appointment WHERE member = ?1 AND at < ?2";
        sql::all(self.conn, sql, params![member.as_bytes(), self.before], |row| {
            Ok(Appointment {
                role: role(row, 0)?,
                round: DocId::from_bytes(row.get(1)?),
                initiative: row.get::<_, Option<_>>(2)?.map(DocId::from_bytes),
            })
        })
    }

    fn invite(&self, invite: InviteKey) -> Result<Option<Invite>, LedgerError> {
        let sql = "SELECT opener, member, expires, uses, auto, ifnull(closed_at < ?2, 0),
                          (SELECT count(*) FROM log_join AS j WHERE j.invite = i.invite AND j.at < ?2)
                   FROM log_invite AS i WHERE invite = ?1 AND at < ?2";
        sql::one(self.conn, sql, params![invite.as_bytes(), self.before], |row| {
            Ok(Invite {
                opener: MemberId::from_bytes(row.get(0)?),
                member: row.get::<_, Option<_>>(1)?.map(MemberId::from_bytes),
                expires: row.get(2)?,
                uses_left: row.get::<_, i64>(3)?.saturating_sub(row.get(6)?).max(0) as u64,
                auto: row.get(4)?,
                closed: row.get(5)?,
            })
        })
    }

    fn policy(&self) -> Result<u64, LedgerError> {
        // Asked when somebody joins or the table changes; a column would have to be filled in old files.
        let newest = "WHERE kind = 3 AND verb IN (1, 7) AND status = 0 AND at < ?1 ORDER BY at DESC LIMIT 1";
        let Some(entry) = select(self.conn, newest, [self.before])?.pop() else { return Ok(1) };
        match Prepared::new(entry.to_envelope()?).parsed() {
            Parsed::Control(ControlBody::Genesis(genesis)) => Ok(genesis.policy),
            Parsed::Control(ControlBody::Policy { version, .. }) => Ok(*version),
            _ => Err(LedgerError::Corrupt("a kept control entry cannot be read")),
        }
    }

    fn recovery_key(&self) -> Result<Option<RecoveryKey>, LedgerError> {
        let key =
            sql::one(self.conn, "SELECT recovery FROM log_state", [], |row| row.get::<_, Option<_>>(0))?;
        Ok(key.flatten().map(RecoveryKey::from_bytes))
    }

    fn document(&self, doc: DocId) -> Result<Option<Document>, LedgerError> {
        let sql = "SELECT class, department, opener,
                          (SELECT a.audience FROM log_audience AS a WHERE a.doc = d.doc AND a.at < ?2
                           ORDER BY a.at DESC LIMIT 1)
                   FROM log_document AS d WHERE doc = ?1 AND at < ?2";
        sql::one(self.conn, sql, params![doc.as_bytes(), self.before], |row| {
            Ok(Document {
                class: class(row, 0)?,
                department: scope(row, 1)?,
                opener: MemberId::from_bytes(row.get(2)?),
                audience: audience(row, 3)?,
            })
        })
    }

    fn audience_at(&self, doc: DocId, seq: u64) -> Result<Option<Audience>, LedgerError> {
        let sql = "SELECT audience FROM log_audience WHERE doc = ?1 AND at < ?2 ORDER BY at DESC LIMIT 1";
        let place = (seq as i64).min(self.before);
        sql::one(self.conn, sql, params![doc.as_bytes(), place], |row| audience(row, 0))
    }

    fn writers(&self, doc: DocId) -> Result<Vec<Writer>, LedgerError> {
        let sql = "SELECT member, role FROM log_writer
                   WHERE doc = ?1 AND at < ?2 AND (at_to IS NULL OR at_to >= ?2)";
        sql::all(self.conn, sql, params![doc.as_bytes(), self.before], |row| {
            Ok(Writer { member: MemberId::from_bytes(row.get(0)?), role: role(row, 1)? })
        })
    }

    fn change(&self, doc: DocId, hash: ChangeHash) -> Result<Option<ChangeStanding>, LedgerError> {
        let sql = "SELECT max(effective) FROM log_change WHERE hash = ?1 AND at < ?3 AND doc = ?2";
        let effective =
            sql::one(self.conn, sql, params![hash.as_bytes(), doc.as_bytes(), self.before], |row| {
                row.get::<_, Option<bool>>(0)
            })?;
        if let Some(effective) = effective.flatten() {
            return Ok(Some(if effective { ChangeStanding::Effective } else { ChangeStanding::Ineffective }));
        }
        let sql = "SELECT 1 FROM log_vouched WHERE doc = ?1 AND hash = ?2 AND at < ?3";
        let vouched = self.exists(sql, params![doc.as_bytes(), hash.as_bytes(), self.before])?;
        Ok(vouched.then_some(ChangeStanding::Effective))
    }

    fn is_abridged(&self, doc: DocId) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM log_change WHERE doc = ?1 AND actor IS NULL AND effective = 1 LIMIT 1";
        Ok(self.abridged || self.exists(sql, [doc.as_bytes()])?)
    }

    fn is_vouched(&self, doc: DocId, hash: ChangeHash) -> Result<bool, LedgerError> {
        crate::are_vouched(self.conn, doc, &[hash])
    }

    fn actor_seq(&self, doc: DocId, actor: ActorId) -> Result<u64, LedgerError> {
        let sql = "SELECT max(
                       ifnull((SELECT seq FROM log_change
                               WHERE doc = ?1 AND actor = ?2 AND effective = 1 AND at < ?3
                               ORDER BY seq DESC LIMIT 1), 0),
                       ifnull((SELECT seq FROM log_vouched
                               WHERE doc = ?1 AND actor = ?2 AND at < ?3 ORDER BY seq DESC LIMIT 1), 0))";
        let seq = sql::one(self.conn, sql, params![doc.as_bytes(), actor.as_bytes(), self.before], |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(seq.unwrap_or(0) as u64)
    }

    fn scores_open(&self, round: DocId, initiative: DocId) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM log_opened
                   WHERE round = ?1 AND at < ?3 AND (initiative IS NULL OR initiative = ?2) LIMIT 1";
        self.exists(sql, params![round.as_bytes(), initiative.as_bytes(), self.before])
    }
}
