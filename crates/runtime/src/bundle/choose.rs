//! What goes into a bundle.

use std::collections::{BTreeMap, BTreeSet};

use api::{BundleWhat, Error};
use ledger::{Ledger, Line, Lines};
use protocol::{BlobId, DeviceKey, DocId, Kind, MemberId, Reading, Vector};
use store::blob::{Blob, Inward, Outward};

use super::recipients::Readers;
use crate::error;
use crate::session::Work;

/// What a bundle is made of.
pub struct Chosen {
    /// What every reader may read, in the order of admission.
    pub lines: Vec<Line>,
    /// Files of these.
    pub files: Vec<Blob>,
    /// Where some unsent envelopes are not for every reader: all of them, for the relay alone.
    pub closed: Vec<Line>,
    /// Files that only `closed` names.
    pub closed_files: Vec<Blob>,
    /// Documents that never left this device.
    pub drafts: Vec<DocId>,
}

/// Chooses; what `since` holds is left out.
pub fn choose(
    work: &Work<'_>,
    what: BundleWhat,
    readers: &Readers,
    since: Option<&Vector>,
) -> Result<Chosen, Error> {
    let connection = work.connection();
    let which = match what {
        BundleWhat::Unsent => Lines::OfUnsent,
        BundleWhat::Everything => Lines::All,
    };
    let mut all = ledger::lines(connection, which).map_err(error::from_ledger)?;
    if let Some(since) = since {
        all.retain(|line| !since.holds(line.facts.author, line.aseq));
    }
    let mut reading = ForAll::new(work, &readers.members);
    let mut lines = Vec::with_capacity(all.len());
    for line in &all {
        if reading.may_read(line)? {
            lines.push(*line);
        }
    }
    let unsent = |lines: &[Line]| lines.iter().filter(|line| line.unsent).count();
    let is_partial = unsent(&lines) < unsent(&all);
    let closed = if is_partial { all.into_iter().filter(|line| line.unsent).collect() } else { Vec::new() };
    let mut seen = BTreeSet::new();
    let files = files_of(work, what, &lines, &mut seen)?;
    let closed_files = files_of(work, what, &closed, &mut seen)?;
    let drafts = store::draft::all(connection).map_err(error::from_store)?;
    Ok(Chosen { lines, files, closed, closed_files, drafts })
}

/// The files that these lines announce and whose bytes are here, each once.
fn files_of(
    work: &Work<'_>,
    what: BundleWhat,
    lines: &[Line],
    seen: &mut BTreeSet<BlobId>,
) -> Result<Vec<Blob>, Error> {
    let announced = |line: &&Line| line.facts.kind == Kind::Blob;
    let docs: BTreeSet<DocId> = lines.iter().filter(announced).map(|line| line.facts.doc).collect();
    let mut files = Vec::new();
    for doc in docs {
        for row in ledger::manifests(work.connection(), doc).map_err(error::from_ledger)? {
            let known = store::blob::load(work.connection(), row.manifest.blob).map_err(error::from_store)?;
            let wanted = |file: &Blob| {
                let here = file.inward == Inward::Here;
                here && (what == BundleWhat::Everything || file.outward != Outward::Committed)
            };
            let Some(file) = known.filter(|file| !row.erased && wanted(file)) else { continue };
            if seen.insert(file.blob) {
                files.push(file);
            }
        }
    }
    // Previews first: a file that is cut off has shown more.
    files.sort_by_key(|file| (!file.is_preview, file.size));
    Ok(files)
}

/// The files that a draft names and whose bytes are here, with their previews.
pub fn files_of_draft(work: &Work<'_>, doc: DocId) -> Result<Vec<Blob>, Error> {
    let mut files = Vec::new();
    for file in store::blob::of_document(work.connection(), doc).map_err(error::from_store)? {
        if let Some(preview) = file.preview {
            files.extend(store::blob::load(work.connection(), preview).map_err(error::from_store)?);
        }
        files.push(file);
    }
    files.retain(|file| file.inward == Inward::Here);
    Ok(files)
}

/// Whether every one of some members may read a line; each document is judged once for each member.
struct ForAll<'a> {
    log: Ledger<'a>,
    members: &'a [MemberId],
    known: BTreeMap<(MemberId, DocId), bool>,
}

impl<'a> ForAll<'a> {
    fn new(work: &Work<'a>, members: &'a [MemberId]) -> Self {
        Self { log: Ledger::with_unsent(work.connection()), members, known: BTreeMap::new() }
    }

    fn may_read(&mut self, line: &Line) -> Result<bool, Error> {
        if line.facts.kind == Kind::Control {
            return Ok(true);
        }
        for member in self.members {
            let doc = line.facts.doc;
            let readable = match self.known.get(&(*member, doc)) {
                Some(known) => *known,
                None => protocol::reads_document(*member, doc, &self.log).map_err(error::from_ledger)?,
            };
            self.known.insert((*member, doc), readable);
            // No device of theirs wrote it, or they would have it.
            let device = DeviceKey::ZERO;
            let reading = protocol::reads(*member, device, &line.facts, Some(readable), &self.log);
            if reading.map_err(error::from_ledger)? != Reading::Whole {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
