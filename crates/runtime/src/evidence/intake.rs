//! A file on its way in: copied and hashed in one pass, whole or not at all.

use std::io::{Read, Write as _};
use std::path::Path;

use api::{Code, Error};
use domain::date::Moment;
use domain::initiative::EvidenceKind;
use protocol::{Blake3, BlobId, ChunkHash};
use store::blob::Blob;

use super::kind::Recognised;
use super::{kind, local, preview};
use crate::session::Session;
use crate::{disk, error, host};

/// Bytes of a chunk, as they travel.
const CHUNK: usize = 1 << 20;

/// A file that lies in its place and is not named by a document yet.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its id.
    pub blob: BlobId,
    /// Its chunks.
    pub chunks: Vec<ChunkHash>,
    /// Its bytes.
    pub size: u64,
    /// What it was called.
    pub name: String,
    /// Its media type, by its contents.
    pub mime: String,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// What it is to be called.
    pub title: String,
    /// What is to be said of it.
    pub caption: String,
    /// A small picture of it.
    pub preview: Option<NewPreview>,
}

/// A small picture, which is a file of its own.
#[derive(Clone, Debug)]
pub struct NewPreview {
    /// Its id.
    pub blob: BlobId,
    /// Its bytes.
    pub size: u64,
}

impl NewFile {
    /// The row that says where the file is.
    pub fn row(&self, added_at: Moment) -> Blob {
        let (outward, inward) = local();
        Blob {
            blob: self.blob,
            name: self.name.clone(),
            mime: self.mime.clone(),
            size: self.size,
            preview: self.preview.as_ref().map(|preview| preview.blob),
            is_preview: false,
            chunks: self.chunks.clone(),
            outward,
            chunks_sent: 0,
            inward,
            chunks_here: self.chunks.len() as u64,
            added_at,
        }
    }
}

impl NewPreview {
    /// The row that says where the preview is; it is always of one chunk.
    pub fn row(&self, added_at: Moment) -> Blob {
        let (outward, inward) = local();
        Blob {
            blob: self.blob,
            name: String::new(),
            mime: preview::MIME.to_owned(),
            size: self.size,
            preview: None,
            is_preview: true,
            chunks: vec![ChunkHash::from_bytes(self.blob.to_bytes())],
            outward,
            chunks_sent: 0,
            inward,
            chunks_here: 1,
            added_at,
        }
    }
}

/// Refuses what is empty or larger than a file of evidence may be.
pub fn check_size(session: &Session, size: u64) -> Result<(), Error> {
    let limit = protocol::limits::BLOB.min(session.movement().parameters.largest_file);
    if size == 0 {
        return Err(Error::new(Code::EmptyFile));
    }
    if size > limit {
        return Err(Error::new(Code::FileTooLarge).with("limit", limit).with("size", size));
    }
    Ok(())
}

/// Copies a file into its place and makes its preview.
///
/// # Errors
/// `unreadable_file`, `empty_file`, `file_too_large`, `unsupported_file`, `disk_full`; nothing is kept then.
pub async fn take_in(session: &Session, path: &Path, name: Option<&str>) -> Result<NewFile, Error> {
    let unreadable = |failure: std::io::Error| {
        Error::new(Code::UnreadableFile)
            .with("path", path.display().to_string())
            .with("reason", failure.to_string())
    };
    let meta = disk::metadata(path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(Error::new(Code::UnreadableFile).with("path", path.display().to_string()));
    }
    check_size(session, meta.len())?;
    let name = name.map(str::to_owned).or_else(|| Some(path.file_name()?.to_string_lossy().into_owned()));
    let name = short_name(&name.unwrap_or_default());
    let recognised = recognise(path, &name).map_err(unreadable)??;
    let beside =
        session.folder.join("uploads").join(format!("{:016x}.new", u64::from_le_bytes(host::random())));
    let copied = copy(session, path, &beside);
    let (blob, chunks, size) = copied.inspect_err(|_| drop(disk::remove_file(&beside)))?;
    let place = session.file_path(blob);
    move_into_place(&beside, &place)?;
    let preview = match recognised.kind {
        EvidenceKind::Photo => preview::make(session, &place, &recognised).await?,
        _ => None,
    };
    Ok(NewFile {
        blob,
        chunks,
        size,
        title: title_of(&name),
        name,
        mime: recognised.mime.to_owned(),
        kind: recognised.kind,
        caption: String::new(),
        preview,
    })
}

fn recognise(path: &Path, name: &str) -> std::io::Result<Result<Recognised, Error>> {
    let mut start = Vec::new();
    disk::open(path)?.take(kind::ENOUGH).read_to_end(&mut start)?;
    let refused = || Error::new(Code::UnsupportedFile).with("name", name);
    Ok(kind::recognise(&start, name).ok_or_else(refused))
}

fn copy(session: &Session, from: &Path, to: &Path) -> Result<(BlobId, Vec<ChunkHash>, u64), Error> {
    let here = |failure: std::io::Error| error::from_io(&failure, to);
    if let Some(folder) = to.parent() {
        disk::create_dir_all(folder).map_err(here)?;
    }
    let mut source = disk::open(from).map_err(|failure| error::from_io(&failure, from))?;
    let mut target = disk::create(to).map_err(here)?;
    let (mut whole, mut chunks, mut size) = (Blake3::new(), Vec::new(), 0_u64);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = (&mut source).take(CHUNK as u64).read_to_end(&mut chunk);
        read.map_err(|failure| error::from_io(&failure, from))?;
        if chunk.is_empty() {
            break;
        }
        size += chunk.len() as u64;
        check_size(session, size)?;
        whole.update(&chunk);
        chunks.push(ChunkHash::of(&chunk));
        target.write_all(&chunk).map_err(here)?;
    }
    check_size(session, size)?;
    target.sync_all().map_err(here)?;
    Ok((BlobId::from_bytes(whole.finalize()), chunks, size))
}

/// Moves a whole file to the place of its hash; the same file there already is as good.
pub fn move_into_place(beside: &Path, place: &Path) -> Result<(), Error> {
    let here = |failure: std::io::Error| error::from_io(&failure, place);
    if let Some(folder) = place.parent() {
        disk::create_dir_all(folder).map_err(here)?;
    }
    disk::rename(beside, place).map_err(here)
}

fn title_of(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// File names of phones can be longer than a line of the sheet.
fn short_name(name: &str) -> String {
    let name = domain::text::nfc(name.rsplit(['/', '\\']).next().unwrap_or(name).trim());
    let length = name.chars().count();
    let skipped = length.saturating_sub(domain::sheet::LONGEST_LINE);
    name.chars().skip(skipped).collect()
}
