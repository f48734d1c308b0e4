//! What can be checked of an envelope without any log: done once, outside of the write lock.

use super::Envelope;
use crate::cbor::{Malformed, Reader};
use crate::chunk::{self, ChangeMeta};
use crate::code::Code;
use crate::codec::{self, Codec};
use crate::control::ControlBody;
use crate::header::{Enc, Header, Kind};
use crate::id::{EnvId, SpaceId};
use crate::limits;
use crate::manifest::Manifest;
use crate::record::RecordPayload;
use crate::verb::Verb;

/// An envelope with the answers to steps 1, 4 and 8 of admission.
#[derive(Clone, Debug)]
pub struct Prepared {
    envelope: Envelope,
    pub(crate) shape: Result<(), Code>,
    pub(crate) seal: Result<(), Code>,
    parsed: Parsed,
}

/// What an envelope's payload says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Changes, in order.
    Changes(Vec<ChangeMeta>),
    /// A record.
    Record(RecordPayload),
    /// A control entry.
    Control(ControlBody),
    /// A manifest.
    Blob(Manifest),
    /// A snapshot; its bytes are Automerge's.
    Snapshot,
    /// Envelopes of one document to be taken back from quarantine.
    Readmit(Vec<EnvId>),
    /// There is no payload here.
    Absent,
    /// The payload is not what its kind prescribes.
    Broken(Code),
}

impl Prepared {
    /// Checks shape and seal and parses the payload.
    pub fn new(envelope: Envelope) -> Self {
        Self::checked(envelope, Envelope::check_seal)
    }

    /// Prepares an envelope that this device wrote itself: where its key has not signed it yet, all
    /// is checked but the signature. It may be kept in the outbox; everywhere else it is refused.
    pub fn own(envelope: Envelope) -> Self {
        if envelope.is_signed() {
            Self::new(envelope)
        } else {
            Self::checked(envelope, Envelope::check_payload)
        }
    }

    fn checked(envelope: Envelope, check: impl FnOnce(&Envelope) -> Result<(), Code>) -> Self {
        let shape = check_shape(&envelope);
        let seal = shape.and_then(|()| check(&envelope));
        let parsed = if seal.is_ok() { parse(&envelope) } else { Parsed::Absent };
        Self { envelope, shape, seal, parsed }
    }

    /// Lends the envelope.
    pub const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Lends the header's fields.
    pub const fn header(&self) -> &Header {
        self.envelope.header()
    }

    /// Gives the envelope's id.
    pub const fn id(&self) -> EnvId {
        self.envelope.id()
    }

    /// Lends what the payload says.
    pub const fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// Gives the raw Automerge chunks of a change envelope, in order; none for other kinds or
    /// where the payload is broken or absent.
    pub fn change_chunks(&self) -> Vec<Vec<u8>> {
        match (&self.parsed, self.envelope.payload()) {
            (Parsed::Changes(_), Some(payload)) => change_chunks(self.header(), payload),
            _ => Vec::new(),
        }
    }
}

/// Gives the raw Automerge chunks of a change envelope that was admitted before, in order, without
/// checking its seal once more; none for other kinds or where the payload is broken.
pub fn change_chunks(header: &Header, payload: &[u8]) -> Vec<Vec<u8>> {
    if header.kind != Kind::Change {
        return Vec::new();
    }
    codec::unpack(header.codec, payload, limits::CHANGE_INFLATED)
        .ok()
        .and_then(|bytes| Some(chunk::split_chunks(&bytes)?.into_iter().map(<[u8]>::to_vec).collect()))
        .unwrap_or_default()
}

impl From<Envelope> for Prepared {
    fn from(envelope: Envelope) -> Self {
        Self::new(envelope)
    }
}

/// Step 1: sizes, and which field may stand in which kind.
fn check_shape(envelope: &Envelope) -> Result<(), Code> {
    let header = envelope.header();
    if header.ext.has_unknown_critical() || header.enc != Enc::Plain {
        return Err(Code::UpgradeRequired);
    }
    check_sizes(header)?;
    let zero_prev = header.aprev == EnvId::ZERO;
    let sound = header.aseq >= 1
        && i64::try_from(header.aseq).is_ok()
        && zero_prev == (header.aseq == 1)
        && header.heads.is_sorted_by(|a, b| a < b)
        && fields_fit_kind(header);
    if sound { Ok(()) } else { Err(Code::Malformed) }
}

fn check_sizes(header: &Header) -> Result<(), Code> {
    let stored = match header.kind {
        Kind::Change => limits::CHANGE_STORED,
        Kind::Snapshot => limits::SNAPSHOT,
        _ => limits::SMALL_PAYLOAD,
    };
    let inflated = if header.kind == Kind::Change { limits::CHANGE_INFLATED } else { limits::SMALL_PAYLOAD };
    let bomb = matches!(header.codec, Codec::Deflate { inflated: length } if length > inflated);
    let lists = header.changes.len() > limits::CHANGES || header.heads.len() > limits::HEADS;
    if header.plen > stored || bomb || lists { Err(Code::TooLarge) } else { Ok(()) }
}

fn fields_fit_kind(header: &Header) -> bool {
    let ext = &header.ext;
    let covers = ext.covered_seq.is_some() && ext.n_changes.is_some();
    let covers_nothing = ext.covered_seq.is_none() && ext.n_changes.is_none();
    let record = header.kind == Kind::Record;
    let speaks = matches!(header.kind, Kind::Record | Kind::Snapshot);
    let has_verb = matches!(header.kind, Kind::Record | Kind::Control);
    let staged = record && matches!(Verb::from_code(header.verb), Some(Verb::Approve | Verb::Return));
    (speaks || header.heads.is_empty())
        && (header.kind == Kind::Change) != header.changes.is_empty()
        && has_verb == (header.verb != 0)
        && (record || header.about.is_none())
        && header.about != Some(header.doc)
        && record == ext.capacity.is_some()
        && staged == ext.stage.is_some()
        && (if header.kind == Kind::Snapshot { covers } else { covers_nothing })
        && (header.kind == Kind::Control) == is_space(header)
        && (header.kind != Kind::Snapshot || header.codec == Codec::Raw)
}

fn is_space(header: &Header) -> bool {
    header.doc == SpaceId::into(header.space)
}

/// Step 8: reads the payload by its kind.
fn parse(envelope: &Envelope) -> Parsed {
    let Some(stored) = envelope.payload() else { return Parsed::Absent };
    let header = envelope.header();
    if header.kind == Kind::Snapshot {
        let sound = chunk::document_heads(stored).is_some_and(|heads| heads == header.heads);
        return if sound { Parsed::Snapshot } else { Parsed::Broken(Code::BadPayload) };
    }
    let limit = if header.kind == Kind::Change { limits::CHANGE_INFLATED } else { limits::SMALL_PAYLOAD };
    match codec::unpack(header.codec, stored, limit).and_then(|payload| parse_open(header, &payload)) {
        Ok(parsed) => parsed,
        Err(code) => Parsed::Broken(code),
    }
}

fn parse_open(header: &Header, payload: &[u8]) -> Result<Parsed, Code> {
    let bad = |_| Code::BadPayload;
    Ok(match header.kind {
        Kind::Change => Parsed::Changes(chunk::read_chunks(payload, &header.changes, header.author)?),
        Kind::Record => Parsed::Record(parse_record(header, payload).map_err(bad)?),
        Kind::Control => Parsed::Control(
            ControlBody::from_bytes(header.verb, payload).map_err(bad)?.ok_or(Code::ForbiddenKind)?,
        ),
        Kind::Blob => Parsed::Blob(Manifest::from_bytes(payload).map_err(bad)?),
        Kind::Readmit => Parsed::Readmit(parse_readmit(payload).map_err(bad)?),
        Kind::Snapshot => Parsed::Snapshot,
    })
}

/// Reads a record and requires what its verb requires of every record.
fn parse_record(header: &Header, payload: &[u8]) -> Result<RecordPayload, Malformed> {
    let record = RecordPayload::from_bytes(payload)?;
    let Some(verb) = Verb::from_code(header.verb) else { return Ok(record) };
    let hashed = (record.content_hash.is_some(), record.evidence_root.is_some());
    let binds = verb.binds() || (binds_about(verb) && header.about.is_some());
    let bound =
        if binds { hashed == (true, true) && !header.heads.is_empty() } else { hashed == (false, false) };
    let worded = !matches!(verb, Verb::Return | Verb::Revoke) || !record.text.trim().is_empty();
    let quiet =
        verb != Verb::Seen || (record.text.is_empty() && record.body.as_map().is_some_and(<[_]>::is_empty));
    if bound && worded && quiet { Ok(record) } else { Err(Malformed) }
}

/// Awards bind a version where they are about an initiative.
const fn binds_about(verb: Verb) -> bool {
    matches!(verb, Verb::Commend | Verb::GrantTitle)
}

fn parse_readmit(payload: &[u8]) -> Result<Vec<EnvId>, Malformed> {
    let mut reader = Reader::new(payload);
    let envelopes: Vec<EnvId> = reader.list(Reader::id)?;
    reader.end()?;
    let canonical = {
        let mut writer = crate::cbor::Writer::new();
        writer.list(envelopes.iter());
        writer.into_bytes() == payload
    };
    let fits = (1..=limits::READMIT).contains(&envelopes.len());
    if fits && canonical { Ok(envelopes) } else { Err(Malformed) }
}
