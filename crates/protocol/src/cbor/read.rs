//! Thin readers and writers over the codec crate, so that no other module sees it.

use super::{Malformed, Value};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// Reads the parts of an encoded item one after another.
pub(crate) struct Reader<'b>(Decoder<'b>);

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Decoder::new(bytes))
    }

    pub fn position(&self) -> usize {
        self.0.position()
    }

    pub fn datatype(&self) -> Result<Type, Malformed> {
        Ok(self.0.datatype()?)
    }

    pub fn at_end(&self) -> bool {
        self.0.position() >= self.0.input().len()
    }

    /// Requires that nothing follows.
    pub fn end(&self) -> Result<(), Malformed> {
        if self.at_end() { Ok(()) } else { Err(Malformed) }
    }

    /// Requires an array of this many parts.
    pub fn array(&mut self, length: u64) -> Result<(), Malformed> {
        if self.0.array()? == Some(length) { Ok(()) } else { Err(Malformed) }
    }

    /// Reads an array and says how many parts it has.
    pub fn array_length(&mut self) -> Result<u64, Malformed> {
        self.0.array()?.ok_or(Malformed)
    }

    /// Reads an array of equal parts.
    pub fn list<T>(
        &mut self,
        mut part: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.0.array()?.ok_or(Malformed)?;
        self.repeat(count, &mut part)
    }

    /// Reads the entries of a map.
    pub fn entries<T>(
        &mut self,
        mut part: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.0.map()?.ok_or(Malformed)?;
        self.repeat(count, &mut part)
    }

    fn repeat<T>(
        &mut self,
        count: u64,
        part: &mut dyn FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        // A part has at least one byte: a count above what is left is a lie, and no memory is taken for it.
        let left = self.0.input().len().saturating_sub(self.0.position());
        let count = usize::try_from(count).ok().filter(|count| *count <= left).ok_or(Malformed)?;
        (0..count).map(|_| part(self)).collect()
    }

    pub fn null(&mut self) -> Result<(), Malformed> {
        Ok(self.0.null()?)
    }

    pub fn bool(&mut self) -> Result<bool, Malformed> {
        Ok(self.0.bool()?)
    }

    pub fn uint(&mut self) -> Result<u64, Malformed> {
        Ok(self.0.u64()?)
    }

    /// Reads a number where one stands, and otherwise stays where it is.
    pub fn try_uint(&mut self) -> Result<u64, Malformed> {
        match self.datatype()? {
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => self.uint(),
            _ => Err(Malformed),
        }
    }

    pub fn int(&mut self) -> Result<i64, Malformed> {
        Ok(self.0.i64()?)
    }

    pub fn bytes(&mut self) -> Result<&'b [u8], Malformed> {
        Ok(self.0.bytes()?)
    }

    pub fn text(&mut self) -> Result<&'b str, Malformed> {
        Ok(self.0.str()?)
    }

    /// Reads a byte string of a fixed length.
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.bytes()?.try_into().map_err(|_| Malformed)
    }

    /// Reads an id.
    pub fn id<T: for<'a> TryFrom<&'a [u8], Error = crate::id::IdError>>(&mut self) -> Result<T, Malformed> {
        Ok(T::try_from(self.bytes()?)?)
    }

    /// Reads a part that may be null.
    pub fn nullable<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if self.datatype()? == Type::Null {
            self.null()?;
            return Ok(None);
        }
        part(self).map(Some)
    }

    /// Reads an id that may be null.
    pub fn id_or_null<T: for<'a> TryFrom<&'a [u8], Error = crate::id::IdError>>(
        &mut self,
    ) -> Result<Option<T>, Malformed> {
        self.nullable(Self::id)
    }

    /// Reads any value.
    pub fn value(&mut self) -> Result<Value, Malformed> {
        Value::read(self, 0)
    }

    /// Skips one item; `false` where it has not come wholly yet.
    pub fn skip_whole(&mut self) -> Result<bool, Malformed> {
        self.refuse_break()?;
        match self.0.skip() {
            Ok(()) => Ok(true),
            Err(error) if error.is_end_of_input() => Ok(false),
            Err(_) => Err(Malformed),
        }
    }

    /// Reads a value's bytes without looking into it further than needed.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        self.refuse_break()?;
        Ok(self.0.skip()?)
    }

    /// The codec takes the end of an indefinite list for an item; between items it is none.
    fn refuse_break(&self) -> Result<(), Malformed> {
        if self.datatype()? == Type::Break { Err(Malformed) } else { Ok(()) }
    }
}

/// Writes deterministic CBOR.
pub(crate) struct Writer(Encoder<Vec<u8>>);

/// Writing into memory cannot fail.
const MEMORY: &str = "writing into memory does not fail";

impl Writer {
    pub fn new() -> Self {
        Self(Encoder::new(Vec::with_capacity(256)))
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }

    pub fn array(&mut self, length: usize) {
        self.0.array(length as u64).expect(MEMORY);
    }

    pub fn map(&mut self, length: usize) {
        self.0.map(length as u64).expect(MEMORY);
    }

    pub fn null(&mut self) {
        self.0.null().expect(MEMORY);
    }

    pub fn bool(&mut self, answer: bool) {
        self.0.bool(answer).expect(MEMORY);
    }

    pub fn uint(&mut self, number: u64) {
        self.0.u64(number).expect(MEMORY);
    }

    pub fn int(&mut self, number: i64) {
        self.0.i64(number).expect(MEMORY);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.bytes(bytes).expect(MEMORY);
    }

    pub fn text(&mut self, text: &str) {
        self.0.str(text).expect(MEMORY);
    }

    /// Writes bytes that are encoded already.
    pub fn raw(&mut self, encoded: &[u8]) {
        self.0.writer_mut().extend_from_slice(encoded);
    }

    /// Writes a list of byte strings.
    pub fn list<T: AsRef<[u8]>>(&mut self, items: impl ExactSizeIterator<Item = T>) {
        self.array(items.len());
        for item in items {
            self.bytes(item.as_ref());
        }
    }

    /// Writes a byte string or null.
    pub fn bytes_or_null<T: AsRef<[u8]>>(&mut self, bytes: Option<T>) {
        match bytes {
            Some(bytes) => self.bytes(bytes.as_ref()),
            None => self.null(),
        }
    }
}
