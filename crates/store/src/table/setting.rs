//! Settings of this profile on this machine: one text for each key.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::migration::Migration;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT",
}];

macro_rules! keys {
    ($($(#[doc = $doc:literal])+ $key:ident = $name:literal;)+) => {
        /// What a profile remembers by itself; the name in the file never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key { $($(#[doc = $doc])+ $key),+ }

        impl Key {
            /// Every key, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$key),+];

            /// Gives the name in the file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$key => $name),+ }
            }
        }
    };
}

keys! {
    /// The school's name.
    School = "school";
    /// The person's full name as last known.
    Person = "person";
    /// The member, hex.
    Member = "member";
    /// The school's log, hex.
    Space = "space";
    /// This device's key, hex.
    Device = "device";
    /// This device's box key, hex: others seal to it.
    Box = "box";
    /// Envelope id of the school's genesis, hex.
    Genesis = "genesis";
    /// The cursor that was last acknowledged to the relay.
    Acked = "acked";
    /// The relay's key, hex.
    RelayKey = "relay_key";
    /// Addresses of the relay, a JSON list; the first one is tried first.
    RelayAddresses = "relay_addresses";
    /// Where the school's log was read to, base64url.
    Cursor = "cursor";
    /// When the relay last answered, milliseconds since 1970.
    MetAt = "met_at";
    /// The relay's clock minus this machine's, milliseconds.
    ClockSkew = "clock_skew";
    /// The document of the movement's plan, hex.
    MovementDocument = "movement_document";
    /// The staff list's document, hex.
    PeopleDocument = "people_document";
    /// The school year that is open, such as `2026-2027`.
    SchoolYear = "school_year";
    /// The movement's rules as adopted, JSON.
    Movement = "movement";
    /// Why syncing stopped until somebody looks.
    Stopped = "stopped";
    /// Bytes that originals may take on this machine, or `none` for no limit.
    Originals = "originals";
    /// `vi` or `en`.
    Language = "language";
    /// `system`, `light` or `dark`.
    Theme = "theme";
}

/// Reads one setting.
pub fn get(connection: &Connection, key: Key) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    Ok(query.query_row([key.name()], |row| row.get(0)).optional()?)
}

/// Writes one setting.
pub fn set(connection: &Connection, key: Key, value: &str) -> Result<(), StoreError> {
    let mut write =
        connection.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")?;
    write.execute([key.name(), value])?;
    Ok(())
}

/// Forgets one setting.
pub fn remove(connection: &Connection, key: Key) -> Result<(), StoreError> {
    connection.execute("DELETE FROM setting WHERE key = ?1", [key.name()])?;
    Ok(())
}

#[cfg(test)]
mod tests;
