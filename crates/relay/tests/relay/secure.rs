use super::support::{Server, founded};
use protocol::{Entrance, HelloAnswer, TlsHash};
use relay::{Application, Config, Https, Limits, OwnCertificate, Running, StartError, start};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::{TempDir, tempdir};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A name that no network but the school's has.
const NAME: &str = "tram.an-binh.lan";

fn config(data: &Path, https: Https) -> Config {
    let listen = "127.0.0.1:0".to_owned();
    let application = Application::default();
    Config { data: data.to_owned(), listen, schools: 1, limits: Limits::default(), application, https }
}

fn named(names: &[&str]) -> Https {
    Https { names: names.iter().map(|name| (*name).to_owned()).collect(), own: None }
}

/// A device that trusts one authority, as its owner said.
async fn opens(
    address: SocketAddr,
    host: &str,
    authority: CertificateDer<'static>,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(authority).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let client = builder.with_root_certificates(roots).with_no_client_auth();
    let tcp = TcpStream::connect(address).await?;
    let host = ServerName::try_from(host.to_owned()).unwrap();
    TlsConnector::from(Arc::new(client)).connect(host, tcp).await
}

/// Asks for one thing, and reads the whole answer.
async fn asks(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, path: &str) -> Vec<u8> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    answer
}

fn body(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("headers end");
    &answer[end + 4..]
}

fn authority_of(data: &Path) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(data.join("tls/authority.crt")).unwrap()
}

/// The certificate that a device is shown.
fn shown(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

#[tokio::test]
async fn one_port_speaks_http_and_https() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    founded(&server).await;

    for host in ["127.0.0.1", "localhost", "::1"] {
        let stream = opens(server.address, host, authority_of(folder.path())).await.unwrap();
        let hello = HelloAnswer::from_bytes(body(&asks(stream, "/v1/hello").await)).unwrap();
        assert_eq!(hello.relay, server.key, "{host}");
    }
    assert_eq!(server.hello().await.relay, server.key, "http goes on at the same port");
    server.stop().await;
}

#[tokio::test]
async fn a_device_that_trusts_nothing_is_not_led_astray() {
    let (folder, other) = (tempdir().unwrap(), tempdir().unwrap());
    let server = Server::start(folder.path()).await;
    let stranger = Server::start(other.path()).await;

    let refused = opens(server.address, "localhost", authority_of(other.path())).await;
    let wrong_name = opens(server.address, "example.org", authority_of(folder.path())).await;

    assert!(refused.is_err(), "another relay's authority says nothing about this one");
    assert!(wrong_name.is_err(), "it vouches for no name of the world");
    stranger.stop().await;
}

#[tokio::test]
async fn the_authority_and_the_certificate_outlive_a_restart() {
    let folder = tempdir().unwrap();
    let first = start(config(folder.path(), named(&[NAME]))).await.unwrap();
    let authority = authority_of(folder.path());
    let before = shown(&opens(first.address, NAME, authority.clone()).await.unwrap());
    let fingerprint = first.fingerprint();
    first.stop().await;

    let second = start(config(folder.path(), named(&[NAME]))).await.unwrap();
    let after = shown(&opens(second.address, NAME, authority).await.unwrap());

    assert_eq!(after, before, "who went on in spite of a warning is not warned again");
    assert_eq!(second.fingerprint(), fingerprint);
    second.stop().await;
}

#[tokio::test]
async fn another_name_gets_another_certificate_and_one_beyond_the_authority_none() {
    let folder = tempdir().unwrap();
    start(config(folder.path(), named(&[]))).await.unwrap().stop().await;
    let authority = authority_of(folder.path());

    let https = named(&[NAME, "so.truong.example"]);
    let running = start(config(folder.path(), https)).await.unwrap();

    assert!(opens(running.address, NAME, authority.clone()).await.is_ok(), "it exists in the network alone");
    assert!(opens(running.address, "so.truong.example", authority.clone()).await.is_err());
    assert!(opens(running.address, "localhost", authority).await.is_ok(), "the others are not spoilt by it");
    running.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn keys_are_for_the_relay_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    start(config(folder.path(), named(&[]))).await.unwrap().stop().await;

    for key in ["authority.key", "server.key"] {
        let mode = std::fs::metadata(folder.path().join("tls").join(key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
}

#[tokio::test]
async fn slow_and_strange_visitors_hold_up_nobody() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut visitors = Vec::new();
    for greeting in [&b""[..], b"\x16", b"\x16\x03\x01\x40\x00garbage", b"\x00\xff\x00\xff", b"SSH-2.0-x\r\n"]
    {
        for _ in 0..20 {
            let mut visitor = TcpStream::connect(server.address).await.unwrap();
            visitor.write_all(greeting).await.unwrap();
            visitors.push(visitor);
        }
    }

    let began = Instant::now();
    let stream = opens(server.address, "localhost", authority_of(folder.path())).await.unwrap();
    let answer = asks(stream, "/v1/hello").await;

    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert_eq!(server.hello().await.relay, server.key);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    drop(visitors);
    server.stop().await;
}

#[tokio::test]
async fn a_relay_stops_while_somebody_stands_at_the_door() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let address = server.address;
    let silent = TcpStream::connect(address).await.unwrap();
    let mut halfway = TcpStream::connect(address).await.unwrap();
    halfway.write_all(b"\x16\x03\x01").await.unwrap();

    let stopped = tokio::time::timeout(Duration::from_secs(8), server.stop()).await;

    assert!(stopped.is_ok(), "a visitor keeps it from nothing");
    assert!(TcpStream::connect(address).await.is_err(), "the port is free");
    drop((silent, halfway));
}

/// A school's own certificate for a name, signed by an authority that devices know.
struct OfSchool {
    authority: rcgen::CertifiedIssuer<'static, rcgen::KeyPair>,
    certificate: PathBuf,
    key: PathBuf,
}

impl OfSchool {
    fn new(folder: &Path) -> Self {
        let mut params = rcgen::CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().unwrap();
        let authority = rcgen::CertifiedIssuer::self_signed(params, key).unwrap();
        Self { authority, certificate: folder.join("school.crt"), key: folder.join("school.key") }
    }

    /// Signs a certificate for the years from and until, and puts it into the files.
    fn issues(&self, years: (i32, i32)) {
        let mut params = rcgen::CertificateParams::new([NAME.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.authority).unwrap();
        std::fs::write(&self.certificate, certificate.pem()).unwrap();
        std::fs::write(&self.key, key.serialize_pem()).unwrap();
    }

    fn https(&self) -> Https {
        let own = OwnCertificate { certificate: self.certificate.clone(), key: self.key.clone() };
        Https { names: vec![], own: Some(own) }
    }

    fn known(&self) -> CertificateDer<'static> {
        self.authority.der().clone()
    }

    async fn starts(&self, data: &Path) -> Result<Running, StartError> {
        start(config(data, self.https())).await
    }
}

fn school() -> (TempDir, OfSchool) {
    let folder = tempdir().unwrap();
    let school = OfSchool::new(folder.path());
    (folder, school)
}

#[tokio::test]
async fn a_school_shows_its_own_certificate_and_exchanges_it_without_a_restart() {
    let (folder, school) = school();
    school.issues((2020, 2090));
    let running = school.starts(folder.path()).await.unwrap();
    let port = running.address.port();
    let before = shown(&opens(running.address, NAME, school.known()).await.unwrap());
    assert_eq!(running.open_address(), format!("https://{NAME}:{port}"), "nobody has to trust anything");
    assert_eq!(running.fingerprint(), None);

    school.issues((2020, 2091));
    running.look_at_certificate().await;

    let after = shown(&opens(running.address, NAME, school.known()).await.unwrap());
    assert_ne!(after, before);
    running.stop().await;
}

#[tokio::test]
async fn files_that_do_not_fit_are_refused_with_what_is_wrong() {
    let (folder, school) = school();
    let says = async |wrong: &str| {
        let refused = school.starts(folder.path()).await.unwrap_err();
        assert!(matches!(refused, StartError::Certificate(_)), "{refused:?}");
        assert!(refused.to_string().contains(wrong), "{refused}");
    };

    says("cannot be read").await;
    school.issues((2020, 2021));
    says("ended on").await;
    school.issues((2090, 2091));
    says("counts from").await;
    school.issues((2020, 2090));
    std::fs::write(&school.key, rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
    says("does not belong to").await;
    std::fs::write(&school.key, "no key").unwrap();
    says("no private key").await;
    std::fs::write(&school.certificate, "no certificate").unwrap();
    says("no certificate").await;
}

#[tokio::test]
async fn a_bad_exchange_leaves_the_certificate_that_is_shown() {
    let (folder, school) = school();
    school.issues((2020, 2090));
    let running = school.starts(folder.path()).await.unwrap();
    let before = shown(&opens(running.address, NAME, school.known()).await.unwrap());

    std::fs::write(&school.certificate, "half a certif").unwrap();
    running.look_at_certificate().await;

    assert_eq!(shown(&opens(running.address, NAME, school.known()).await.unwrap()), before);
    running.stop().await;
}

#[tokio::test]
async fn a_damaged_authority_is_not_replaced_behind_anybodys_back() {
    let folder = tempdir().unwrap();
    start(config(folder.path(), named(&[]))).await.unwrap().stop().await;
    std::fs::write(folder.path().join("tls/authority.crt"), "damaged").unwrap();

    let refused = start(config(folder.path(), named(&[]))).await.unwrap_err();

    assert!(refused.to_string().contains("damaged"), "{refused}");
}

#[tokio::test]
async fn where_browsers_enter_is_signed_by_the_relay() {
    let folder = tempdir().unwrap();
    let running = start(config(folder.path(), named(&[NAME]))).await.unwrap();
    let stream = opens(running.address, NAME, authority_of(folder.path())).await.unwrap();
    let certificate = shown(&stream);

    let said = Entrance::open(body(&asks(stream, "/v1/entrance").await), &running.key).unwrap();

    assert_eq!(said.address, format!("http://{NAME}:{}", running.address.port()));
    assert_eq!(said.authority.map(|hash| hash.to_vec()), Some(sha256(&authority_of(folder.path()))));
    let (_, parsed) = x509_parser::parse_x509_certificate(&certificate).unwrap();
    let key: [u8; 32] = sha256(parsed.public_key().raw).try_into().unwrap();
    assert_eq!(said.tls, TlsHash::from_bytes(key), "as it is pinned");
    running.stop().await;
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}
