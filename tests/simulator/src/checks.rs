//! What is seen on the wire, and what of it must be so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ledger::Ledger;
use protocol::{
    Admission, Code, ControlBody, Cursor, Device, DeviceKey, EnvId, Envelope, EnvelopeFacts, LogView,
    MemberId, PageItem, PageReader, Parsed, Prepared, PushResponse, PushStatus, Reading, admit_prepared,
    read_push, reads,
};
use rusqlite::Connection;

use crate::post::{Answer, Sheet, route};
use crate::trace::Violation;

/// What an envelope that was answered for is known by.
#[derive(Clone, Copy, Debug)]
pub struct Answered {
    /// Who made it.
    pub author: DeviceKey,
    /// Their number.
    pub aseq: u64,
}

/// How far the work of somebody counts who was revoked.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// The last number.
    pub last: u64,
    /// The entry that says so.
    pub entry: EnvId,
}

/// What the relay should answer.
#[derive(Debug)]
pub enum Expected {
    /// To a push, by the same function, on what its log is now.
    Push(Vec<Admission>),
    /// Anything.
    Anything,
}

/// Who looks on.
#[derive(Default)]
pub struct Witness {
    log: Option<Connection>,
    /// Whose each machine is.
    pub owners: BTreeMap<usize, (DeviceKey, MemberId)>,
    /// What the relay answered for, and what must not be lost.
    pub answered: BTreeMap<EnvId, Answered>,
    /// What each author may have made at most, once they were revoked.
    pub cuts: BTreeMap<DeviceKey, Cut>,
    /// What was taken back from quarantine.
    pub readmitted: BTreeSet<EnvId>,
    /// The largest number that each machine has seen in any page.
    largest: BTreeMap<usize, u64>,
}

/// The database of the one school in a relay's folder.
pub fn database(folder: &Path) -> Option<PathBuf> {
    let mut schools = std::fs::read_dir(folder.join("schools")).ok()?;
    let school = schools.find_map(|school| {
        let path = school.ok()?.path().join("relay.db");
        path.exists().then_some(path)
    })?;
    Some(school)
}

impl Witness {
    /// Opens the relay's log beside the relay.
    pub fn look_at(&mut self, folder: &Path) {
        self.log = database(folder).and_then(|path| {
            let log = Connection::open(path).ok()?;
            log.busy_timeout(std::time::Duration::from_secs(10)).ok()?;
            Some(log)
        });
    }

    /// Closes it.
    pub fn look_away(&mut self) {
        self.log = None;
    }

    /// The relay's log; nothing where it has none.
    pub fn log(&self) -> Option<&Connection> {
        self.log.as_ref()
    }

    /// Counts the changes that the relay has only the header of.
    pub fn payloads_let_go(&self) -> u64 {
        let sql = "SELECT count(*) FROM log_envelope WHERE kind = 1 AND status = 2";
        let count = self.log().map(|log| log.query_row(sql, [], |row| row.get::<_, i64>(0)));
        count.and_then(Result::ok).unwrap_or(0) as u64
    }

    /// Judges what is pushed as the relay should.
    pub fn expects(&self, sheet: &Sheet) -> Expected {
        let Some(log) = self.log().filter(|_| route(&sheet.path) == "push") else {
            return Expected::Anything;
        };
        let Ok(envelopes) = read_push(&sheet.body).into_iter().collect::<Result<Vec<Envelope>, Code>>()
        else {
            return Expected::Anything;
        };
        log.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
        let verdicts = envelopes.into_iter().map(|envelope| judge(log, envelope)).collect();
        log.execute_batch("ROLLBACK").expect("nothing is left");
        Expected::Push(verdicts)
    }

    /// Looks at a request and its answer.
    pub fn sees(&mut self, sheet: &Sheet, answer: &Answer, expected: &Expected) -> Result<(), Violation> {
        if !answer.status.is_success() {
            return Ok(());
        }
        match route(&sheet.path) {
            "push" => self.sees_push(sheet, answer, expected),
            "pull" | "pack" | "control" => self.sees_page(sheet.from, &answer.body),
            other if other.starts_with("docs/") => self.sees_page(sheet.from, &answer.body),
            _ => Ok(()),
        }
    }

    fn sees_push(&mut self, sheet: &Sheet, answer: &Answer, expected: &Expected) -> Result<(), Violation> {
        let envelopes: Vec<Envelope> = read_push(&sheet.body).into_iter().flatten().collect();
        let Ok(response) = PushResponse::from_bytes(&answer.body, envelopes.len()) else {
            return Err(Violation::of("an answer can be read", "a push"));
        };
        for (envelope, one) in envelopes.iter().zip(&response.answers) {
            if matches!(one.status, PushStatus::Admitted | PushStatus::Void) {
                self.notes(envelope);
            }
        }
        let Expected::Push(verdicts) = expected else { return Ok(()) };
        let mut held_back = false;
        for (one, verdict) in response.answers.iter().zip(verdicts) {
            // A relay that is being restored, or has no room, refuses what admission would take, and with
            // it what rests on that.
            held_back |= matches!(one.code, Some(Code::Recovering | Code::DiskFull | Code::InviteClosed));
            let follows = held_back && matches!(one.status, PushStatus::Refused | PushStatus::Need);
            if !follows && status_of(verdict) != one.status {
                let what = format!("{:?} {:?} where admission says {verdict:?}", one.status, one.code);
                return Err(Violation::of("the relay answers as admission judges", what));
            }
        }
        Ok(())
    }

    fn notes(&mut self, envelope: &Envelope) {
        let header = envelope.header();
        let answered = Answered { author: header.author, aseq: header.aseq };
        self.answered.insert(envelope.id(), answered);
        match Prepared::new(envelope.clone()).parsed() {
            Parsed::Control(ControlBody::DeviceRevoke { device, last_aseq }) => {
                // What had its place before stays.
                let placed = self.log().map_or(0, |log| newest_of(log, *device));
                let cut = Cut { last: placed.max(*last_aseq), entry: envelope.id() };
                self.cuts.entry(*device).or_insert(cut);
            }
            Parsed::Readmit(envelopes) => self.readmitted.extend(envelopes),
            _ => {}
        }
    }

    /// Nobody gets a payload that they may not read.
    fn sees_page(&mut self, from: usize, bytes: &[u8]) -> Result<(), Violation> {
        let mut reader = PageReader::new();
        reader.push(bytes);
        while let Ok(Some(item)) = reader.next_item() {
            let PageItem::Item(item) = item else { continue };
            let Ok(Some((seq, _, envelope))) = item.into_envelope() else { continue };
            let largest = self.largest.entry(from).or_default();
            *largest = seq.max(*largest);
            if envelope.payload().is_some() && !self.may_read(from, seq, &envelope) {
                let what = format!("machine {from} got the payload of {} at {seq}", envelope.id());
                return Err(Violation::of("nobody gets what they may not read", what));
            }
        }
        Ok(())
    }

    fn may_read(&self, from: usize, seq: u64, envelope: &Envelope) -> bool {
        let (Some(log), Some((device, member))) = (self.log(), self.owners.get(&from)) else { return true };
        let header = envelope.header();
        let facts = EnvelopeFacts {
            seq,
            kind: header.kind,
            verb: header.verb,
            doc: header.doc,
            about: header.about,
            author: header.author,
        };
        reads(*member, *device, &facts, None, &Ledger::placed(log)).expect("the log can be read")
            == Reading::Whole
    }

    /// The place of the largest number that a machine has seen, where it is in the log.
    pub fn largest_seen(&self, machine: usize) -> Option<Cursor> {
        let (log, largest) = (self.log()?, *self.largest.get(&machine)?);
        let state = ledger::state(log).ok()?;
        let chain = ledger::chain_at(log, largest).ok()??;
        Some(Cursor { epoch: state.epoch, seq: largest, chain })
    }

    /// What the relay answered for and has in its log.
    pub fn kept(&self) -> BTreeSet<EnvId> {
        let Some(log) = self.log() else { return BTreeSet::new() };
        let has = |id: &EnvId| Ledger::placed(log).standing(*id).expect("the log can be read").is_some();
        self.answered.keys().copied().filter(has).collect()
    }

    /// After a power cut, what the relay had answered for is on its disk.
    pub fn still_keeps(&self, before: &BTreeSet<EnvId>) -> Result<(), Violation> {
        let kept = self.kept();
        let lost = before.iter().find(|id| !kept.contains(id));
        lost.map_or(Ok(()), |id| Err(Violation::of("what is answered is on the disk", id.to_string())))
    }

    /// Whether the relay knows that it was put back.
    pub fn is_restored(&self) -> bool {
        let Some(log) = self.log() else { return true };
        let sql = "SELECT count(*) > 0 FROM relay_recovery";
        log.query_row(sql, [], |row| row.get(0)).expect("a relay has this table")
    }

    /// A whole disk was rolled back, its fence with it: until a machine shows the relay what it signed,
    /// nobody can know of a revocation, and what is placed before it returns stays (ADR 0021).
    pub fn forgets_cuts_of_a_rolled_back_disk(&mut self) {
        let kept = self.kept();
        self.cuts.retain(|_, cut| kept.contains(&cut.entry));
    }

    /// Takes every revocation out of what admission looks up.
    pub fn forgive_all_revoked(&self) {
        if let Some(log) = self.log() {
            log.execute_batch("UPDATE log_device SET cut = NULL, cut_at = NULL").expect("nobody else writes");
        }
    }

    /// Whose a device is.
    pub fn device(&self, device: DeviceKey) -> Option<Device> {
        Ledger::placed(self.log()?).device(device).ok()?
    }

    /// What the relay's log is.
    pub fn checkpoint(&self) -> Option<ledger::State> {
        ledger::state(self.log()?).ok()
    }
}

fn newest_of(log: &Connection, author: DeviceKey) -> u64 {
    let sql = "SELECT coalesce(max(aseq), 0) FROM log_envelope WHERE author = ?1";
    log.query_row(sql, [author.as_bytes()], |row| row.get::<_, i64>(0)).expect("a relay has a log") as u64
}

/// Lets a relay forget that it is being restored.
pub fn end_recovery(folder: &Path) {
    if let Some(log) = database(folder).and_then(|path| Connection::open(path).ok()) {
        log.execute_batch("DELETE FROM relay_recovery").expect("nobody else writes");
    }
}

fn judge(log: &Connection, envelope: Envelope) -> Admission {
    let prepared = Prepared::new(envelope);
    let verdict = admit_prepared(&prepared, &Ledger::placed(log)).expect("the log can be read");
    if matches!(verdict, Admission::Admitted | Admission::Void(_)) {
        ledger::place(log, &prepared, &verdict).expect("it was judged");
    }
    verdict
}

fn status_of(verdict: &Admission) -> PushStatus {
    match verdict {
        Admission::Admitted => PushStatus::Admitted,
        Admission::Void(_) => PushStatus::Void,
        Admission::Duplicate { .. } => PushStatus::Duplicate,
        Admission::Need(_) => PushStatus::Need,
        Admission::Quarantine(_) => PushStatus::Quarantined,
        Admission::Refuse(_) => PushStatus::Refused,
    }
}
