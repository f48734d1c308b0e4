//! What was found, in words.

use protocol::SpaceId;
use std::fmt::{self, Display, Write};
use std::path::{Path, PathBuf};

/// So many faults of one school are told in full.
const TOLD: usize = 20;

/// Where something was found.
pub(super) enum Place {
    /// In the folder itself.
    Folder,
    /// In one of its files.
    File(&'static str),
    /// In a school.
    School(SpaceId),
    /// At one entry of a school's log.
    Entry(SpaceId, u64),
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder => f.write_str("folder"),
            Self::File(name) => f.write_str(name),
            Self::School(space) => write!(f, "school {space}"),
            Self::Entry(space, at) => write!(f, "school {space}, entry {at}"),
        }
    }
}

/// The outcome of checking a folder.
#[derive(Debug)]
pub struct Verification {
    folder: PathBuf,
    text: String,
    told: usize,
    faults: usize,
    pub(super) schools: usize,
}

impl Verification {
    pub(super) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), text: String::new(), told: 0, faults: 0, schools: 0 }
    }

    /// Says whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults == 0
    }

    /// Says how many things are wrong.
    pub fn faults(&self) -> usize {
        self.faults
    }

    /// Begins to tell of another part.
    pub(super) fn begin(&mut self) {
        self.told = 0;
    }

    pub(super) fn line(&mut self, place: &Place, text: &str) {
        let _ = writeln!(self.text, "{place}: {text}");
    }

    pub(super) fn note(&mut self, place: &Place, text: &str) {
        let _ = writeln!(self.text, "  note, {place}: {text}");
    }

    /// Tells what is wrong, where, and what to do.
    pub(super) fn fault(&mut self, place: &Place, what: &str, to_do: &str) {
        self.faults += 1;
        self.told += 1;
        if self.told <= TOLD {
            let _ = writeln!(self.text, "FAULT, {place}: {what}. {to_do}");
        } else if self.told == TOLD + 1 {
            let _ = writeln!(self.text, "FAULT, {place}: more of them follow, which are only counted.");
        }
    }
}

impl Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (folder, schools, faults) = (self.folder.display(), self.schools, self.faults);
        f.write_str(&self.text)?;
        match faults {
            0 => writeln!(f, "all is well in {folder}: schools {schools}, faults 0"),
            _ => writeln!(f, "NOT WELL: {folder}: schools {schools}, faults {faults}"),
        }
    }
}
