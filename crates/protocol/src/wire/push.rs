//! What the relay answers for each envelope of a push.

use crate::admit::{Admission, Need};
use crate::cbor::{Malformed, Reader, Value, Writer};
use crate::code::Code;
use crate::cursor::SignedCheckpoint;
use crate::id::EnvId;

/// What became of a pushed envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum PushStatus {
    /// It has a place and effect.
    Admitted = 0,
    /// It has a place and no effect.
    Void = 1,
    /// It had come before.
    Duplicate = 2,
    /// Something must come first.
    Need = 3,
    /// It is kept aside because its device was revoked.
    Quarantined = 4,
    /// It was not kept.
    Refused = 5,
}

impl PushStatus {
    const ALL: [Self; 6] =
        [Self::Admitted, Self::Void, Self::Duplicate, Self::Need, Self::Quarantined, Self::Refused];

    /// Finds the status of a number.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|status| u64::from(*status as u8) == code)
    }
}

/// The answer for one envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushAnswer {
    /// What became of it.
    pub status: PushStatus,
    /// Its place, where it has one.
    pub seq: Option<u64>,
    /// Why it is not simply admitted.
    pub code: Option<Code>,
    /// What the code needs to be acted on, by code: the head of `control_conflict` (bytes), what
    /// `author_gap` expected (number), the hashes of `missing_deps` (array), the id of
    /// `missing_doc` and `unknown_control` (bytes), the milliseconds of `slow_down` (number).
    pub details: Value,
}

impl PushAnswer {
    /// Builds an answer without a place.
    pub const fn refused(code: Code, details: Value) -> Self {
        Self { status: PushStatus::Refused, seq: None, code: Some(code), details }
    }

    /// Builds the answer of an admission; `seq` is the place that the envelope was given, and
    /// `head` the present control head.
    pub fn of(admission: &Admission, seq: Option<u64>, head: EnvId) -> Self {
        let answer = |status, code| Self { status, seq, code, details: Value::Null };
        match admission {
            Admission::Admitted => answer(PushStatus::Admitted, None),
            Admission::Void(code) => answer(PushStatus::Void, Some(*code)),
            Admission::Duplicate { seq } => {
                let seq = Some(*seq).filter(|seq| *seq > 0);
                Self { status: PushStatus::Duplicate, seq, code: None, details: Value::Null }
            }
            Admission::Need(need) => {
                Self { details: need.details(), ..answer(PushStatus::Need, Some(need.code())) }
            }
            Admission::Quarantine(code) => answer(PushStatus::Quarantined, Some(*code)),
            Admission::Refuse(Code::ControlConflict) => {
                Self::refused(Code::ControlConflict, Value::bytes(head))
            }
            Admission::Refuse(code) => Self::refused(*code, Value::Null),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.array(4);
        writer.uint(u64::from(self.status as u8));
        match self.seq {
            Some(seq) => writer.uint(seq),
            None => writer.null(),
        }
        match self.code {
            Some(code) => writer.text(code.as_str()),
            None => writer.null(),
        }
        self.details.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array(4)?;
        Ok(Self {
            status: PushStatus::from_code(reader.uint()?).ok_or(Malformed)?,
            seq: reader.nullable(Reader::uint)?,
            code: reader.nullable(|reader| reader.text()?.parse().map_err(|_| Malformed))?,
            details: reader.value()?,
        })
    }
}

impl Need {
    fn details(&self) -> Value {
        match self {
            Self::Control(entry) => Value::bytes(entry),
            Self::AuthorGap { expected } => Value::Uint(*expected),
            Self::Doc(doc) => Value::bytes(doc),
            Self::Deps(hashes) => Value::Array(hashes.iter().map(Value::bytes).collect()),
        }
    }
}

/// The answers to a push, in its order, and what the relay signs about its log afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushResponse {
    /// One for each envelope.
    pub answers: Vec<PushAnswer>,
    /// The log now; nothing where nobody with a session asks.
    pub checkpoint: Option<SignedCheckpoint>,
}

impl PushResponse {
    /// Encodes the sequence of answers and the checkpoint.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.answers.iter().for_each(|answer| answer.write(&mut writer));
        if let Some(checkpoint) = &self.checkpoint {
            checkpoint.write(&mut writer);
        }
        writer.into_bytes()
    }

    /// Decodes the answers to a push of this many envelopes, and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8], envelopes: usize) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let answers = (0..envelopes).map(|_| PushAnswer::read(&mut reader)).collect::<Result<Vec<_>, _>>()?;
        let checkpoint = if reader.at_end() { None } else { Some(SignedCheckpoint::read(&mut reader)?) };
        let response = Self { answers, checkpoint };
        if response.to_bytes() == bytes { Ok(response) } else { Err(Malformed) }
    }
}
