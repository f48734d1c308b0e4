//! Bodies of records, keyed 1, 2, 3 …; the order of keys never changes (golden bytes hold it).

use domain::date::Date;
use domain::id::{BlobId, EntryId, RecordId};
use domain::period::Period;
use domain::record::{Outcome, Part, RecordBody, RecordKind, RemarkTarget};
use domain::text::nfc;
use protocol::Value;

use super::{RecordError, part_value};

/// Fields of one body are read up to this many elements of a list.
const MOST_TARGETS: usize = 64;

/// Writes a body.
pub fn encode(kind: RecordKind, body: &RecordBody) -> Result<Value, RecordError> {
    let fields = match (kind, body) {
        (RecordKind::Submit, RecordBody::Submit { part, period, pledge }) => {
            vec![part_value(*part), Value::Uint(period_code(*period)), Value::Bool(*pledge)]
        }
        (RecordKind::Withdraw, RecordBody::Withdraw { part })
        | (RecordKind::Reopen, RecordBody::Reopen { part })
        | (RecordKind::AdmitLate, RecordBody::AdmitLate { part }) => vec![part_value(*part)],
        (RecordKind::Approve, RecordBody::Approve { part, targets })
        | (RecordKind::Return, RecordBody::Return { part, targets }) => {
            vec![part_value(*part), Value::Array(targets.iter().map(target_value).collect())]
        }
        (RecordKind::Remark, RecordBody::Remark { target, reply_to }) => {
            vec![target_value(target), reply_to.as_ref().map_or(Value::Null, record_value)]
        }
        (RecordKind::Settle, RecordBody::Settle { part, differing, outcome }) => {
            let differing = differing.iter().map(record_value).collect();
            vec![part_value(*part), Value::Array(differing), Value::Uint(outcome.code().into())]
        }
        (RecordKind::Revoke, RecordBody::Revoke { record }) => vec![record_value(record)],
        (RecordKind::AnswerDifficulty, RecordBody::AnswerDifficulty { difficulty, action, by_when }) => {
            let day = by_when.map_or(Value::Null, |day| Value::int(day.days_since_1970()));
            vec![Value::bytes(difficulty.as_bytes()), Value::text(&nfc(action)), day]
        }
        (RecordKind::ResolveDifficulty, RecordBody::ResolveDifficulty { difficulty, solved }) => {
            vec![Value::bytes(difficulty.as_bytes()), Value::Bool(*solved)]
        }
        (RecordKind::Acknowledge, RecordBody::Acknowledge { part, members, present, in_favour }) => {
            let counts = [members, present, in_favour].map(|count| Value::Uint(u64::from(*count)));
            std::iter::once(part_value(*part)).chain(counts).collect()
        }
        (RecordKind::EraseAttachment, RecordBody::EraseAttachment { blob }) => {
            vec![Value::bytes(blob.as_bytes())]
        }
        (RecordKind::AssignNumber, RecordBody::AssignNumber { number }) => vec![Value::text(&nfc(number))],
        (RecordKind::ConfirmShare, RecordBody::ConfirmShare) | (RecordKind::Seen, RecordBody::Seen) => {
            Vec::new()
        }
        _ => return Err(RecordError::Malformed { verb: kind.name() }),
    };
    Ok(Value::fields(fields))
}

/// Reads a body.
pub fn decode(kind: RecordKind, body: &Value) -> Result<RecordBody, RecordError> {
    read(kind, &Fields(body)).ok_or(RecordError::Malformed { verb: kind.name() })
}

fn read(kind: RecordKind, body: &Fields<'_>) -> Option<RecordBody> {
    Some(match kind {
        RecordKind::Submit => RecordBody::Submit {
            part: body.part(1)?,
            period: body.period(2)?,
            pledge: body.at(3)?.as_bool()?,
        },
        RecordKind::Withdraw => RecordBody::Withdraw { part: body.part(1)? },
        RecordKind::Reopen => RecordBody::Reopen { part: body.part(1)? },
        RecordKind::AdmitLate => RecordBody::AdmitLate { part: body.part(1)? },
        RecordKind::Approve => RecordBody::Approve { part: body.part(1)?, targets: body.targets(2)? },
        RecordKind::Return => RecordBody::Return { part: body.part(1)?, targets: body.targets(2)? },
        RecordKind::Remark => {
            RecordBody::Remark { target: target(body.at(1)?)?, reply_to: body.optional(2, record).ok()? }
        }
        RecordKind::Settle => RecordBody::Settle {
            part: body.part(1)?,
            differing: body.at(2)?.as_array()?.iter().map(record).collect::<Option<_>>()?,
            outcome: Outcome::from_code(u8::try_from(body.at(3)?.as_u64()?).ok()?)?,
        },
        RecordKind::Revoke => RecordBody::Revoke { record: record(body.at(1)?)? },
        RecordKind::AnswerDifficulty => RecordBody::AnswerDifficulty {
            difficulty: entry(body.at(1)?)?,
            action: body.at(2)?.as_str()?.to_owned(),
            by_when: body.optional(3, |day| day.as_i64().map(Date::from_days_since_1970)).ok()?,
        },
        RecordKind::ResolveDifficulty => {
            RecordBody::ResolveDifficulty { difficulty: entry(body.at(1)?)?, solved: body.at(2)?.as_bool()? }
        }
        RecordKind::Acknowledge => RecordBody::Acknowledge {
            part: body.part(1)?,
            members: body.count(2)?,
            present: body.count(3)?,
            in_favour: body.count(4)?,
        },
        RecordKind::EraseAttachment => {
            RecordBody::EraseAttachment { blob: BlobId::from_bytes(body.at(1)?.as_bytes()?.try_into().ok()?) }
        }
        RecordKind::AssignNumber => RecordBody::AssignNumber { number: body.at(1)?.as_str()?.to_owned() },
        RecordKind::ConfirmShare => RecordBody::ConfirmShare,
        RecordKind::Seen => RecordBody::Seen,
        _ => RecordBody::Other,
    })
}

/// A field is of another type than its verb says.
struct Odd;

struct Fields<'a>(&'a Value);

impl<'a> Fields<'a> {
    fn at(&self, key: u64) -> Option<&'a Value> {
        self.0.get_uint_key(key)
    }

    /// Reads a field that may be null or missing; a field of another type is malformed.
    fn optional<T>(&self, key: u64, read: impl Fn(&Value) -> Option<T>) -> Result<Option<T>, Odd> {
        match self.at(key).filter(|value| !value.is_null()) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(Odd),
        }
    }

    fn part(&self, key: u64) -> Option<Part> {
        Part::from_code(u8::try_from(self.at(key)?.as_u64()?).ok()?)
    }

    fn period(&self, key: u64) -> Option<Period> {
        let code = self.at(key)?.as_u64()?;
        Period::ALL.iter().copied().find(|period| period_code(*period) == code)
    }

    fn count(&self, key: u64) -> Option<u32> {
        u32::try_from(self.at(key)?.as_u64()?).ok()
    }

    fn targets(&self, key: u64) -> Option<Vec<RemarkTarget>> {
        let targets = self.at(key)?.as_array()?;
        if targets.len() > MOST_TARGETS { None } else { targets.iter().map(target).collect() }
    }
}

const fn period_code(period: Period) -> u64 {
    match period {
        Period::SemesterI => 1,
        Period::SemesterII => 2,
        Period::WholeYear => 3,
    }
}

fn target_value(target: &RemarkTarget) -> Value {
    match target {
        RemarkTarget::Whole => Value::Array(vec![Value::Uint(0)]),
        RemarkTarget::Field(path) => Value::Array(vec![Value::Uint(1), Value::text(path)]),
        RemarkTarget::Evidence(entry) => Value::Array(vec![Value::Uint(2), Value::bytes(entry.as_bytes())]),
    }
}

fn target(value: &Value) -> Option<RemarkTarget> {
    match value.as_array()? {
        [code] if code.as_u64() == Some(0) => Some(RemarkTarget::Whole),
        [code, path] if code.as_u64() == Some(1) => Some(RemarkTarget::Field(path.as_str()?.to_owned())),
        [code, item] if code.as_u64() == Some(2) => Some(RemarkTarget::Evidence(entry(item)?)),
        _ => None,
    }
}

fn record_value(record: &RecordId) -> Value {
    Value::bytes(record.as_bytes())
}

fn record(value: &Value) -> Option<RecordId> {
    RecordId::from_slice(value.as_bytes()?)
}

fn entry(value: &Value) -> Option<EntryId> {
    EntryId::from_slice(value.as_bytes()?)
}
