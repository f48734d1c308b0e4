//! Deterministic CBOR (RFC 8949 section 4.2.1): one byte string for each value.

mod read;
mod value;

pub(crate) use read::{Reader, Writer};
pub use value::Value;

/// Bytes that are not the deterministic encoding of what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not what the protocol prescribes here")]
pub struct Malformed;

impl From<minicbor::decode::Error> for Malformed {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

impl From<crate::id::IdError> for Malformed {
    fn from(_: crate::id::IdError) -> Self {
        Self
    }
}
