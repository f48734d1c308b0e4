//! Where a bundle is read from, and how it is opened.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use api::{BundleSource, Code, Error};
use protocol::{BoxSecret, BundleError, BundleHeader, BundleItem, BundleReader, Vector};

use crate::disk::{self, File};
use crate::session::Session;
use crate::{error, evidence};

/// Bytes that are read at once.
pub const PIECE: usize = 256 << 10;

/// A file that is read from its beginning.
pub struct Source {
    file: File,
    path: PathBuf,
    /// All its bytes.
    pub size: u64,
    /// Bytes read so far.
    pub read: u64,
}

impl Source {
    /// Opens the file of a request.
    pub fn open(session: &Session, from: &BundleSource) -> Result<Self, Error> {
        let path = match (&from.upload, &from.path) {
            (Some(upload), _) => evidence::uploaded(session, upload)?,
            (None, Some(path)) => {
                disk::outside(path).map_err(|failure| error::from_io(&failure, Path::new(path)))?
            }
            (None, None) => {
                return Err(Error::new(Code::BadRequest).with("reason", "neither upload nor path"));
            }
        };
        Self::at(path)
    }

    /// Opens a file by its path.
    pub fn at(path: PathBuf) -> Result<Self, Error> {
        let read = || Ok((disk::open(&path)?, disk::metadata(&path)?.len()));
        let (file, size) = read().map_err(|failure| error::from_io(&failure, &path))?;
        Ok(Self { file, path, size, read: 0 })
    }

    /// Reads the next bytes; none at the end.
    pub fn next(&mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = (&mut self.file).take(PIECE as u64).read_to_end(&mut bytes);
        read.map_err(|failure| error::from_io(&failure, &self.path))?;
        self.read += bytes.len() as u64;
        Ok(bytes)
    }

    /// Reads the header, and gives what was read beyond it.
    pub fn header(&mut self, session: &Session) -> Result<(BundleHeader, Vec<u8>), Error> {
        let mut head = Vec::new();
        loop {
            let more = self.next()?;
            head.extend_from_slice(&more);
            match BundleHeader::read(&head).map_err(refusal)? {
                Some((header, length)) => {
                    if header.space != session.space {
                        return Err(Error::new(Code::BundleOfOtherSchool));
                    }
                    return Ok((header, head.split_off(length)));
                }
                None if more.is_empty() => return Err(refusal(BundleError::NotABundle)),
                None => {}
            }
        }
    }
}

/// Opens a bundle as this device: the one place where its box key is used.
pub fn open_with_box_key(session: &Session, header: &BundleHeader) -> Result<BundleReader, Error> {
    let secret = session.box_secret.ok_or_else(|| Error::new(Code::BundleForOthers))?;
    let name = session.signer.device_key().to_bytes();
    BundleReader::open(header, &name, &BoxSecret::from_bytes(secret)).map_err(refusal)
}

/// What the maker of a bundle held when they made it.
pub fn vector_of(session: &Session, from: &BundleSource) -> Result<Vector, Error> {
    let mut source = Source::open(session, from)?;
    let (header, mut bytes) = source.header(session)?;
    let mut reader = open_with_box_key(session, &header)?;
    loop {
        let ended = bytes.is_empty();
        if ended { reader.end_input() } else { reader.push(&bytes) }.map_err(refusal)?;
        match reader.next_item().map_err(refusal)? {
            Some(BundleItem::Vector(vector)) => return Ok(vector),
            Some(_) => return Err(refusal(BundleError::Malformed)),
            None if ended => return Err(refusal(BundleError::Malformed)),
            None => bytes = source.next()?,
        }
    }
}

/// A bundle that cannot be read, as the contract says it.
pub fn refusal(failure: BundleError) -> Error {
    let code = match failure {
        BundleError::NotABundle => Code::NotABundle,
        BundleError::Newer => Code::UpgradeRequired,
        BundleError::NotForThis => Code::BundleForOthers,
        _ => Code::BundleDamaged,
    };
    Error::new(code).with("reason", failure.to_string())
}
