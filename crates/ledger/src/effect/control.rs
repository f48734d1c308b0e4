//! Control entries: members, devices, roles, invitations.

use super::signer;
use crate::LedgerError;
use crate::sql;
use protocol::{
    BoxKey, ControlBody, DeviceEntry, DeviceKey, Genesis, GrantBody, Header, InviteOpen, MemberId, RelayKey,
    Role, ScopeId, TlsHash,
};
use rusqlite::{Connection, params};

pub(super) fn apply(
    conn: &Connection,
    header: &Header,
    body: &ControlBody,
    at: i64,
) -> Result<(), LedgerError> {
    match body {
        ControlBody::Genesis(genesis) => found(conn, genesis, at),
        ControlBody::Member { member } => add_member(conn, *member, at),
        ControlBody::DeviceAdd(entry) => add_device(conn, entry, at),
        ControlBody::Join { invite, box_key, .. } => {
            let member: Option<Option<[u8; 16]>> = sql::one(
                conn,
                "SELECT member FROM log_invite WHERE invite = ?1",
                [invite.as_bytes()],
                |row| row.get(0),
            )?;
            let member = member.flatten().ok_or(LedgerError::Corrupt("a join without its invitation"))?;
            let member = MemberId::from_bytes(member);
            add_device(conn, &DeviceEntry { member, device: header.author, box_key: *box_key }, at)?;
            sql::run(
                conn,
                "INSERT OR IGNORE INTO log_join (invite, device, at) VALUES (?1, ?2, ?3)",
                params![invite.as_bytes(), header.author.as_bytes(), at],
            )?;
            Ok(())
        }
        ControlBody::Grant(grant) => {
            end_grant(conn, grant, at)?;
            add_grant(conn, grant, at)
        }
        ControlBody::Ungrant(grant) => end_grant(conn, grant, at),
        ControlBody::Policy { .. } => Ok(()),
        ControlBody::InviteOpen(invite) => open_invite(conn, signer(conn, header)?, invite, at),
        ControlBody::InviteClose { invite } => {
            let sql = "UPDATE log_invite SET closed_at = ?2 WHERE invite = ?1 AND closed_at IS NULL";
            sql::run(conn, sql, params![invite.as_bytes(), at]).map(|_| ())
        }
        ControlBody::DeviceRevoke { device, last_aseq } => cut_device(conn, *device, *last_aseq, at),
        ControlBody::MemberRevoke { member } => remove_member(conn, *member, at),
        ControlBody::RegistrarRotate { registrars, .. } => rotate(conn, registrars, at),
        ControlBody::RelayRotate { relay, relay_box, tls, .. } => {
            set_relay(conn, *relay, *relay_box, tls, at)
        }
    }
}

/// Takes back what a control entry at a place had changed; these tables are small.
pub(super) fn undo(conn: &Connection, at: i64) -> Result<(), LedgerError> {
    for table in ["log_member", "log_device", "log_grant", "log_invite", "log_join", "log_relay"] {
        conn.execute(&format!("DELETE FROM {table} WHERE at = ?1"), [at])?;
    }
    for table in ["log_member", "log_grant"] {
        conn.execute(&format!("UPDATE {table} SET at_to = NULL WHERE at_to = ?1"), [at])?;
    }
    sql::run(conn, "UPDATE log_invite SET closed_at = NULL WHERE closed_at = ?1", [at])?;
    sql::run(conn, "UPDATE log_device SET cut = NULL, cut_at = NULL WHERE cut_at = ?1", [at])?;
    Ok(())
}

fn found(conn: &Connection, genesis: &Genesis, at: i64) -> Result<(), LedgerError> {
    sql::run(conn, "UPDATE log_state SET recovery = ?1", [genesis.recovery.as_bytes()])?;
    set_relay(conn, genesis.relay, genesis.relay_box, &genesis.tls, at)?;
    add_registrars(conn, &genesis.registrars, at)
}

fn add_registrars(conn: &Connection, registrars: &[DeviceEntry], at: i64) -> Result<(), LedgerError> {
    for entry in registrars {
        add_member(conn, entry.member, at)?;
        add_device(conn, entry, at)?;
        let grant = GrantBody {
            member: entry.member,
            role: Role::Registrar,
            scope: None,
            first_day: 0,
            last_day: None,
        };
        add_grant(conn, &grant, at)?;
    }
    Ok(())
}

fn rotate(conn: &Connection, registrars: &[DeviceEntry], at: i64) -> Result<(), LedgerError> {
    let registrar = i64::from(Role::Registrar.code());
    let sql = "UPDATE log_grant SET at_to = ?2 WHERE role = ?1 AND at_to IS NULL";
    sql::run(conn, sql, params![registrar, at])?;
    add_registrars(conn, registrars, at)
}

fn set_relay(
    conn: &Connection,
    relay: RelayKey,
    relay_box: BoxKey,
    tls: &[TlsHash],
    at: i64,
) -> Result<(), LedgerError> {
    let tls: Vec<u8> = tls.iter().flat_map(|hash| hash.to_bytes()).collect();
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_relay (at, relay, relay_box, tls) VALUES (?1, ?2, ?3, ?4)",
        params![at, relay.as_bytes(), relay_box.as_bytes(), tls],
    )?;
    Ok(())
}

fn add_member(conn: &Connection, member: MemberId, at: i64) -> Result<(), LedgerError> {
    // Who is a member already stays one; who was removed begins anew.
    sql::run(
        conn,
        "INSERT INTO log_member (member, at) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM log_member WHERE member = ?1 AND at_to IS NULL)",
        params![member.as_bytes(), at],
    )?;
    Ok(())
}

fn remove_member(conn: &Connection, member: MemberId, at: i64) -> Result<(), LedgerError> {
    let params = params![member.as_bytes(), at];
    sql::run(conn, "UPDATE log_member SET at_to = ?2 WHERE member = ?1 AND at_to IS NULL", params)?;
    sql::run(conn, "UPDATE log_grant SET at_to = ?2 WHERE member = ?1 AND at_to IS NULL", params)?;
    // Every device is cut at the last of its envelopes that has a place.
    sql::run(
        conn,
        "UPDATE log_device SET cut_at = ?2, cut = (
             SELECT ifnull(max(aseq), 0) FROM log_envelope AS e
             WHERE e.author = log_device.device AND e.at < ?2)
         WHERE member = ?1 AND cut_at IS NULL",
        params,
    )?;
    Ok(())
}

fn add_device(conn: &Connection, entry: &DeviceEntry, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_device (device, member, box_key, at) VALUES (?1, ?2, ?3, ?4)",
        params![entry.device.as_bytes(), entry.member.as_bytes(), entry.box_key.as_bytes(), at],
    )?;
    Ok(())
}

fn cut_device(conn: &Connection, device: DeviceKey, last: u64, at: i64) -> Result<(), LedgerError> {
    let last = i64::try_from(last).unwrap_or(i64::MAX);
    sql::run(
        conn,
        "UPDATE log_device SET cut = ?2, cut_at = ?3 WHERE device = ?1 AND cut_at IS NULL",
        params![device.as_bytes(), last, at],
    )?;
    Ok(())
}

fn add_grant(conn: &Connection, grant: &GrantBody, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "INSERT INTO log_grant (member, role, scope, first_day, last_day, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            grant.member.as_bytes(),
            i64::from(grant.role.code()),
            grant.scope.map(ScopeId::to_bytes),
            grant.first_day,
            grant.last_day,
            at
        ],
    )?;
    Ok(())
}

fn end_grant(conn: &Connection, grant: &GrantBody, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "UPDATE log_grant SET at_to = ?4
         WHERE member = ?1 AND role = ?2 AND scope IS ?3 AND at_to IS NULL",
        params![
            grant.member.as_bytes(),
            i64::from(grant.role.code()),
            grant.scope.map(ScopeId::to_bytes),
            at
        ],
    )?;
    Ok(())
}

fn open_invite(conn: &Connection, opener: MemberId, invite: &InviteOpen, at: i64) -> Result<(), LedgerError> {
    sql::run(
        conn,
        "INSERT OR IGNORE INTO log_invite (invite, opener, member, expires, uses, auto, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            invite.invite.as_bytes(),
            opener.as_bytes(),
            invite.member.map(MemberId::to_bytes),
            invite.expires,
            invite.uses as i64,
            invite.auto,
            at
        ],
    )?;
    Ok(())
}
