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
    /// Seed of this device's key, hex, where the file has it as it is.
    Device = "device";
    /// Secret of this device's box key, hex, where the file has it as it is: others seal to it.
    Box = "box";
    /// This device's public key, hex.
    DeviceKey = "device_key";
    /// `sealed` or `browser`, where the file does not have the device's keys as they are.
    KeysKept = "keys_kept";
    /// Secret of the box key, hex, as the browser encrypted it.
    WrappedBox = "wrapped_box";
    /// What the PIN sealed, hex: the keys, or nothing where the browser keeps them.
    Pin = "pin";
    /// Wrong PINs since the last right one.
    WrongPins = "wrong_pins";
    /// Minutes of rest after which the book is locked.
    RestMinutes = "rest_minutes";
    /// Envelope id of the school's genesis, hex.
    Genesis = "genesis";
    /// The cursor that was last acknowledged to the relay.
    Acked = "acked";
    /// The life of the relay's log, hex, for which this machine still has something to bring back.
    Restoring = "restoring";
    /// A role of this member grew, and not everything that it opens is here yet.
    Granted = "granted";
    /// Work that this device's key signed elsewhere: runs, last number, when it came.
    Elsewhere = "elsewhere";
    /// The relay's key, hex.
    RelayKey = "relay_key";
    /// Addresses of the relay, a JSON list; the first one is tried first.
    RelayAddresses = "relay_addresses";
    /// Where browsers reach the relay and what they know it by, JSON.
    Entrance = "entrance";
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

/// Forgets settings and overwrites where they lay.
pub fn erase(connection: &Connection, keys: &[Key]) -> Result<(), StoreError> {
    connection.pragma_update(None, "secure_delete", "ON")?;
    keys.iter().try_for_each(|key| remove(connection, *key))
}

/// Forgets one setting.
pub fn remove(connection: &Connection, key: Key) -> Result<(), StoreError> {
    connection.execute("DELETE FROM setting WHERE key = ?1", [key.name()])?;
    Ok(())
}

#[cfg(test)]
mod tests;
