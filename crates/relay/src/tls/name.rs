//! What a certificate vouches for: a name or an address.

use rcgen::SanType;
use std::net::IpAddr;

/// A name or an address of this machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Dns(String),
    Address(IpAddr),
}

impl Name {
    /// Reads what a person gave: an address where it is one, else a name.
    pub fn read(text: &str) -> Self {
        let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
        text.parse().map_or(Self::Dns(text), Self::Address)
    }

    /// Whether it is made as names are (RFC 1123).
    pub fn is_sound(&self) -> bool {
        let Self::Dns(name) = self else { return true };
        let fits = |label: &str| {
            let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
            (1..=63).contains(&label.len()) && label.chars().all(letter) && !label.starts_with('-')
        };
        name.len() <= 253 && name.split('.').all(fits)
    }

    /// As it stands in an address of a page.
    pub fn for_url(&self) -> String {
        match self {
            Self::Dns(name) => name.clone(),
            Self::Address(IpAddr::V4(address)) => address.to_string(),
            Self::Address(IpAddr::V6(address)) => format!("[{address}]"),
        }
    }

    /// As it stands in a certificate; nothing for a name that no certificate can hold.
    pub fn for_certificate(&self) -> Option<SanType> {
        match self {
            Self::Dns(name) => name.as_str().try_into().ok().map(SanType::DnsName),
            Self::Address(address) => Some(SanType::IpAddress(*address)),
        }
    }

    /// Whether it names one machine, not a pattern of names.
    pub fn is_whole(&self) -> bool {
        !matches!(self, Self::Dns(name) if name.starts_with('*'))
    }
}

/// A fingerprint as devices show it: pairs of digits, to be compared by eye.
pub(crate) fn grouped(fingerprint: &[u8]) -> String {
    let pairs: Vec<String> = fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ")
}
