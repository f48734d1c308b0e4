//! Takes a bundle that is sealed to the relay: envelopes by `admit`, in order, and chunks by hash.
//!
//! Memory holds one batch of envelopes or one chunk, however large the file is. Control entries that
//! are not known are not taken: membership is decided online (protocol section 7).

use crate::answer::RelayError;
use crate::clock;
use crate::relay::Relay;
use crate::routes::{erases, place, remove_erased};
use crate::school::School;
use protocol::{
    BlobId, BundleAnswer, BundleError, BundleHeader, BundleItem, BundleReader, ChunkHash, Code, DeviceKey,
    Envelope, Kind, Prepared, PushStatus, Value, limits,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

/// Envelopes that may wait for others of the same file.
const MOST_WAITING: usize = 4_096;

/// A bundle on its way in.
pub(crate) struct Import {
    relay: Arc<Relay>,
    school: Arc<School>,
    device: Option<DeviceKey>,
    head: Vec<u8>,
    reader: Option<BundleReader>,
    batch: Vec<Envelope>,
    waiting: Vec<Envelope>,
    blobs: BTreeSet<BlobId>,
    answer: BundleAnswer,
    damaged: bool,
    erases: bool,
    items: u64,
}

impl Import {
    /// Begins; `device` is whose session brings it, none for the operator.
    pub fn new(relay: Arc<Relay>, school: Arc<School>, device: Option<DeviceKey>) -> Self {
        Self {
            relay,
            school,
            device,
            head: Vec::new(),
            reader: None,
            batch: Vec::new(),
            waiting: Vec::new(),
            blobs: BTreeSet::new(),
            answer: BundleAnswer::default(),
            damaged: false,
            erases: false,
            items: 0,
        }
    }

    /// Takes the next bytes; `false` where the rest is of no use.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<bool, RelayError> {
        if self.damaged {
            return Ok(false);
        }
        // Small steps, so that nothing large is opened at once.
        for piece in bytes.chunks(64 * 1024) {
            if self.reader.is_none() {
                self.head.extend_from_slice(piece);
                self.open()?;
            } else {
                self.feed(piece).await?;
            }
            if self.reader.is_some() && !self.head.is_empty() {
                let rest = std::mem::take(&mut self.head);
                self.feed(&rest).await?;
            }
        }
        Ok(!self.damaged)
    }

    /// Ends; nothing where not even a header came, or nothing behind it was sound.
    pub async fn finish(mut self) -> Result<Option<BundleAnswer>, RelayError> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        self.damaged |= !self.damaged && reader.end_input().is_err();
        self.take_items().await?;
        self.flush().await?;
        self.try_waiting().await?;
        self.commit_files().await?;
        if self.erases {
            remove_erased(&self.school).await?;
        }
        let whole = !self.damaged && self.reader.as_ref().is_some_and(BundleReader::is_whole);
        self.answer.whole = whole;
        Ok((whole || self.items > 0).then_some(self.answer))
    }

    fn open(&mut self) -> Result<(), RelayError> {
        let Some((header, length)) = BundleHeader::read(&self.head).map_err(refusal)? else {
            return Ok(());
        };
        if header.space != self.school.space {
            return Err(Code::UnknownSpace.into());
        }
        let recipients: Vec<_> = header.recipients().collect();
        let key = self.relay.key_among(&recipients);
        self.reader = Some(BundleReader::open(&header, &key.public(), &key.box_secret()).map_err(refusal)?);
        self.head.drain(..length);
        Ok(())
    }

    async fn feed(&mut self, bytes: &[u8]) -> Result<(), RelayError> {
        if let Some(reader) = &mut self.reader {
            self.damaged |= reader.push(bytes).is_err();
        }
        self.take_items().await
    }

    async fn take_items(&mut self) -> Result<(), RelayError> {
        while let Some(reader) = &mut self.reader {
            match reader.next_item() {
                Ok(Some(item)) => self.take(item).await?,
                Ok(None) => break,
                Err(_) => {
                    self.damaged = true;
                    break;
                }
            }
        }
        Ok(())
    }

    async fn take(&mut self, item: BundleItem) -> Result<(), RelayError> {
        self.items += 1;
        match item {
            BundleItem::Control(envelope) => self.control(&envelope).await,
            BundleItem::Envelope(envelope) => {
                self.batch.push(envelope);
                if self.batch.len() >= limits::PUSH_ITEMS { self.flush().await } else { Ok(()) }
            }
            BundleItem::Chunk(bytes) => {
                self.flush().await?;
                self.chunk(bytes).await
            }
            BundleItem::Enclosed(part) => {
                self.flush().await?;
                Box::pin(self.enclosed(&part)).await
            }
            _ => Ok(()),
        }
    }

    async fn control(&mut self, envelope: &Envelope) -> Result<(), RelayError> {
        let id = envelope.id();
        if self.school.look(move |school| Ok(school.storage.holds(id)?)).await? {
            self.answer.known += 1;
        } else {
            self.answer.refused += 1;
        }
        Ok(())
    }

    /// A part that is for the relay alone; others are not.
    async fn enclosed(&mut self, part: &[u8]) -> Result<(), RelayError> {
        let Ok(Some((header, _))) = BundleHeader::read(part) else { return Ok(()) };
        let recipients: Vec<_> = header.recipients().collect();
        let mine = self.relay.key_among(&recipients).public();
        if header.space != self.school.space || !recipients.contains(&mine) {
            return Ok(());
        }
        let mut inner = Self::new(Arc::clone(&self.relay), Arc::clone(&self.school), self.device);
        inner.push(part).await?;
        if let Some(brought) = inner.finish().await? {
            self.answer.placed += brought.placed;
            self.answer.known += brought.known;
            self.answer.incomplete += brought.incomplete;
            self.answer.refused += brought.refused;
            self.answer.files += brought.files;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), RelayError> {
        let batch = std::mem::take(&mut self.batch);
        self.admit(batch).await
    }

    async fn admit(&mut self, batch: Vec<Envelope>) -> Result<(), RelayError> {
        if batch.is_empty() {
            return Ok(());
        }
        if let Some(device) = self.device
            && let Err(wait) = self.relay.buckets.take(device, batch.len(), Instant::now())
        {
            let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            return Err(RelayError::with(Code::SlowDown, Value::Uint(wait)));
        }
        // A control entry called an envelope is none.
        let sound = |envelope: &Envelope| envelope.header().kind != Kind::Control;
        let kept = batch.iter().filter(|envelope| sound(envelope)).cloned();
        let items: Vec<_> = kept.map(Prepared::new).collect();
        let items = items.into_iter().map(Ok).collect::<Vec<_>>();
        self.relay.disk.require_room_for(&items)?;
        self.erases |= items.iter().flatten().any(erases);
        let answers = place(&self.school, items).await?;
        for (envelope, answer) in batch.into_iter().filter(sound).zip(answers) {
            match answer.status {
                PushStatus::Admitted | PushStatus::Void => self.answer.placed += 1,
                PushStatus::Duplicate => self.answer.known += 1,
                PushStatus::Need if self.waiting.len() < MOST_WAITING => self.waiting.push(envelope),
                PushStatus::Need => self.answer.incomplete += 1,
                PushStatus::Quarantined | PushStatus::Refused => self.answer.refused += 1,
            }
        }
        Ok(())
    }

    /// Offers again what lacked something, as long as that helps.
    async fn try_waiting(&mut self) -> Result<(), RelayError> {
        loop {
            let waiting = std::mem::take(&mut self.waiting);
            let before = waiting.len();
            for some in waiting.chunks(limits::PUSH_ITEMS) {
                self.admit(some.to_vec()).await?;
            }
            if self.waiting.is_empty() || self.waiting.len() == before {
                self.answer.incomplete += self.waiting.len() as u64;
                return Ok(());
            }
        }
    }

    /// Keeps a chunk that an admitted manifest names and whose file has room.
    async fn chunk(&mut self, bytes: Vec<u8>) -> Result<(), RelayError> {
        self.relay.disk.require_room()?;
        let quotas = self.relay.quotas;
        let blobs = self
            .school
            .look(move |school| {
                let hash = ChunkHash::of(&bytes);
                let mut blobs = Vec::new();
                for blob in school.storage.blobs_with(hash)? {
                    if school.storage.over_quota(blob, quotas)?.is_none() {
                        blobs.push(blob);
                    }
                }
                if !blobs.is_empty() {
                    school.blobs.put(hash, &bytes)?;
                }
                Ok(blobs)
            })
            .await?;
        self.blobs.extend(blobs);
        Ok(())
    }

    /// Commits the files that are whole now.
    async fn commit_files(&mut self) -> Result<(), RelayError> {
        for blob in std::mem::take(&mut self.blobs) {
            let whole = self
                .school
                .look(move |school| {
                    let row = school.storage.blob(blob)?.filter(|row| !row.erased);
                    let here = |row: &ledger::BlobRow| school.blobs.missing(&row.manifest).is_empty();
                    let Some(row) = row.filter(here) else { return Ok(false) };
                    Ok(!school.storage.blob_is_stored(blob)? && school.blobs.fits(&row.manifest)?)
                })
                .await?;
            if whole {
                let write = crate::storage::Write::BlobStored { blob, now: clock::now() };
                self.school.writer.write(write).await?;
                self.answer.files += 1;
            }
        }
        Ok(())
    }
}

fn refusal(error: BundleError) -> RelayError {
    match error {
        BundleError::Newer => Code::UpgradeRequired.into(),
        BundleError::NotForThis => Code::ForbiddenKind.into(),
        _ => Code::Malformed.into(),
    }
}
