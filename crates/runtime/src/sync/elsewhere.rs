//! Work that this machine's key signed elsewhere (protocol, section 11).
//!
//! A book that was put back from a copy meets once, in one run, what it had made since. Where such
//! runs come again behind what this machine made meanwhile, another machine works with the same key.

use api::{Code, Error, Topic};
use domain::date::Moment;
use protocol::{Kind, Prepared};
use store::setting::{self, Key};

use crate::session::Work;
use crate::{apply, error};

/// So long after the last such work a clone is told of, in milliseconds.
const TOLD: i64 = 14 * 24 * 60 * 60 * 1000;

/// What came so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Elsewhere {
    /// Runs of numbers that are not this machine's work.
    runs: u32,
    /// The last number.
    last: u64,
    /// When it came.
    at: Moment,
}

impl Elsewhere {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (runs, last) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { runs, last, at: Moment::from_millis(parts.next()?.parse().ok()?) })
    }

    fn and(before: Option<Self>, number: u64, at: Moment) -> Self {
        match before {
            Some(before) if number <= before.last + 1 => Self { last: number.max(before.last), at, ..before },
            Some(before) => Self { runs: before.runs + 1, last: number, at },
            None => Self { runs: 1, last: number, at },
        }
    }

    fn is_a_clone(self, now: Moment) -> bool {
        self.runs > 1 && now.millis().saturating_sub(self.at.millis()) < TOLD
    }
}

fn load(work: &Work<'_>) -> Result<Option<Elsewhere>, Error> {
    let text = setting::get(work.connection(), Key::Elsewhere).map_err(error::from_store)?;
    Ok(text.as_deref().and_then(Elsewhere::read))
}

/// Notes an own envelope that nobody here wrote.
pub fn note(work: &mut Work<'_>, prepared: &Prepared) -> Result<(), Error> {
    let header = prepared.header();
    if header.aseq == 1 || matches!(header.kind, Kind::Control | Kind::Readmit) {
        // Its joining, which it signed before it had a log; or what it made online, whose answer was lost.
        return Ok(());
    }
    let Elsewhere { runs, last, at } = Elsewhere::and(load(work)?, header.aseq, work.session.now());
    let text = format!("{runs} {last} {}", at.millis());
    setting::set(work.connection(), Key::Elsewhere, &text).map_err(error::from_store)?;
    work.emit(Topic::Delivery);
    if header.kind == Kind::Change {
        // The next change gets an actor that has made none.
        apply::rebuild_later(work, header.doc)?;
    }
    Ok(())
}

/// Says that another machine works with this one's key, where that shows.
pub fn trouble(work: &Work<'_>) -> Result<Option<Error>, Error> {
    let cloned = load(work)?.is_some_and(|elsewhere| elsewhere.is_a_clone(work.session.now()));
    Ok(cloned.then(|| Error::new(Code::DeviceCloned)))
}

#[cfg(test)]
mod tests;
