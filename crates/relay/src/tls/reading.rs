//! What a certificate says.

use super::RENEW_BEFORE;
use super::name::Name;
use protocol::TlsHash;
use std::collections::BTreeSet;
use std::net::IpAddr;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};
use x509_parser::time::ASN1Time;

/// The parts of a certificate that the relay goes by.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub names: BTreeSet<Name>,
    pub from: ASN1Time,
    pub until: ASN1Time,
    /// SHA-256 of the public key with its kind, as clients pin it.
    pub key_hash: TlsHash,
    issuer: Vec<u8>,
    authority_key: Option<Vec<u8>>,
}

impl Reading {
    /// Reads a certificate; nothing where it is none.
    pub fn of(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let names = certificate.subject_alternative_name().ok().flatten();
        let names = names.map(|names| names.value.general_names.iter().filter_map(name).collect());
        Some(Self {
            names: names.unwrap_or_default(),
            from: certificate.validity().not_before,
            until: certificate.validity().not_after,
            key_hash: TlsHash::of_key(certificate.public_key().raw),
            issuer: certificate.issuer().as_raw().to_vec(),
            authority_key: authority_key(&certificate),
        })
    }

    /// Whether it vouches for all names, counts already, and does not end soon.
    pub fn is_good(&self, names: &BTreeSet<Name>, now: i64) -> bool {
        let (now, soon) = (now / 1000, now / 1000 + RENEW_BEFORE.as_secs() as i64);
        names.is_subset(&self.names) && self.from.timestamp() <= now && soon < self.until.timestamp()
    }

    /// Whether it names an authority as the one that signed it.
    pub fn is_signed_by(&self, authority: &[u8]) -> bool {
        let Ok((_, authority)) = X509Certificate::from_der(authority) else { return false };
        self.issuer == authority.subject().as_raw()
            && self.authority_key.is_some()
            && self.authority_key == own_key(&authority)
    }

    /// Whether it belongs to a public key.
    pub fn is_of(&self, public_key: &[u8]) -> bool {
        self.key_hash == TlsHash::of_key(public_key)
    }
}

fn name(general: &GeneralName<'_>) -> Option<Name> {
    match general {
        GeneralName::DNSName(name) => Some(Name::Dns(name.to_ascii_lowercase())),
        GeneralName::IPAddress(bytes) => address(bytes).map(Name::Address),
        _ => None,
    }
}

/// An address of four or sixteen bytes.
pub(super) fn address(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => None,
    }
}

fn authority_key(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    use x509_parser::extensions::ParsedExtension::AuthorityKeyIdentifier;
    certificate.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        AuthorityKeyIdentifier(id) => id.key_identifier.as_ref().map(|id| id.0.to_vec()),
        _ => None,
    })
}

fn own_key(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    use x509_parser::extensions::ParsedExtension::SubjectKeyIdentifier;
    certificate.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        SubjectKeyIdentifier(id) => Some(id.0.to_vec()),
        _ => None,
    })
}
