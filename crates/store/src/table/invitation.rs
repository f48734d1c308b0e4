//! Invitations made on this machine, with their tickets; a ticket never leaves it but on paper.

use domain::date::Moment;
use protocol::{InviteKey, MemberId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE invitation (
            invite BLOB PRIMARY KEY,
            member BLOB NOT NULL,
            ticket TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            expires INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX invitation_by_member ON invitation (member, made_at)",
}];

/// One invitation; whether it was used or closed is told by the control log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its public key, by which the control log names it.
    pub invite: InviteKey,
    /// Who is invited.
    pub member: MemberId,
    /// The whole ticket as text.
    pub ticket: String,
    /// When it was made.
    pub made_at: Moment,
    /// Last moment of use.
    pub expires: Moment,
}

/// Keeps an invitation.
pub fn save(connection: &Connection, invitation: &Invitation) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT OR REPLACE INTO invitation (invite, member, ticket, made_at, expires)
         VALUES (:invite, :member, :ticket, :made_at, :expires)",
    )?;
    write.execute(named_params! {
        ":invite": invitation.invite.as_bytes(),
        ":member": invitation.member.as_bytes(),
        ":ticket": invitation.ticket,
        ":made_at": invitation.made_at.millis(),
        ":expires": invitation.expires.millis(),
    })?;
    Ok(())
}

/// Reads the newest invitation of a member.
pub fn newest_of(connection: &Connection, member: MemberId) -> Result<Option<Invitation>, StoreError> {
    let mut query =
        connection.prepare_cached(&format!("{SELECT} WHERE member = ?1 ORDER BY made_at DESC LIMIT 1"))?;
    Ok(query.query_row([member.as_bytes()], read).optional()?)
}

/// Reads every invitation, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Invitation>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} ORDER BY made_at, rowid"))?;
    let invitations = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(invitations)
}

/// Forgets an invitation, such as one that was used.
pub fn remove(connection: &Connection, invite: InviteKey) -> Result<(), StoreError> {
    connection.execute("DELETE FROM invitation WHERE invite = ?1", [invite.as_bytes()])?;
    Ok(())
}

const SELECT: &str = "SELECT invite, member, ticket, made_at, expires FROM invitation";

fn read(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        invite: column::id(row, 0)?,
        member: column::id(row, 1)?,
        ticket: row.get(2)?,
        made_at: Moment::from_millis(row.get(3)?),
        expires: Moment::from_millis(row.get(4)?),
    })
}

#[cfg(test)]
mod tests;
