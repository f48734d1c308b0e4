use super::error::BundleError;
use super::seal::{self, SEALED};
use crate::boxes::BoxSecret;
use crate::cbor::{Malformed, Reader, Writer};
use crate::id::{BoxKey, SpaceId};
use crate::limits;

const MAGIC: &str = "ssk-bundle";
const VERSION: u64 = 1;
const CONTEXT: &[u8] = b"ssk/bundle/v1\0";

/// Bytes of a header with its longest list of recipients.
const LONGEST: usize = 128 + limits::BUNDLE_RECIPIENTS * (8 + 32 + SEALED);

/// Random bytes that every nonce of a file begins with.
pub(super) type Prefix = [u8; 19];

/// Who may open a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The signing key by which the log knows the device, or the relay's key.
    pub name: [u8; 32],
    /// What the file's key is sealed to.
    pub box_key: BoxKey,
}

/// The readable beginning of a bundle: of which school, since when, for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleHeader {
    /// The school.
    pub space: SpaceId,
    /// The maker's clock in milliseconds since 1970, advisory.
    pub created: i64,
    sealed: Vec<([u8; 32], [u8; SEALED])>,
    pub(super) prefix: Prefix,
}

impl BundleHeader {
    /// Seals a key to every recipient to which something can be sealed; each takes 32 random bytes.
    pub(super) fn seal(
        space: SpaceId,
        created: i64,
        prefix: Prefix,
        key: &[u8; 32],
        recipients: &[(Recipient, [u8; 32])],
    ) -> Result<Self, BundleError> {
        if recipients.len() > limits::BUNDLE_RECIPIENTS {
            return Err(BundleError::TooLarge);
        }
        let mut header = Self { space, created, sealed: Vec::with_capacity(recipients.len()), prefix };
        for (recipient, random) in recipients {
            let info = header.info(&recipient.name);
            // A member whose box key is no point locks out that device and nobody else.
            let sealed = seal::seal(recipient.box_key, &info, key, *random);
            header.sealed.extend(sealed.map(|sealed| (recipient.name, sealed)));
        }
        if header.sealed.is_empty() { Err(BundleError::NotForThis) } else { Ok(header) }
    }

    /// Reads the header at the beginning of a file and says how long it is; nothing where more bytes
    /// must come first.
    ///
    /// # Errors
    /// `NotABundle`, `Newer` or `TooLarge`.
    pub fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, BundleError> {
        check_beginning(bytes)?;
        let mut reader = Reader::new(bytes);
        if bytes.is_empty() || !reader.skip_whole().map_err(|_| BundleError::NotABundle)? {
            return if bytes.len() > LONGEST { Err(BundleError::TooLarge) } else { Ok(None) };
        }
        let length = reader.position();
        if length > LONGEST {
            return Err(BundleError::TooLarge);
        }
        let header = Self::parse(&bytes[..length])?;
        if header.to_bytes() == bytes[..length] {
            Ok(Some((header, length)))
        } else {
            Err(BundleError::NotABundle)
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        let no = |_: Malformed| BundleError::NotABundle;
        let mut reader = Reader::new(bytes);
        let fields = reader.array_length().map_err(no)?;
        if reader.text().map_err(no)? != MAGIC {
            return Err(BundleError::NotABundle);
        }
        if reader.uint().map_err(no)? != VERSION {
            return Err(BundleError::Newer);
        }
        if fields != 6 {
            return Err(BundleError::NotABundle);
        }
        Ok(Self {
            space: reader.id().map_err(no)?,
            created: reader.int().map_err(no)?,
            sealed: reader.list(read_sealed).map_err(no)?,
            prefix: reader.fixed().map_err(no)?,
        })
    }

    /// Encodes the header in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(6);
        writer.text(MAGIC);
        writer.uint(VERSION);
        writer.bytes(self.space.as_ref());
        writer.int(self.created);
        writer.array(self.sealed.len());
        for (name, sealed) in &self.sealed {
            writer.array(2);
            writer.bytes(name);
            writer.bytes(sealed);
        }
        writer.bytes(&self.prefix);
        writer.into_bytes()
    }

    /// Lists who may open it: devices by their signing keys, the relay by its own.
    pub fn recipients(&self) -> impl Iterator<Item = [u8; 32]> + '_ {
        self.sealed.iter().map(|(name, _)| *name)
    }

    /// Opens the file's key as one of the recipients.
    ///
    /// # Errors
    /// `NotForThis` where no key is sealed to this name, or not to this secret.
    pub fn open_key(&self, name: &[u8; 32], secret: &BoxSecret) -> Result<[u8; 32], BundleError> {
        let info = self.info(name);
        let mine = self.sealed.iter().filter(|(to, _)| to == name);
        let opened = mine.into_iter().find_map(|(_, sealed)| seal::open(secret, &info, sealed));
        opened.ok_or(BundleError::NotForThis)
    }

    /// What a sealed key belongs to: it opens no other file.
    fn info(&self, name: &[u8; 32]) -> Vec<u8> {
        [CONTEXT, self.space.as_ref(), &self.prefix, name].concat()
    }
}

fn read_sealed(reader: &mut Reader<'_>) -> Result<([u8; 32], [u8; SEALED]), Malformed> {
    reader.array(2)?;
    Ok((reader.fixed()?, reader.fixed()?))
}

/// Says early that a file is none of ours, before a megabyte of it was read.
fn check_beginning(bytes: &[u8]) -> Result<(), BundleError> {
    let mut writer = Writer::new();
    writer.text(MAGIC);
    let magic = writer.into_bytes();
    let is_array = bytes.first().is_none_or(|first| (0x81..0x98).contains(first));
    let begins = bytes.iter().skip(1).zip(&magic).all(|(found, expected)| found == expected);
    if is_array && begins { Ok(()) } else { Err(BundleError::NotABundle) }
}
