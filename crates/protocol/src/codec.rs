//! Raw DEFLATE with a bound on both sides.

use crate::code::Code;

/// How a payload is stored (field 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// As it is.
    Raw,
    /// Raw DEFLATE (RFC 1951).
    Deflate {
        /// How many bytes it inflates to.
        inflated: u64,
    },
}

/// Deflates a payload where that makes it smaller.
pub fn pack(payload: Vec<u8>) -> (Codec, Vec<u8>) {
    let deflated = miniz_oxide::deflate::compress_to_vec(&payload, 6);
    // The longer codec field costs up to six bytes of header.
    if deflated.len() + 6 < payload.len() {
        (Codec::Deflate { inflated: payload.len() as u64 }, deflated)
    } else {
        (Codec::Raw, payload)
    }
}

/// Inflates a payload, never past its declared length nor past the limit.
pub fn unpack(codec: Codec, payload: &[u8], limit: u64) -> Result<Vec<u8>, Code> {
    let Codec::Deflate { inflated } = codec else { return Ok(payload.to_vec()) };
    if inflated > limit {
        return Err(Code::TooLarge);
    }
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(payload, inflated as usize)
        .map_err(|_| Code::BadPayload)?;
    if bytes.len() as u64 == inflated { Ok(bytes) } else { Err(Code::BadPayload) }
}
