//! A generic value: contents of documents, bodies of records, details of errors.

use super::{Malformed, Reader, Writer};
use minicbor::data::Type;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// How deep values may lie in each other.
const DEPTH: usize = 32;

/// One value of deterministic CBOR; there are no floats and no tags.
///
/// ```
/// use protocol::Value;
/// let body = Value::map([(Value::Uint(1), Value::text("Đã xem"))]);
/// assert_eq!(Value::from_bytes(&body.to_bytes()), Ok(body));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number from zero up.
    Uint(u64),
    /// A whole number below zero.
    Negative(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text in NFC.
    Text(String),
    /// Values in order.
    Array(Vec<Value>),
    /// Values by key, written in the order of the keys' bytes.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// Wraps a whole number.
    pub fn int(number: i64) -> Self {
        u64::try_from(number).map_or(Self::Negative(number), Self::Uint)
    }

    /// Wraps a text after bringing it to NFC.
    pub fn text(text: &str) -> Self {
        Self::Text(if is_nfc(text) { text.to_owned() } else { text.nfc().collect() })
    }

    /// Wraps bytes.
    pub fn bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self::Bytes(bytes.as_ref().to_vec())
    }

    /// Builds a map and sorts it; of entries with one key the last stays.
    pub fn map(entries: impl IntoIterator<Item = (Value, Value)>) -> Self {
        let sorted: std::collections::BTreeMap<Vec<u8>, (Value, Value)> =
            entries.into_iter().map(|entry| (entry.0.to_bytes(), entry)).collect();
        Self::Map(sorted.into_values().collect())
    }

    /// Builds a map from the fields 1, 2, 3 … of a record's body.
    pub fn fields(fields: impl IntoIterator<Item = Value>) -> Self {
        Self::Map((1u64..).map(Value::Uint).zip(fields).collect())
    }

    /// Builds a map with names as keys.
    pub fn text_map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        Self::map(entries.into_iter().map(|(key, value)| (Self::text(key), value)))
    }

    /// Looks a number up in a map.
    pub fn get_uint_key(&self, key: u64) -> Option<&Value> {
        self.as_map()?.iter().find(|(k, _)| *k == Value::Uint(key)).map(|(_, value)| value)
    }

    /// Looks a name up in a map.
    pub fn get_text_key(&self, key: &str) -> Option<&Value> {
        self.as_map()?.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
    }

    /// Reads a number from zero up.
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Uint(number) = self { Some(*number) } else { None }
    }

    /// Reads a whole number.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Uint(number) => i64::try_from(*number).ok(),
            Self::Negative(number) => Some(*number),
            _ => None,
        }
    }

    /// Reads a text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Reads bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// Reads values in order.
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Self::Array(values) = self { Some(values) } else { None }
    }

    /// Reads values by key.
    pub fn as_map(&self) -> Option<&[(Value, Value)]> {
        if let Self::Map(entries) = self { Some(entries) } else { None }
    }

    /// Reads yes or no.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(answer) = self { Some(*answer) } else { None }
    }

    /// Says whether this is nothing.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Encodes the value in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// Decodes a value and refuses every form but the only one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = reader.value()?;
        reader.end()?;
        if value.to_bytes() == bytes { Ok(value) } else { Err(Malformed) }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(answer) => writer.bool(*answer),
            Self::Uint(number) => writer.uint(*number),
            Self::Negative(number) => writer.int(*number),
            Self::Bytes(bytes) => writer.bytes(bytes),
            Self::Text(text) => writer.text(text),
            Self::Array(values) => {
                writer.array(values.len());
                for value in values {
                    value.write(writer);
                }
            }
            Self::Map(entries) => write_map(entries, writer),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>, depth: usize) -> Result<Self, Malformed> {
        if depth > DEPTH {
            return Err(Malformed);
        }
        Ok(match reader.datatype()? {
            Type::Null => {
                reader.null()?;
                Self::Null
            }
            Type::Bool => Self::Bool(reader.bool()?),
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => Self::Uint(reader.uint()?),
            Type::I8 | Type::I16 | Type::I32 | Type::I64 => Self::Negative(reader.int()?),
            Type::Bytes => Self::Bytes(reader.bytes()?.to_vec()),
            Type::String => {
                let text = reader.text()?;
                if !is_nfc(text) {
                    return Err(Malformed);
                }
                Self::Text(text.to_owned())
            }
            Type::Array => Self::Array(reader.list(|reader| Self::read(reader, depth + 1))?),
            Type::Map => Self::Map(
                reader
                    .entries(|reader| Ok((Self::read(reader, depth + 1)?, Self::read(reader, depth + 1)?)))?,
            ),
            _ => return Err(Malformed),
        })
    }
}

/// Writes a map in the order of its keys' bytes, whatever the order in memory.
fn write_map(entries: &[(Value, Value)], writer: &mut Writer) {
    let mut sorted: Vec<(Vec<u8>, &Value)> =
        entries.iter().map(|(key, value)| (key.to_bytes(), value)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.dedup_by(|later, earlier| later.0 == earlier.0);
    writer.map(sorted.len());
    for (key, value) in sorted {
        writer.raw(&key);
        value.write(writer);
    }
}
