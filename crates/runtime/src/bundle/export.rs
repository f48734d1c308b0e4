//! Writes a bundle, piece by piece: others get their turn in between, and may stop it.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use api::{BundlePlan, BundleView, Code, Error, ExportBundle, TransferDirection};
use ledger::Line;
use protocol::{BundleError, BundleItem, BundleWriter, DocId, Kind};
use store::blob::Blob;

use super::choose::{self, Chosen, files_of_draft};
use super::enclose::{self, Enclosing};
use super::ready::{self, Place};
use super::recipients::{self, Readers};
use super::{draft, source};
use crate::disk::{self, File};
use crate::session::{Session, Work};
use crate::{error, host, signing, sync};

/// Envelopes that are read in one turn.
const AT_ONCE: usize = 256;
/// Bytes that are written to the file at once.
const WRITE: usize = 1 << 20;

/// Makes a bundle, whole or not at all.
pub async fn export(session: &Session, request: ExportBundle) -> Result<BundleView, Error> {
    session.bundling.begin();
    match signing::sign_waiting(session).await {
        // What could never be signed stays here; all the rest can still be taken out.
        Err(failure) if failure.code != Code::KeyGone => return Err(failure),
        _ => {}
    }
    let since = request.since.as_ref().map(|file| source::vector_of(session, file)).transpose()?;
    let (readers, chosen, plan) = session.read(|work| {
        let readers = recipients::find(work, &request.to)?;
        let chosen = choose::choose(work, request.what, &readers, since.as_ref())?;
        let plan = describe(work, &readers, &chosen)?;
        Ok((readers, chosen, plan))
    })?;
    let Place { bundle, path, name } = ready::place(session, request.path.as_deref())?;
    let mut out = Out::begin(session, &path, &name, &readers, plan.bytes)?;
    match out.write(&readers, &chosen).await {
        Ok(()) => {}
        Err(failure) => {
            drop(out);
            // Half a file would look like the whole one.
            let _ = disk::remove_file(&path);
            return Err(failure);
        }
    }
    Ok(BundleView { bundle, name, size: out.written, path: request.path, plan })
}

/// Says what is in it and for whom.
pub fn describe(work: &Work<'_>, readers: &Readers, chosen: &Chosen) -> Result<BundlePlan, Error> {
    let lines = chosen.lines.iter().chain(&chosen.closed);
    let unsent = |lines: &[Line]| lines.iter().filter(|line| line.unsent).count() as u32;
    let docs: BTreeSet<DocId> =
        lines.filter(|line| line.facts.kind != Kind::Control).map(|line| line.facts.doc).collect();
    let initiatives = docs.iter().filter(|doc| work.session.cards.get(**doc).is_some()).count() as u32;
    let mut files: Vec<Blob> = chosen.files.iter().chain(&chosen.closed_files).cloned().collect();
    for doc in &chosen.drafts {
        files.extend(files_of_draft(work, *doc)?);
    }
    let this = work.session.signer.device_key().to_bytes();
    let envelopes = (chosen.lines.len() + chosen.closed.len()) as u64;
    Ok(BundlePlan {
        initiatives,
        drafts: chosen.drafts.len() as u32,
        unsent: unsent(&chosen.lines).max(unsent(&chosen.closed)),
        files: files.iter().filter(|file| !file.is_preview).count() as u32,
        bytes: files.iter().map(|file| file.size).sum::<u64>() + envelopes * 500 + 2_000,
        own_machines: readers.own.iter().filter(|one| one.name != this).count() as u32,
        people: Readers::names(work, &readers.members)?,
        without_machine: Readers::names(work, &readers.without)?,
        not_for_people: unsent(&chosen.closed).saturating_sub(unsent(&chosen.lines)),
    })
}

/// A bundle that cannot be sealed.
pub fn refused(failure: BundleError) -> Error {
    error::internal(&failure)
}

/// A file that grows.
struct Out<'a> {
    session: &'a Session,
    file: File,
    path: PathBuf,
    name: String,
    writer: Option<BundleWriter>,
    waiting: Vec<u8>,
    created: i64,
    written: u64,
    expected: u64,
}

impl<'a> Out<'a> {
    fn begin(
        session: &'a Session,
        path: &Path,
        name: &str,
        readers: &Readers,
        expected: u64,
    ) -> Result<Self, Error> {
        let created = session.now().millis();
        let (writer, waiting) = enclose::open(session.space, created, &readers.all())?;
        let made = path.parent().map_or(Ok(()), disk::create_dir_all);
        let file = made.and_then(|()| disk::create_new(path)).map_err(|failure| {
            if failure.kind() == std::io::ErrorKind::AlreadyExists {
                Error::new(Code::BadValue).with("path", "path").with("reason", "exists")
            } else {
                error::from_io(&failure, path)
            }
        })?;
        let (path, name, writer) = (path.to_owned(), name.to_owned(), Some(writer));
        Ok(Self { session, file, path, name, writer, waiting, created, written: 0, expected })
    }

    async fn write(&mut self, readers: &Readers, chosen: &Chosen) -> Result<(), Error> {
        let (vector, checkpoint) = self.session.read(|work| {
            let vector = ledger::vector(work.connection()).map_err(error::from_ledger)?;
            Ok((vector, ledger::checkpoint(work.connection()).map_err(error::from_ledger)?))
        })?;
        self.add(&BundleItem::Vector(vector))?;
        if let Some(checkpoint) = checkpoint {
            self.add(&BundleItem::Checkpoint(checkpoint))?;
        }
        let is_control = |line: &&Line| line.facts.kind == Kind::Control;
        let (control, others): (Vec<Line>, Vec<Line>) = chosen.lines.iter().partition(is_control);
        for line in control.chunks(AT_ONCE).chain(others.chunks(AT_ONCE)) {
            for item in envelopes(self.session, line)? {
                self.add(&item)?;
            }
            self.turn().await?;
        }
        self.enclose_for_relay(readers, chosen).await?;
        self.enclose_drafts(readers, chosen).await?;
        for file in &chosen.files {
            self.chunks(file, None).await?;
        }
        self.finish()
    }

    /// What not every reader may read, for the relay alone.
    async fn enclose_for_relay(&mut self, readers: &Readers, chosen: &Chosen) -> Result<(), Error> {
        let Some(relay) = readers.relay.filter(|_| !chosen.closed.is_empty()) else { return Ok(()) };
        // The own machines may open it too: it is their member's work.
        let readers = readers.own.iter().copied().chain([relay]).collect();
        let mut part = Enclosing::new(self.session.space, self.created, readers);
        for lines in chosen.closed.chunks(AT_ONCE) {
            for item in envelopes(self.session, lines)? {
                self.enclose(part.add(&item)?)?;
            }
            self.turn().await?;
        }
        for file in &chosen.closed_files {
            self.chunks(file, Some(&mut part)).await?;
        }
        self.enclose(part.finish()?)
    }

    /// Drafts with their files, for the author's machines alone.
    async fn enclose_drafts(&mut self, readers: &Readers, chosen: &Chosen) -> Result<(), Error> {
        for doc in &chosen.drafts {
            let mut part = Enclosing::new(self.session.space, self.created, readers.own.clone());
            let (found, files) = self.session.read(|work| draft::read(work, *doc))?;
            let Some(found) = found else { continue };
            self.enclose(part.add(&BundleItem::Draft(found))?)?;
            for file in &files {
                self.chunks(file, Some(&mut part)).await?;
            }
            self.enclose(part.finish()?)?;
        }
        Ok(())
    }

    /// The chunks of a file, into a part or into the bundle itself; one that cannot be read any more
    /// takes nothing else with it.
    async fn chunks(&mut self, file: &Blob, mut part: Option<&mut Enclosing>) -> Result<(), Error> {
        let path = self.session.file_path(file.blob);
        for index in 0..file.chunks.len() {
            let bytes = match sync::read_chunk(&path, index, file.size) {
                Ok(bytes) => bytes,
                Err(failure) => {
                    tracing::error!(blob = %file.blob, %failure, "an attached file cannot be read any more");
                    return Ok(());
                }
            };
            let item = BundleItem::Chunk(bytes);
            match &mut part {
                Some(part) => {
                    let full = part.add(&item)?;
                    self.enclose(full)?;
                }
                None => self.add(&item)?,
            }
            self.turn().await?;
        }
        Ok(())
    }

    fn enclose(&mut self, full: Option<BundleItem>) -> Result<(), Error> {
        full.map_or(Ok(()), |part| self.add(&part))
    }

    fn add(&mut self, item: &BundleItem) -> Result<(), Error> {
        if let Some(writer) = &mut self.writer {
            self.waiting.append(&mut writer.add(item).map_err(refused)?);
        }
        if self.waiting.len() >= WRITE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.file.write_all(&self.waiting).map_err(|failure| error::from_io(&failure, &self.path))?;
        self.written += self.waiting.len() as u64;
        self.waiting.clear();
        let size = self.expected.max(self.written);
        self.session.bundling.note(&self.name, TransferDirection::Out, self.written, size);
        self.session.emit(api::Topic::Delivery);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        if let Some(writer) = self.writer.take() {
            self.waiting.append(&mut writer.finish().map_err(refused)?);
        }
        self.flush()?;
        self.file.sync_all().map_err(|failure| error::from_io(&failure, &self.path))
    }

    /// Lets others have their turn.
    async fn turn(&self) -> Result<(), Error> {
        host::sleep(Duration::ZERO).await;
        if self.session.bundling.is_stopped() { Err(Error::new(Code::BundleStopped)) } else { Ok(()) }
    }
}

/// The envelopes of some lines, as items.
fn envelopes(session: &Session, lines: &[Line]) -> Result<Vec<BundleItem>, Error> {
    session.read(|work| {
        let mut items = Vec::with_capacity(lines.len());
        for line in lines {
            let stored = ledger::envelope(work.connection(), line.env_id).map_err(error::from_ledger)?;
            let Some(stored) = stored.filter(|stored| stored.payload.is_some()) else { continue };
            let envelope = stored.to_envelope().map_err(error::from_ledger)?;
            if !envelope.is_signed() {
                continue;
            }
            items.push(match line.facts.kind {
                Kind::Control => BundleItem::Control(envelope),
                _ => BundleItem::Envelope(envelope),
            });
        }
        Ok(items)
    })
}
