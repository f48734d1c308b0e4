//! Judges a relay's log once more from its first entry, and compares what that gives with what is kept.
//!
//! The log is played into empty tables: every signature, payload and place is checked, every
//! judgement is made again by the same function, and in the end members, devices, roles, documents and
//! files must be what the tables say.

mod compare;
mod finding;

pub use finding::{Audited, Finding, Wrong};

use crate::sql::{self, UNSENT};
use crate::state::{begin, state};
use crate::{Ledger, LedgerError, migrate, place};
use protocol::{
    Admission, Code, EnvId, Envelope, ItemStatus, Parsed, Prepared, Signature, Verdict, admit_prepared,
    judge_item,
};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// So many entries are placed in one transaction.
const TOGETHER: u64 = 5_000;

/// Plays a relay's log into an empty database and tells what does not fit; where an entry cannot be
/// placed, nothing after it is judged.
pub fn audit(
    given: &Connection,
    scratch: &Connection,
    found: &mut dyn FnMut(Finding),
) -> Result<Audited, LedgerError> {
    let state = state(given)?;
    scratch.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; BEGIN",
    )?;
    migrate(scratch)?;
    begin(scratch, state.space, state.genesis)?;
    let mut replay = Replay {
        given,
        scratch,
        found,
        seen: Audited::default(),
        named: BTreeSet::new(),
        chain_broken: false,
    };
    let mut whole = replay.entries()?;
    if whole && replay.seen.entries < state.head {
        replay.find(replay.seen.entries + 1, Wrong::CutOff { head: state.head });
        whole = false;
    }
    if whole {
        replay.quarantined()?;
    }
    let seen = replay.seen;
    scratch.execute_batch("COMMIT")?;
    if whole {
        compare::compare(given, scratch, found)?;
    }
    Ok(seen)
}

/// An entry as it is kept.
struct Kept {
    at: u64,
    env_id: EnvId,
    status: i64,
    code: Option<Code>,
    chain: Option<[u8; 8]>,
    envelope: Result<Envelope, Code>,
}

struct Replay<'a> {
    given: &'a Connection,
    scratch: &'a Connection,
    found: &'a mut dyn FnMut(Finding),
    seen: Audited,
    /// What was named to be taken back from quarantine.
    named: BTreeSet<EnvId>,
    chain_broken: bool,
}

impl Replay<'_> {
    fn find(&mut self, at: u64, what: Wrong) {
        (self.found)(Finding { at: Some(at), what });
    }

    /// Judges every entry; `false` where one could not be placed.
    fn entries(&mut self) -> Result<bool, LedgerError> {
        let sql = "SELECT at, env_id, status, code, chain, header, sig, payload
                   FROM log_envelope WHERE at < ?1 ORDER BY at";
        let given = self.given;
        let mut statement = given.prepare(sql)?;
        let mut rows = statement.query([UNSENT])?;
        while let Some(row) = rows.next()? {
            let kept = Kept {
                at: row.get::<_, i64>(0)? as u64,
                env_id: EnvId::from_bytes(row.get(1)?),
                status: row.get(2)?,
                code: row.get::<_, Option<String>>(3)?.and_then(|code| code.parse().ok()),
                chain: row.get(4)?,
                envelope: Envelope::from_parts(row.get(5)?, Signature(row.get(6)?), row.get(7)?),
            };
            if !self.entry(kept)? {
                return Ok(false);
            }
            if self.seen.entries.is_multiple_of(TOGETHER) {
                self.scratch.execute_batch("COMMIT; BEGIN")?;
            }
        }
        Ok(true)
    }

    fn entry(&mut self, kept: Kept) -> Result<bool, LedgerError> {
        let (at, expected) = (kept.at, self.seen.entries + 1);
        let envelope = match kept.envelope {
            _ if at != expected => Err(Wrong::Missing { next: at }),
            Err(code) => Err(Wrong::Header(code)),
            Ok(envelope) if envelope.id() != kept.env_id => Err(Wrong::Changed),
            Ok(envelope) => Ok(envelope),
        };
        let prepared = match envelope {
            Ok(envelope) => Prepared::new(envelope),
            Err(wrong) => {
                self.find(expected.min(at), wrong);
                return Ok(false);
            }
        };
        if let Parsed::Readmit(envelopes) = prepared.parsed() {
            self.keep_aside(envelopes)?;
        }
        let admission = self.judge(&prepared, at, kept.status, kept.code)?;
        if let Err(error) = place(self.scratch, &prepared, &admission) {
            self.find(at, Wrong::Place(error.to_string()));
            return Ok(false);
        }
        self.after_placing(&prepared, at, kept.status)?;
        self.seen.entries += 1;
        self.seen.void += u64::from(admission != Admission::Admitted);
        let chain = crate::chain_at(self.scratch, at)?;
        if chain != kept.chain && !std::mem::replace(&mut self.chain_broken, true) {
            self.find(at, Wrong::Chain);
        }
        Ok(true)
    }

    /// Has what is named be in quarantine, as it was when the entry was judged: what it was then lies
    /// further on in the log, is there still, or was not worth keeping for long.
    fn keep_aside(&mut self, envelopes: &[EnvId]) -> Result<(), LedgerError> {
        let sql = "INSERT OR IGNORE INTO log_quarantine (env_id, author, aseq, received, sig, header)
                   VALUES (?1, zeroblob(32), 0, 0, zeroblob(64), zeroblob(0))";
        for envelope in envelopes {
            sql::run(self.scratch, sql, [envelope.as_bytes()])?;
            self.named.insert(*envelope);
        }
        Ok(())
    }

    /// Makes the judgement again, and goes on with the one that is kept.
    fn judge(
        &mut self,
        prepared: &Prepared,
        at: u64,
        status: i64,
        code: Option<Code>,
    ) -> Result<Admission, LedgerError> {
        let log = Ledger::placed(self.scratch);
        let status = ItemStatus::from_code(status as u64).unwrap_or(ItemStatus::Unreadable);
        let kept = match (status, code) {
            (ItemStatus::Void, code) => Admission::Void(code.unwrap_or(Code::BadPayload)),
            _ => Admission::Admitted,
        };
        let has_payload = prepared.envelope().payload().is_some();
        let ours = if has_payload {
            admit_prepared(prepared, &log)?
        } else {
            self.seen.without_payload += 1;
            match judge_item(prepared, status, &log)? {
                Verdict::Agrees => kept.clone(),
                Verdict::Held { seq } => Admission::Duplicate { seq },
                Verdict::Need(need) => Admission::Need(need),
                Verdict::Disagrees { ours, .. } => ours,
            }
        };
        let may_lack_it = matches!(status, ItemStatus::Compacted | ItemStatus::Void);
        if !has_payload && !may_lack_it {
            self.find(at, Wrong::PayloadGone);
        } else if ours != kept {
            self.find(at, Wrong::Judged { kept: tell(&kept), ours: tell(&ours) });
        }
        Ok(kept)
    }

    /// What only a payload tells of changes is taken from the tables where the payload is gone, and that
    /// it is gone; what is not needed any more is let go.
    fn after_placing(&self, prepared: &Prepared, at: u64, status: i64) -> Result<(), LedgerError> {
        if prepared.envelope().payload().is_some() {
            // Control entries stay: which table of rights is in force is read from them.
            let let_go = "UPDATE log_envelope SET payload = NULL WHERE at = ?1 AND kind <> 3";
            sql::run(self.scratch, let_go, [at as i64])?;
            return Ok(());
        }
        sql::run(self.scratch, "UPDATE log_envelope SET status = ?2 WHERE at = ?1", [at as i64, status])?;
        let sql = "SELECT hash, actor, seq FROM log_change WHERE at = ?1";
        let changes = sql::all(self.given, sql, [at as i64], |row| {
            Ok((row.get::<_, Value>(0)?, row.get::<_, Value>(1)?, row.get::<_, Value>(2)?))
        })?;
        for (hash, actor, seq) in changes {
            let sql = "UPDATE log_change SET actor = ?3, seq = ?4 WHERE hash = ?1 AND at = ?2";
            sql::run(self.scratch, sql, params![hash, at as i64, actor, seq])?;
        }
        Ok(())
    }

    fn quarantined(&mut self) -> Result<(), LedgerError> {
        let given = self.given;
        let mut statement =
            given.prepare("SELECT header, sig, payload FROM log_quarantine ORDER BY author, aseq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.seen.quarantined += 1;
            let envelope = Envelope::from_parts(row.get(0)?, Signature(row.get(1)?), row.get(2)?);
            let named = envelope.as_ref().is_ok_and(|envelope| self.named.contains(&envelope.id()));
            let ours = match envelope {
                Ok(envelope) => admit_prepared(&Prepared::new(envelope), &Ledger::placed(self.scratch))?,
                Err(code) => Admission::Refuse(code),
            };
            if !may_stay_aside(&ours, named) {
                (self.found)(Finding { at: None, what: Wrong::Quarantined(tell(&ours)) });
            }
        }
        Ok(())
    }
}

/// Says whether an envelope may be in quarantine: of a revoked device, and as it was signed. What was
/// named to be taken back and could have no place may lack anything else.
fn may_stay_aside(ours: &Admission, named: bool) -> bool {
    match ours {
        Admission::Quarantine(_) | Admission::Duplicate { .. } => true,
        Admission::Refuse(Code::AuthorFork) | Admission::Need(_) => named,
        _ => false,
    }
}

/// Says in words what becomes of an envelope.
fn tell(admission: &Admission) -> String {
    match admission {
        Admission::Admitted => "good".to_owned(),
        Admission::Void(code) => format!("without effect ({})", code.as_str()),
        Admission::Duplicate { seq } => format!("there already (entry {seq})"),
        Admission::Need(need) => format!("without what it rests on ({})", need.code().as_str()),
        Admission::Quarantine(_) => "of a revoked device".to_owned(),
        Admission::Refuse(code) => format!("one that must be refused ({})", code.as_str()),
    }
}
