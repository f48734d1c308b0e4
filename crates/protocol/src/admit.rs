//! Admission: one pure function that decides what an envelope may do (protocol section 8).

mod control;
mod ground;
mod right;

use crate::code::Code;
use crate::control::ControlBody;
use crate::envelope::{Envelope, Parsed, Prepared};
use crate::header::{Header, Kind};
use crate::id::{ChangeHash, DocId, EnvId};
use crate::view::{Extent, LogView, Standing};
use crate::wire::ItemStatus;

/// What becomes of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It takes the next place and has effect.
    Admitted,
    /// It takes the next place and has no effect.
    Void(Code),
    /// The log holds it already.
    Duplicate {
        /// Its place, 0 where it waits to be sent.
        seq: u64,
    },
    /// Something must come first.
    Need(Need),
    /// Its device was revoked: it is kept aside, without a place.
    Quarantine(Code),
    /// It is not kept.
    Refuse(Code),
}

/// What must come before an envelope can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A control entry.
    Control(EnvId),
    /// Earlier envelopes of the author.
    AuthorGap {
        /// The number that comes next.
        expected: u64,
    },
    /// The opening of a document.
    Doc(DocId),
    /// Changes or records, by hash or id.
    Deps(Vec<[u8; 32]>),
}

impl Need {
    /// Gives the code that travels.
    pub const fn code(&self) -> Code {
        match self {
            Self::Control(_) => Code::UnknownControl,
            Self::AuthorGap { .. } => Code::AuthorGap,
            Self::Doc(_) => Code::MissingDoc,
            Self::Deps(_) => Code::MissingDeps,
        }
    }
}

/// Ends a judgement: with an answer, or because the log could not be read.
enum Halt<E> {
    Answer(Admission),
    Failed(E),
}

/// The outcome of one step: go on, or halt.
type Step<E, T = ()> = Result<T, Halt<E>>;

fn void<E, T>(code: Code) -> Step<E, T> {
    Err(Halt::Answer(Admission::Void(code)))
}

fn refuse<E, T>(code: Code) -> Step<E, T> {
    Err(Halt::Answer(Admission::Refuse(code)))
}

fn need<E, T>(need: Need) -> Step<E, T> {
    Err(Halt::Answer(Admission::Need(need)))
}

fn settle<E>(step: Step<E>) -> Result<Admission, E> {
    match step {
        Ok(()) => Ok(Admission::Admitted),
        Err(Halt::Answer(answer)) => Ok(answer),
        Err(Halt::Failed(error)) => Err(error),
    }
}

/// Decides what an envelope may do at the place that the log stands for.
pub fn admit<L: LogView>(envelope: &Envelope, log: &L) -> Result<Admission, L::Error> {
    admit_prepared(&Prepared::new(envelope.clone()), log)
}

/// Decides the same for an envelope whose signature and payload were checked before.
pub fn admit_prepared<L: LogView>(prepared: &Prepared, log: &L) -> Result<Admission, L::Error> {
    settle(place(prepared, log).and_then(|()| content(prepared, log)))
}

/// How a client's judgement of a pulled item compares with the relay's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both judge alike: the item can be stored.
    Agrees,
    /// The item is held already; where `seq` is 0 it was waiting to be sent and now has its place.
    Held {
        /// Its place here.
        seq: u64,
    },
    /// Earlier items of its document must be fetched first (`GET S/docs/{doc}`).
    Need(Need),
    /// The relay is wrong, or this program: stop pulling and say `relay_disagrees`.
    Disagrees {
        /// What the relay says.
        relay: ItemStatus,
        /// What this machine says.
        ours: Admission,
    },
}

/// Judges a pulled item; where its payload is not here, steps 8 to 10 are the relay's word.
pub fn judge_item<L: LogView>(prepared: &Prepared, status: ItemStatus, log: &L) -> Result<Verdict, L::Error> {
    let has_payload = prepared.envelope().payload().is_some();
    let placed = place(prepared, log);
    let step = match status {
        ItemStatus::Admitted if !has_payload => placed.and_then(|()| refuse(Code::Malformed)),
        ItemStatus::Admitted => placed.and_then(|()| content(prepared, log)),
        ItemStatus::Withheld | ItemStatus::Compacted => placed.and_then(|()| right::check(prepared, log)),
        ItemStatus::Void | ItemStatus::Unreadable => placed,
    };
    Ok(match settle(step)? {
        Admission::Admitted => Verdict::Agrees,
        Admission::Duplicate { seq } => Verdict::Held { seq },
        Admission::Need(need) => Verdict::Need(need),
        ours => Verdict::Disagrees { relay: status, ours },
    })
}

/// Steps 1 to 7: whether the envelope may have a place at all.
fn place<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    prepared.shape.or_else(refuse)?;
    let header = prepared.header();
    let space = log.space().map_err(Halt::Failed)?;
    if space.is_some_and(|space| space != header.space) {
        return refuse(Code::UnknownSpace);
    }
    let readmitted = log.is_readmitted(prepared.id()).map_err(Halt::Failed)?;
    match log.standing(prepared.id()).map_err(Halt::Failed)? {
        Some(Standing::Effective { seq } | Standing::Void { seq }) => {
            return Err(Halt::Answer(Admission::Duplicate { seq }));
        }
        Some(Standing::Quarantined) if !readmitted => {
            return Err(Halt::Answer(Admission::Quarantine(Code::Revoked)));
        }
        Some(Standing::Quarantined) | None => {}
    }
    prepared.seal.or_else(refuse)?;
    if readmitted {
        check_control(header, log)?;
        return check_readmitted(header, log);
    }
    control::check_author(prepared, log)?;
    check_control(header, log)?;
    check_chain(header, log)
}

/// Step 6: the control entry that the author had applied is known; of control entries, the head.
fn check_control<L: LogView>(header: &Header, log: &L) -> Step<L::Error> {
    if header.kind == Kind::Control {
        let head = log.control_head().map_err(Halt::Failed)?;
        return if header.control == head { Ok(()) } else { refuse(Code::ControlConflict) };
    }
    if log.is_control(header.control).map_err(Halt::Failed)? {
        Ok(())
    } else {
        need(Need::Control(header.control))
    }
}

/// Step 7: the author's numbers have no gap and no fork.
fn check_chain<L: LogView>(header: &Header, log: &L) -> Step<L::Error> {
    check_fork(header, log)?;
    if log.extent() == Extent::Readable {
        // What lies between may be nothing that this device may read.
        return Ok(());
    }
    let end = log.chain_end(header.author).map_err(Halt::Failed)?;
    match header.aseq.cmp(&(end + 1)) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => refuse(Code::AuthorFork),
        std::cmp::Ordering::Greater => need(Need::AuthorGap { expected: end + 1 }),
    }
}

/// Step 7 for what was taken back from quarantine: behind what its author has, whatever was left out.
fn check_readmitted<L: LogView>(header: &Header, log: &L) -> Step<L::Error> {
    check_fork(header, log)?;
    let behind = log.extent() == Extent::Readable
        || header.aseq > log.chain_end(header.author).map_err(Halt::Failed)?;
    if behind { Ok(()) } else { refuse(Code::AuthorFork) }
}

/// An author gives a number once, and names the entry before.
fn check_fork<L: LogView>(header: &Header, log: &L) -> Step<L::Error> {
    let before = log.chain_entry(header.author, header.aseq - 1).map_err(Halt::Failed)?;
    let same = log.chain_entry(header.author, header.aseq).map_err(Halt::Failed)?;
    let fork = before.is_some_and(|before| before != header.aprev);
    if same.is_some() || fork { refuse(Code::AuthorFork) } else { Ok(()) }
}

/// Steps 8 to 11: what the payload says, what it rests on, and whether its author may.
fn content<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    match prepared.parsed() {
        Parsed::Broken(code) => return void(*code),
        Parsed::Absent => return void(Code::BadPayload),
        _ => {}
    }
    ground::check(prepared, log)?;
    right::check(prepared, log)
}

/// Reads the control entry that an envelope carries.
fn control_body(prepared: &Prepared) -> Option<&ControlBody> {
    if let Parsed::Control(body) = prepared.parsed() { Some(body) } else { None }
}

/// Lists hashes as a need.
fn deps(hashes: impl IntoIterator<Item = ChangeHash>) -> Need {
    Need::Deps(hashes.into_iter().map(ChangeHash::to_bytes).collect())
}
