//! Bodies of the records that change what later envelopes may do.

use crate::cbor::{Malformed, Value};
use crate::class::{Audience, Class};
use crate::id::{BlobId, DocId, IdError, MemberId, ScopeId};
use crate::role::{Role, Writer};

/// The body of `open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What the document is for.
    pub class: Class,
    /// The department that it belongs to.
    pub department: Option<ScopeId>,
    /// With the signer's member id it makes the document's id.
    pub nonce: [u8; 16],
    /// Who reads it from the start.
    pub audience: Audience,
    /// Who writes it.
    pub writers: Vec<Writer>,
}

/// The body of `share`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who reads it from now on.
    pub audience: Audience,
}

/// The body of `writers`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writers {
    /// Who may write from now on, and as what.
    pub added: Vec<Writer>,
    /// Who no longer may.
    pub removed: Vec<MemberId>,
}

/// The body of `hand_over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Who goes on writing, as an author.
    pub to: MemberId,
}

/// The body of `erase_attachment`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EraseAttachment {
    /// Which file.
    pub blob: BlobId,
}

/// The body of `assign_reviewer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssignReviewer {
    /// Who.
    pub member: MemberId,
    /// As what: 20 to 23.
    pub role: Role,
    /// For which initiative; nothing means the round's meetings.
    pub initiative: Option<DocId>,
}

impl Open {
    /// Writes the fields.
    pub fn to_body(&self) -> Value {
        Value::fields([
            Value::Uint(u64::from(self.class.code())),
            bytes_or_null(self.department),
            Value::bytes(self.nonce),
            Value::Uint(u64::from(self.audience.code())),
            writers(&self.writers),
        ])
    }

    /// Reads the fields.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        let [class, department, nonce, audience, writers] = fields(body)?;
        Ok(Self {
            class: class.as_u64().and_then(Class::from_code).ok_or(Malformed)?,
            department: id_or_null(department)?,
            nonce: nonce.as_bytes().and_then(|bytes| bytes.try_into().ok()).ok_or(Malformed)?,
            audience: read_audience(audience)?,
            writers: read_writers(writers)?,
        })
    }
}

impl Share {
    /// Writes the field.
    pub fn to_body(&self) -> Value {
        Value::fields([Value::Uint(u64::from(self.audience.code()))])
    }

    /// Reads the field.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        let [audience] = fields(body)?;
        Ok(Self { audience: read_audience(audience)? })
    }
}

impl Writers {
    /// Writes the fields.
    pub fn to_body(&self) -> Value {
        let removed = self.removed.iter().map(Value::bytes).collect();
        Value::fields([writers(&self.added), Value::Array(removed)])
    }

    /// Reads the fields.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        let [added, removed] = fields(body)?;
        let removed = removed.as_array().ok_or(Malformed)?;
        Ok(Self { added: read_writers(added)?, removed: removed.iter().map(id).collect::<Result<_, _>>()? })
    }
}

impl HandOver {
    /// Writes the field.
    pub fn to_body(&self) -> Value {
        Value::fields([Value::bytes(self.to)])
    }

    /// Reads the field.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        let [to] = fields(body)?;
        Ok(Self { to: id(to)? })
    }
}

impl EraseAttachment {
    /// Writes the field.
    pub fn to_body(&self) -> Value {
        Value::fields([Value::bytes(self.blob)])
    }

    /// Reads the field; further ones, such as a reason, belong to the engine.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        Ok(Self { blob: id(body.get_uint_key(1).ok_or(Malformed)?)? })
    }
}

impl AssignReviewer {
    /// Writes the fields.
    pub fn to_body(&self) -> Value {
        Value::fields([
            Value::bytes(self.member),
            Value::Uint(u64::from(self.role.code())),
            bytes_or_null(self.initiative),
        ])
    }

    /// Reads the fields; further ones belong to the engine.
    pub fn from_body(body: &Value) -> Result<Self, Malformed> {
        let field = |key| body.get_uint_key(key).ok_or(Malformed);
        let role = field(2)?.as_u64().and_then(Role::from_code).filter(|role| role.is_appointed());
        Ok(Self { member: id(field(1)?)?, role: role.ok_or(Malformed)?, initiative: id_or_null(field(3)?)? })
    }
}

/// Requires exactly the fields 1 to N.
fn fields<const N: usize>(body: &Value) -> Result<[&Value; N], Malformed> {
    let entries = body.as_map().ok_or(Malformed)?;
    let in_order = entries.iter().zip(1u64..).all(|((key, _), number)| *key == Value::Uint(number));
    if !in_order {
        return Err(Malformed);
    }
    let values: Vec<&Value> = entries.iter().map(|(_, value)| value).collect();
    values.try_into().map_err(|_| Malformed)
}

fn id<T: for<'a> TryFrom<&'a [u8], Error = IdError>>(value: &Value) -> Result<T, Malformed> {
    Ok(T::try_from(value.as_bytes().ok_or(Malformed)?)?)
}

fn id_or_null<T: for<'a> TryFrom<&'a [u8], Error = IdError>>(value: &Value) -> Result<Option<T>, Malformed> {
    if value.is_null() { Ok(None) } else { id(value).map(Some) }
}

fn bytes_or_null(bytes: Option<impl AsRef<[u8]>>) -> Value {
    bytes.map_or(Value::Null, Value::bytes)
}

fn read_audience(value: &Value) -> Result<Audience, Malformed> {
    value.as_u64().and_then(Audience::from_code).ok_or(Malformed)
}

fn writers(writers: &[Writer]) -> Value {
    let pair = |writer: &Writer| {
        Value::Array(vec![Value::bytes(writer.member), Value::Uint(u64::from(writer.role.code()))])
    };
    Value::Array(writers.iter().map(pair).collect())
}

fn read_writers(value: &Value) -> Result<Vec<Writer>, Malformed> {
    value.as_array().ok_or(Malformed)?.iter().map(read_writer).collect()
}

fn read_writer(value: &Value) -> Result<Writer, Malformed> {
    let Some([member, role]) = value.as_array() else { return Err(Malformed) };
    let role = role.as_u64().and_then(Role::from_code).filter(|role| role.is_named());
    Ok(Writer { member: id(member)?, role: role.ok_or(Malformed)? })
}
