use std::path::{Path, PathBuf};

use protocol::{Cursor, DeviceKey, EnvId, MemberId};
use rusqlite::Connection;
use testkit::Person;

use crate::disk;

/// How a machine stands in the school, as everybody knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is one of a member's.
    Active,
    /// The registrar has revoked it.
    Revoked,
    /// Another machine has the same key: one of the two must join anew.
    Cloned,
}

/// A machine with an application on it.
pub struct Machine {
    /// What the trace calls it.
    pub name: String,
    /// Its number in the world.
    pub number: usize,
    /// How it stands.
    pub standing: Standing,
    /// The person in front of it; nobody while it is off.
    person: Option<Person>,
    home: PathBuf,
    backup: Option<PathBuf>,
}

impl Machine {
    /// Switches a machine on.
    pub async fn on(number: usize, name: &str, home: &Path) -> Self {
        crate::world::let_run(number);
        let person = Person::at(name, home).await;
        Self {
            name: name.to_owned(),
            number,
            standing: Standing::Active,
            person: Some(person),
            home: home.to_owned(),
            backup: None,
        }
    }

    /// The person.
    pub fn person(&self) -> &Person {
        self.person.as_ref().expect("it is on")
    }

    /// Switches it off as a power cut does, and on again.
    pub async fn loses_power(&mut self, tear: impl FnOnce(&Path)) {
        let left = self.home.with_extension("left");
        disk::copy(&self.home, &left).expect("there is room");
        self.person = None;
        tear(&left);
        disk::put_back(&left, &self.home).expect("there is room");
        disk::remove(&left).expect("it is there");
        self.starts().await;
    }

    async fn starts(&mut self) {
        crate::world::let_run(self.number);
        self.person = Some(Person::at(&self.name, &self.home).await);
    }

    /// Copies its profiles, with the application closed, as a careful person does.
    pub async fn is_backed_up(&mut self) {
        let to = self.home.with_extension("backup");
        self.person = None;
        if to.exists() {
            disk::remove(&to).expect("it is there");
        }
        disk::copy(&self.home, &to).expect("there is room");
        self.backup = Some(to);
        self.starts().await;
    }

    /// Puts the copy back; `false` where there is none.
    pub async fn is_put_back(&mut self) -> bool {
        let Some(backup) = self.backup.clone() else { return false };
        self.person = None;
        disk::put_back(&backup, &self.home).expect("there is room");
        self.starts().await;
        true
    }

    /// Copies its profiles to another machine.
    pub async fn is_cloned(&mut self, number: usize, home: &Path) -> Self {
        self.person = None;
        disk::copy(&self.home, home).expect("there is room");
        self.starts().await;
        let mut clone = Self::on(number, &format!("{} (clone)", self.name), home).await;
        clone.standing = Standing::Cloned;
        self.standing = Standing::Cloned;
        clone
    }

    /// Opens the book beside the application, to look at it; nothing where it has none.
    pub fn book(&self) -> Option<Connection> {
        let mut profiles = std::fs::read_dir(self.home.join("profiles")).ok()?;
        let profile = profiles.find_map(|entry| {
            let entry = entry.ok()?;
            // One that begins with a dot was a joining that has not ended.
            (!entry.file_name().to_string_lossy().starts_with('.')).then(|| entry.path())
        })?;
        runtime::look_into(&profile).ok()
    }

    fn setting(&self, key: &str) -> Option<String> {
        let sql = "SELECT value FROM setting WHERE key = ?1";
        self.book()?.query_row(sql, [key], |row| row.get(0)).ok()
    }

    /// Its key.
    pub fn device(&self) -> Option<DeviceKey> {
        self.setting("device_key")?.parse().ok()
    }

    /// Whose it is.
    pub fn member(&self) -> Option<MemberId> {
        self.setting("member")?.parse().ok()
    }

    /// Whether it has taken all of the relay's log, and sent all that it made.
    pub fn is_level_with(&self, relay: &ledger::State) -> bool {
        self.book().is_some_and(|book| {
            let here = ledger::state(&book).expect("a book has a log");
            let there = Cursor::at(relay.epoch, relay.head, &relay.chain);
            here.cursor == Some(there) && ledger::unsent_count(&book).expect("a book has a log") == 0
        })
    }

    /// What its book holds with payloads.
    pub fn holds(&self) -> Vec<EnvId> {
        let Some(book) = self.book() else { return Vec::new() };
        let sql = "SELECT env_id FROM log_envelope WHERE payload IS NOT NULL";
        let mut statement = book.prepare(sql).expect("a book has a log");
        let held = statement.query_map([], |row| row.get::<_, [u8; 32]>(0)).expect("a book can be read");
        held.map(|id| EnvId::from_bytes(id.expect("an id"))).collect()
    }
}
