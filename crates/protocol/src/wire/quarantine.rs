//! What revoked devices sent past their cut, as registrars see it (protocol section 12).

use crate::cbor::{Malformed, Reader, Writer};
use crate::keys::Signature;

/// An envelope that is kept aside, without its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireQuarantined {
    /// When it came, in milliseconds since 1970 by the relay's clock.
    pub received: i64,
    /// Its header as signed.
    pub header: Vec<u8>,
    /// Its author's signature.
    pub sig: Signature,
}

/// Encodes `[[received, header, sig]]`.
pub fn write_quarantine(lines: impl ExactSizeIterator<Item = WireQuarantined>) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(lines.len());
    for line in lines {
        writer.array(3);
        writer.int(line.received);
        writer.bytes(&line.header);
        writer.bytes(line.sig.as_ref());
    }
    writer.into_bytes()
}

/// Decodes what [`write_quarantine`] gives.
pub fn read_quarantine(bytes: &[u8]) -> Result<Vec<WireQuarantined>, Malformed> {
    let mut reader = Reader::new(bytes);
    let lines = reader.list(|reader| {
        reader.array(3)?;
        let received = reader.int()?;
        let header = reader.bytes()?.to_vec();
        Ok(WireQuarantined { received, header, sig: Signature::read(reader)? })
    })?;
    reader.end()?;
    Ok(lines)
}
