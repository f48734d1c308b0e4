//! What an invitation's QR code and slip hold (protocol section 12).

use crate::blake;
use crate::cbor::{Malformed, Reader, Writer};
use crate::crockford;
use crate::id::{EnvId, RelayKey, SpaceId, TlsHash};
use crate::invite::InviteToken;

const PREFIX: &str = "SSK1:";
const CHECKSUM: usize = 4;

/// Why a text is no ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// It does not begin like a ticket.
    #[error("the text is not an invitation of this program")]
    NotATicket,
    /// It is a ticket of a later version of the program.
    #[error("the invitation was made by a newer version of the program")]
    Version,
    /// It holds a character that no ticket has.
    #[error("the invitation has a character that no invitation has")]
    Character,
    /// A part is missing, or a character was misread.
    #[error("a part of the invitation is missing or was misread")]
    Checksum,
    /// It is whole and still not what a ticket holds.
    #[error("the invitation cannot be understood")]
    Malformed,
}

/// Everything that a new device needs to find the school and to prove that it was invited.
///
/// Its text is `SSK1:` and Crockford base32 of deterministic CBOR with a checksum, so that it fits
/// the alphanumeric mode of QR codes and can be typed in any case, with blanks and dashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinTicket {
    /// Where the relay answers, best first, such as `http://192.168.1.5:8440`.
    pub addresses: Vec<String>,
    /// The key that the relay signs checkpoints with.
    pub relay: RelayKey,
    /// The relay's TLS key; nothing where it is reached without TLS.
    pub tls: Option<TlsHash>,
    /// The school.
    pub space: SpaceId,
    /// The first entry of its log, which proves the school's id.
    pub genesis: EnvId,
    /// The secret.
    pub token: InviteToken,
}

impl JoinTicket {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(6);
        writer.array(self.addresses.len());
        self.addresses.iter().for_each(|address| writer.text(address));
        writer.bytes(self.relay.as_ref());
        writer.bytes_or_null(self.tls);
        writer.bytes(self.space.as_ref());
        writer.bytes(self.genesis.as_ref());
        writer.bytes(self.token.as_bytes());
        writer.into_bytes()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array(6)?;
        let ticket = Self {
            addresses: reader.list(|reader| Ok(reader.text()?.to_owned()))?,
            relay: reader.id()?,
            tls: reader.id_or_null()?,
            space: reader.id()?,
            genesis: reader.id()?,
            token: InviteToken::from_random(reader.fixed()?),
        };
        if ticket.to_bytes() == bytes { Ok(ticket) } else { Err(Malformed) }
    }
}

impl std::fmt::Display for JoinTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = self.to_bytes();
        let checksum = blake::hash(&bytes);
        bytes.extend_from_slice(&checksum[..CHECKSUM]);
        write!(f, "{PREFIX}{}", crockford::encode(&bytes))
    }
}

impl std::str::FromStr for JoinTicket {
    type Err = TicketError;

    fn from_str(text: &str) -> Result<Self, TicketError> {
        let bytes = crockford::decode(without_prefix(text)?).ok_or_else(|| unreadable(text))?;
        let (body, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(TicketError::Checksum)?;
        if blake::hash(body)[..CHECKSUM] != *checksum {
            return Err(TicketError::Checksum);
        }
        Self::from_bytes(body).map_err(|_| TicketError::Malformed)
    }
}

fn without_prefix(text: &str) -> Result<&str, TicketError> {
    // An invitation's QR code is an address that carries the ticket behind a `#`, which browsers send
    // nowhere.
    let ticket = text.rsplit_once('#').map_or(text, |(_, ticket)| ticket);
    let (prefix, rest) = ticket.trim().split_once(':').ok_or(TicketError::NotATicket)?;
    let prefix = prefix.trim().to_ascii_uppercase();
    match prefix.strip_prefix("SSK") {
        Some("1") => Ok(rest),
        Some(number) if number.parse::<u32>().is_ok() => Err(TicketError::Version),
        _ => Err(TicketError::NotATicket),
    }
}

fn unreadable(text: &str) -> TicketError {
    let rest = without_prefix(text).unwrap_or_default();
    if crockford::values(rest).is_some() { TicketError::Checksum } else { TicketError::Character }
}
