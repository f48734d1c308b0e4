//! How the relay shows itself over https: with the school's own certificate, or with one that it signs
//! by an authority of its own and renews by itself (ADR 0013).

mod authority;
mod check;
mod error;
mod files;
mod machine;
mod name;
mod own;
mod reading;

#[cfg(test)]
mod tests;

use crate::config::Https;
use crate::fence::write_durably;
use authority::Authority;
use machine::Machine;
use name::Name;
use own::OwnFiles;
use protocol::TlsHash;
use rcgen::{KeyPair, PublicKeyData};
use reading::Reading;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

pub(crate) use check::check;
pub(crate) use error::CertificateError;
pub(crate) use files::pem;
pub(crate) use name::grouped;

/// The folder within the data folder.
pub(crate) const FOLDER: &str = "tls";
const CERTIFICATE: &str = "server.crt";
const KEY: &str = "server.key";
/// A certificate is renewed when less is left of it.
const RENEW_BEFORE: Duration = Duration::from_hours(30 * 24);

/// What a browser is shown, and where it comes from.
#[derive(Debug)]
pub(crate) struct Identity {
    source: Source,
    names: Vec<String>,
    listen: SocketAddr,
    provider: Arc<CryptoProvider>,
    shown: RwLock<Shown>,
}

#[derive(Debug)]
enum Source {
    /// The relay's own authority signs.
    Relay { folder: PathBuf, authority: Box<Authority>, key: Box<KeyPair> },
    /// The school gives a certificate.
    School(OwnFiles),
}

/// What is shown now.
#[derive(Clone, Debug)]
struct Shown {
    key: Arc<CertifiedKey>,
    reading: Reading,
}

/// The relay's own authority, as people get it.
#[derive(Clone, Debug)]
pub(crate) struct Trust {
    pub certificate: CertificateDer<'static>,
    pub fingerprint: [u8; 32],
}

impl Identity {
    /// Reads what is there, and makes what is missing.
    pub fn open(
        data: &Path,
        https: &Https,
        listen: SocketAddr,
        now: i64,
    ) -> Result<Arc<Self>, CertificateError> {
        if let Some(name) = https.names.iter().find(|name| !Name::read(name).is_sound()) {
            return Err(CertificateError::Name { name: name.clone() });
        }
        let provider = Arc::new(ring::default_provider());
        let (source, shown) = if let Some(own) = &https.own {
            let files = OwnFiles::of(own);
            let shown = files.read(&provider, now)?;
            (Source::School(files), shown)
        } else {
            let folder = data.join(FOLDER);
            files::make_folder(&folder)?;
            let machine = Machine::now(&https.names, listen);
            let authority = Box::new(Authority::open(&folder, &machine, now)?);
            for name in authority.beyond(&machine) {
                tracing::warn!(
                    name = name.for_url(),
                    "the relay's authority was made before this name was given and may not vouch for it; \
                     remove {} to make another, which every tablet has to trust again",
                    folder.display()
                );
            }
            let key = Box::new(files::key(&folder.join(KEY))?);
            let shown = kept(&folder, &authority, &key, &machine, now, &provider);
            let shown = match shown {
                Some(shown) => shown,
                None => signed(&folder, &authority, &key, &machine, now, &provider)?,
            };
            (Source::Relay { folder, authority, key }, shown)
        };
        let names = https.names.clone();
        Ok(Arc::new(Self { source, names, listen, provider, shown: RwLock::new(shown) }))
    }

    /// Renews what ends soon or lacks an address, and reads files that were exchanged; tells whether
    /// something else is shown now. On an error everything stays as it was.
    pub fn refresh(&self, now: i64) -> Result<bool, CertificateError> {
        let fresh = match &self.source {
            Source::School(files) => {
                if !files.have_changed() {
                    return Ok(false);
                }
                files.read(&self.provider, now)?
            }
            Source::Relay { folder, authority, key } => {
                let machine = Machine::now(&self.names, self.listen);
                if self.shown().reading.is_good(&authority.permitted(&machine), now) {
                    return Ok(false);
                }
                signed(folder, authority, key, &machine, now, &self.provider)?
            }
        };
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(true)
    }

    /// The configuration of every connection; the certificate is looked up for each.
    pub fn server(self: &Arc<Self>) -> Result<Arc<ServerConfig>, CertificateError> {
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider));
        let builder = builder.with_safe_default_protocol_versions().map_err(CertificateError::Tls)?;
        let resolver: Arc<Self> = Arc::clone(self);
        let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Sessions go on by tickets that clients keep, so the relay remembers none.
        config.ticketer = ring::Ticketer::new().map_err(CertificateError::Tls)?;
        Ok(Arc::new(config))
    }

    /// The relay's own authority, where it has one.
    pub fn trust(&self) -> Option<Trust> {
        let Source::Relay { authority, .. } = &self.source else { return None };
        Some(Trust { certificate: authority.certificate().clone(), fingerprint: authority.fingerprint() })
    }

    /// SHA-256 of the public key that is shown.
    pub fn key_hash(&self) -> TlsHash {
        self.shown().reading.key_hash
    }

    /// The https address that people use.
    pub fn secure_address(&self) -> String {
        self.address("https", 443)
    }

    /// The address to hand out: it leads to https by itself, and to trust where that is missing.
    pub fn open_address(&self) -> String {
        match self.source {
            Source::School(_) => self.secure_address(),
            Source::Relay { .. } => self.address("http", 80),
        }
    }

    fn address(&self, scheme: &str, usual_port: u16) -> String {
        let port = self.listen.port();
        let host = self.host();
        if port == usual_port { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") }
    }

    fn host(&self) -> String {
        let given = self.names.first().map(|name| Name::read(name));
        let of_certificate = match &self.source {
            Source::School(_) => self.shown().reading.names.iter().find(|name| name.is_whole()).cloned(),
            Source::Relay { .. } => None,
        };
        given.or(of_certificate).unwrap_or_else(|| machine::best(self.listen)).for_url()
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.shown().key)
    }
}

/// What an earlier start signed, where it is still good: browsers that were told to go on in spite of
/// a warning remember exactly this certificate.
fn kept(
    folder: &Path,
    authority: &Authority,
    key: &KeyPair,
    machine: &Machine,
    now: i64,
    provider: &CryptoProvider,
) -> Option<Shown> {
    let chain = files::certificates(&folder.join(CERTIFICATE)).ok()?;
    let reading = Reading::of(chain.first()?)?;
    let ours = reading.is_signed_by(authority.certificate()) && reading.is_of(&key.subject_public_key_info());
    if !ours || !reading.is_good(&authority.permitted(machine), now) {
        return None;
    }
    let key = certified(chain, key, provider).ok()?;
    Some(Shown { key: Arc::new(key), reading })
}

/// Signs a new certificate and keeps it.
fn signed(
    folder: &Path,
    authority: &Authority,
    key: &KeyPair,
    machine: &Machine,
    now: i64,
    provider: &CryptoProvider,
) -> Result<Shown, CertificateError> {
    let names: BTreeSet<Name> = authority.permitted(machine);
    let certificate = authority.sign(&names, key, now)?;
    let path = folder.join(CERTIFICATE);
    write_durably(&path, files::pem("CERTIFICATE", &certificate).as_bytes())
        .map_err(|error| CertificateError::Unusable { path, error })?;
    let reading =
        Reading::of(&certificate).ok_or(CertificateError::Sign(rcgen::Error::CouldNotParseCertificate))?;
    let key = certified(vec![certificate], key, provider).map_err(CertificateError::Tls)?;
    tracing::info!(names = names.len(), "a new certificate is shown over https");
    Ok(Shown { key: Arc::new(key), reading })
}

fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, rustls::Error> {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    CertifiedKey::from_der(chain, key, provider)
}
