//! Takes a bundle in: item by item, each only after its frame was verified; any number of times.

use std::collections::BTreeSet;
use std::time::Duration;

use api::{BundleSource, BundleTaken, Error, Topic, TransferDirection};
use ledger::Ledger;
use protocol::{
    Admission, BundleDraft, BundleError, BundleHeader, BundleItem, BundleReader, DocId, Envelope, ItemStatus,
    LogView, Prepared,
};

use super::arriving::Arriving;
use super::source::{Source, open_with_box_key, refusal};
use super::{carry, draft};
use crate::session::{Session, Work};
use crate::{apply, error, evidence, host};

/// Envelopes that are taken in one transaction.
const PIECE: usize = 256;
/// Envelopes that may wait for others of the same file.
const MOST_WAITING: usize = 20_000;

/// Takes in what a bundle holds.
///
/// # Errors
/// `not_a_bundle`, `bundle_of_other_school`, `bundle_for_others`, `upgrade_required`, and
/// `bundle_damaged` where not even its first item is sound; nothing was changed then.
pub async fn import(session: &Session, from: &BundleSource) -> Result<BundleTaken, Error> {
    let mut source = Source::open(session, from)?;
    let (header, bytes) = source.header(session)?;
    let mut reader = open_with_box_key(session, &header)?;
    let mut taking = Taking::new(session, header.created);
    let ended = taking.file(&mut reader, &mut source, bytes).await;
    taking.arriving.give_up(session);
    taking.flush()?;
    taking.try_waiting()?;
    apply::settle(session)?;
    match ended {
        Ok(()) => taking.taken.whole = true,
        Err(Ended::Damaged(failure)) if taking.items == 0 => return Err(refusal(failure)),
        Err(Ended::Damaged(failure)) => tracing::warn!(%failure, "a bundle ends too early"),
        Err(Ended::Failed(failure)) => return Err(failure),
    }
    if let Some(upload) = from.upload.as_ref().filter(|_| taking.taken.whole) {
        evidence::forget_uploads(session, std::slice::from_ref(upload));
    }
    taking.taken.initiatives = taking.initiatives();
    Ok(taking.taken)
}

/// Why a bundle was not read to its end.
enum Ended {
    Damaged(BundleError),
    Failed(Error),
}

impl From<BundleError> for Ended {
    fn from(failure: BundleError) -> Self {
        Self::Damaged(failure)
    }
}

impl From<Error> for Ended {
    fn from(failure: Error) -> Self {
        Self::Failed(failure)
    }
}

/// Whether a bundle came by itself or lay in another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    Enclosed,
}

struct Taking<'a> {
    session: &'a Session,
    taken: BundleTaken,
    batch: Vec<Envelope>,
    waiting: Vec<Prepared>,
    docs: BTreeSet<DocId>,
    arriving: Arriving,
    items: u64,
}

impl<'a> Taking<'a> {
    fn new(session: &'a Session, created: i64) -> Self {
        let created = Some(domain::date::Moment::from_millis(created));
        Self {
            session,
            taken: BundleTaken { created, ..BundleTaken::default() },
            batch: Vec::new(),
            waiting: Vec::new(),
            docs: BTreeSet::new(),
            arriving: Arriving::default(),
            items: 0,
        }
    }

    async fn file(
        &mut self,
        reader: &mut BundleReader,
        source: &mut Source,
        mut bytes: Vec<u8>,
    ) -> Result<(), Ended> {
        loop {
            let ended = bytes.is_empty();
            let pushed = if ended { reader.end_input() } else { reader.push(&bytes) };
            self.items(reader, Depth::Outer)?;
            pushed?;
            if ended {
                return if reader.is_whole() { Ok(()) } else { Err(BundleError::Malformed.into()) };
            }
            self.session.bundling.note("", TransferDirection::In, source.read, source.size);
            self.session.emit(Topic::Delivery);
            host::sleep(Duration::ZERO).await;
            bytes = source.next()?;
        }
    }

    fn items(&mut self, reader: &mut BundleReader, depth: Depth) -> Result<(), Ended> {
        while let Some(item) = reader.next_item()? {
            self.items += 1;
            match item {
                BundleItem::Control(envelope) | BundleItem::Envelope(envelope) => {
                    self.batch.push(envelope);
                    if self.batch.len() >= PIECE {
                        self.flush()?;
                    }
                }
                BundleItem::Draft(draft) => self.draft(&draft)?,
                BundleItem::Enclosed(part) if depth == Depth::Outer => self.enclosed(&part)?,
                BundleItem::Chunk(bytes) => {
                    self.flush()?;
                    self.taken.files += self.arriving.take(self.session, &bytes)?;
                }
                BundleItem::Vector(_)
                | BundleItem::Checkpoint(_)
                | BundleItem::Ack(..)
                | BundleItem::Enclosed(_)
                | BundleItem::End(_) => {}
            }
        }
        Ok(())
    }

    /// Opens a part that is for this device, and keeps one that is for the relay.
    fn enclosed(&mut self, part: &[u8]) -> Result<(), Ended> {
        self.flush()?;
        let Some((header, length)) = BundleHeader::read(part)? else {
            return Err(BundleError::Malformed.into());
        };
        if header.space != self.session.space {
            return Err(BundleError::Malformed.into());
        }
        let this = self.session.signer.device_key().to_bytes();
        let relays: BTreeSet<[u8; 32]> = self.session.read(|work| relays(work))?;
        if header.recipients().any(|name| name == this) {
            let mut reader = open_with_box_key(self.session, &header)?;
            reader.push(&part[length..])?;
            reader.end_input()?;
            self.items(&mut reader, Depth::Enclosed)?;
            self.flush()?;
        } else if header.recipients().any(|name| relays.contains(&name)) && carry::keep(self.session, part)? {
            self.taken.carried += 1;
        }
        Ok(())
    }

    /// Takes the envelopes that were collected, in one transaction.
    fn flush(&mut self) -> Result<(), Error> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        let mut fates = Vec::with_capacity(batch.len());
        self.session.commit(|work| {
            for envelope in batch {
                fates.push(take(work, envelope)?);
            }
            Ok(())
        })?;
        for fate in fates {
            self.count(fate);
        }
        self.arriving.look_again();
        Ok(())
    }

    fn count(&mut self, fate: Fate) {
        match fate {
            Fate::New(doc) => {
                self.taken.envelopes += 1;
                self.docs.insert(doc);
            }
            Fate::Known => self.taken.known += 1,
            Fate::Waits(prepared) if self.waiting.len() < MOST_WAITING => self.waiting.push(*prepared),
            Fate::Waits(_) => self.taken.incomplete += 1,
            Fate::Refused => self.taken.refused += 1,
            Fate::Aside => self.taken.carried += 1,
        }
    }

    /// Judges again what lacked something, as long as that helps.
    fn try_waiting(&mut self) -> Result<(), Error> {
        loop {
            let waiting = std::mem::take(&mut self.waiting);
            let before = waiting.len();
            let mut fates = Vec::with_capacity(before);
            self.session.commit(|work| {
                for prepared in waiting {
                    fates.push(judge(work, prepared)?);
                }
                Ok(())
            })?;
            for fate in fates {
                self.count(fate);
            }
            if self.waiting.len() == before || self.waiting.is_empty() {
                self.taken.incomplete += self.waiting.len() as u32;
                return Ok(());
            }
        }
    }

    fn draft(&mut self, brought: &BundleDraft) -> Result<(), Error> {
        if self.session.commit(|work| draft::take(work, brought))? {
            self.taken.drafts += 1;
        }
        self.arriving.look_again();
        Ok(())
    }

    fn initiatives(&self) -> u32 {
        self.docs.iter().filter(|doc| self.session.cards.get(**doc).is_some()).count() as u32
    }
}

/// The school's relay, and those that it had before: who may open what is enclosed for the relay.
fn relays(work: &Work<'_>) -> Result<BTreeSet<[u8; 32]>, Error> {
    let named = ledger::relays(work.connection()).map_err(error::from_ledger)?;
    let keys = work.session.exchange.key().into_iter().chain(named);
    Ok(keys.into_iter().map(protocol::RelayKey::to_bytes).collect())
}

/// What became of an envelope.
pub enum Fate {
    /// It waits here for its place, with its effects.
    New(DocId),
    /// It was here.
    Known,
    /// It lacks something.
    Waits(Box<Prepared>),
    /// Admission refuses it.
    Refused,
    /// Of a revoked device: it counts for nobody here, and the relay keeps it for a registrar.
    Aside,
}

fn take(work: &mut Work<'_>, envelope: Envelope) -> Result<Fate, Error> {
    let log = Ledger::brought(work.connection());
    if log.standing(envelope.id()).map_err(error::from_ledger)?.is_some() {
        return Ok(Fate::Known);
    }
    judge(work, Prepared::new(envelope))
}

/// Judges an envelope as one of which the log may lack neighbours, and lets it wait for its place.
pub fn judge(work: &mut Work<'_>, prepared: Prepared) -> Result<Fate, Error> {
    let own = prepared.header().author == work.session.signer.device_key();
    // Of this device nothing can be missing in between, or it would sign a number twice.
    let log = if own { Ledger::with_unsent } else { Ledger::brought }(work.connection());
    Ok(match protocol::admit_prepared(&prepared, &log).map_err(error::from_ledger)? {
        Admission::Admitted => {
            ledger::append_unsent(work.connection(), &prepared).map_err(error::from_ledger)?;
            apply::note(work, &prepared, ItemStatus::Admitted)?;
            work.sends();
            Fate::New(prepared.header().doc)
        }
        Admission::Duplicate { .. } => Fate::Known,
        Admission::Need(_) => Fate::Waits(Box::new(prepared)),
        Admission::Quarantine(_) => {
            let now = work.session.now().millis();
            if ledger::quarantine(work.connection(), &prepared, now).map_err(error::from_ledger)? {
                work.sends();
                Fate::Aside
            } else {
                Fate::Refused
            }
        }
        Admission::Void(code) | Admission::Refuse(code) => {
            tracing::info!(envelope = %prepared.id(), code = code.as_str(), "not taken from a bundle");
            Fate::Refused
        }
    })
}
