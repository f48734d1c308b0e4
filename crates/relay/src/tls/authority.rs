//! The relay's own authority: made once, and bound to what a school's network has.
//!
//! Who trusts it on a private telephone must not have to trust it with their bank: it may vouch for
//! private addresses, names that exist only in a local network, and the names that this machine had
//! when it was made. Android, iOS, Windows, Chromium and Firefox hold an authority to that.

use super::error::CertificateError;
use super::machine::Machine;
use super::name::Name;
use super::{files, reading};
use crate::clock;
use crate::fence::write_durably;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SerialNumber,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::time::Duration;
use tokio_rustls::rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

pub(super) const CERTIFICATE: &str = "authority.crt";
pub(super) const KEY: &str = "authority.key";

const DAY: Duration = Duration::from_hours(24);
/// How long it lives: trusting it is work for people.
const LIFE: u32 = 3_650;
/// How long what it signs lives: iPads take 825 days at most, and public rules say 398.
const LIFE_OF_SIGNED: u32 = 397;
/// Clocks of tablets are behind now and then.
const BEFORE: u32 = 1;

/// Addresses that no two networks share (RFC 1918, 3927, 4193, 4291).
const V4: [(Ipv4Addr, u8); 5] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
];
const V6: [(Ipv6Addr, u8); 3] = [
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::LOCALHOST, 128),
];
/// Names that nobody owns in the whole world (RFC 6761, 6762, 8375; ICANN's `internal`).
const LOCAL: [&str; 5] = ["localhost", "local", "home.arpa", "internal", "lan"];

/// A certificate with its key, to sign others.
#[derive(Debug)]
pub(super) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    bounds: Vec<Bound>,
}

/// What it may vouch for.
#[derive(Debug)]
enum Bound {
    Below(String),
    Within(IpAddr, IpAddr),
}

impl Authority {
    /// Reads it, or makes it at the first start.
    pub fn open(folder: &Path, machine: &Machine, now: i64) -> Result<Self, CertificateError> {
        let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
        if !certificate.exists() {
            // A key without its certificate is what a first start left that was cut off.
            return Self::make(folder, machine, now);
        }
        let damaged = || CertificateError::Damaged { path: folder.to_owned() };
        let chain = files::certificates(&certificate).map_err(|_| damaged())?;
        let first = chain.into_iter().next().ok_or_else(damaged)?;
        let reading = reading::Reading::of(&first).ok_or_else(damaged)?;
        if !(reading.from.timestamp()..reading.until.timestamp()).contains(&(now / 1000)) {
            // Perhaps it is only this machine's clock, so nothing is thrown away.
            tracing::error!(
                from = %reading.from, until = %reading.until,
                "the relay's own authority does not count today; where the clock is right, remove {} to \
                 make another, which every tablet has to trust again",
                folder.display()
            );
        }
        let key = files::read_key(&key)?;
        if !reading.is_of(&rcgen::PublicKeyData::subject_public_key_info(&key)) {
            return Err(damaged());
        }
        Self::with(first, key).ok_or_else(damaged)
    }

    fn make(folder: &Path, machine: &Machine, now: i64) -> Result<Self, CertificateError> {
        let key = KeyPair::generate().map_err(CertificateError::Sign)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = called(&format!("Sổ Sáng Kiến, trạm {}", said_name(machine)));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        // Never for programs or letters.
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.name_constraints =
            Some(NameConstraints { permitted_subtrees: bounds(machine), excluded_subtrees: Vec::new() });
        lives(&mut params, now, LIFE);
        // A clock that is ahead when it is made must not spoil it for ever.
        params.not_before = params.not_before.min(rcgen::date_time_ymd(2026, 1, 1));
        let certificate = params.self_signed(&key).map_err(CertificateError::Sign)?;
        files::write_private(&folder.join(KEY), key.serialize_pem().as_bytes())?;
        let path = folder.join(CERTIFICATE);
        write_durably(&path, files::pem("CERTIFICATE", certificate.der()).as_bytes())
            .map_err(|error| CertificateError::Unusable { path, error })?;
        tracing::info!("the relay made an authority of its own");
        Self::with(certificate.der().clone(), key)
            .ok_or(CertificateError::Sign(rcgen::Error::CouldNotParseCertificate))
    }

    fn with(certificate: CertificateDer<'static>, key: KeyPair) -> Option<Self> {
        let bounds = read_bounds(&certificate)?;
        let issuer = Issuer::from_ca_cert_der(&certificate, key).ok()?;
        Some(Self { certificate, issuer, bounds })
    }

    /// Its certificate, which people trust.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// SHA-256 of its certificate, as devices show it.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.certificate).into()
    }

    /// What of the machine it may vouch for: one name beyond its bounds would make a browser refuse
    /// the whole certificate.
    pub fn permitted(&self, machine: &Machine) -> BTreeSet<Name> {
        machine.all.iter().filter(|name| self.permits(name)).cloned().collect()
    }

    /// Names that people gave and it may not vouch for.
    pub fn beyond<'a>(&self, machine: &'a Machine) -> Vec<&'a Name> {
        machine.names.iter().filter(|name| !self.permits(name)).collect()
    }

    fn permits(&self, name: &Name) -> bool {
        name.for_certificate().is_some() && self.bounds.iter().any(|bound| bound.permits(name))
    }

    /// Signs a certificate for names with a server's key.
    pub fn sign(
        &self,
        names: &BTreeSet<Name>,
        key: &KeyPair,
        now: i64,
    ) -> Result<CertificateDer<'static>, CertificateError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = called("Sổ Sáng Kiến");
        params.subject_alt_names = names.iter().filter_map(Name::for_certificate).collect();
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        lives(&mut params, now, LIFE_OF_SIGNED);
        let signed = params.signed_by(key, &self.issuer).map_err(CertificateError::Sign)?;
        Ok(signed.der().clone())
    }
}

impl Bound {
    fn permits(&self, name: &Name) -> bool {
        match (self, name) {
            (Self::Below(base), Name::Dns(name)) => {
                name == base || name.strip_suffix(base.as_str()).is_some_and(|rest| rest.ends_with('.'))
            }
            (Self::Within(IpAddr::V4(base), IpAddr::V4(mask)), Name::Address(IpAddr::V4(address))) => {
                address.to_bits() & mask.to_bits() == base.to_bits() & mask.to_bits()
            }
            (Self::Within(IpAddr::V6(base), IpAddr::V6(mask)), Name::Address(IpAddr::V6(address))) => {
                address.to_bits() & mask.to_bits() == base.to_bits() & mask.to_bits()
            }
            _ => false,
        }
    }
}

/// What an authority that is made now may vouch for.
fn bounds(machine: &Machine) -> Vec<GeneralSubtree> {
    let private = V4.map(|(base, length)| CidrSubnet::from_v4_prefix(base.octets(), length)).into_iter();
    let private = private.chain(V6.map(|(base, length)| CidrSubnet::from_v6_prefix(base.octets(), length)));
    let given = machine.names.iter().map(|name| match name {
        Name::Dns(name) => GeneralSubtree::DnsName(name.clone()),
        Name::Address(IpAddr::V4(address)) => {
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(address.octets(), 32))
        }
        Name::Address(IpAddr::V6(address)) => {
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(address.octets(), 128))
        }
    });
    let local = LOCAL.map(|name| GeneralSubtree::DnsName(name.to_owned()));
    private.map(GeneralSubtree::IpAddress).chain(local).chain(given).collect()
}

fn read_bounds(der: &[u8]) -> Option<Vec<Bound>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let constraints = certificate.name_constraints().ok()??;
    let permitted = constraints.value.permitted_subtrees.as_ref()?;
    let bound = |base: &GeneralName<'_>| match base {
        GeneralName::DNSName(name) => Some(Bound::Below(name.to_ascii_lowercase())),
        GeneralName::IPAddress(bytes) => {
            let (base, mask) = bytes.split_at(bytes.len() / 2);
            Some(Bound::Within(reading::address(base)?, reading::address(mask)?))
        }
        _ => None,
    };
    Some(permitted.iter().filter_map(|subtree| bound(&subtree.base)).collect())
}

/// The name that tells one relay from another in a device's list.
fn said_name(machine: &Machine) -> String {
    let names = machine.names.iter();
    let shortest = names.filter_map(|name| if let Name::Dns(name) = name { Some(name) } else { None });
    shortest.min_by_key(|name| name.len()).cloned().unwrap_or_default()
}

fn called(name: &str) -> DistinguishedName {
    let mut called = DistinguishedName::new();
    // More than 64 letters are refused by readers of certificates.
    let name: String = name.trim().chars().take(64).collect();
    called.push(DnType::CommonName, name);
    called
}

fn lives(params: &mut CertificateParams, now: i64, days: u32) {
    let start = rcgen::date_time_ymd(1970, 1, 1);
    let now = Duration::from_millis(u64::try_from(now).unwrap_or(0));
    params.not_before = start + now.saturating_sub(DAY * BEFORE);
    params.not_after = start + now + DAY * (days - BEFORE);
    // Two certificates of one authority with one number would be refused.
    let mut number: [u8; 16] = clock::random();
    number[0] = (number[0] & 0x3f) | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&number));
}
