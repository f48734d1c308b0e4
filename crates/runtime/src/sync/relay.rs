//! The relay over HTTP: one function an endpoint, no decisions (protocol, section 10).

use std::time::Duration;

use super::part::Part;
use super::rounds::SyncError;
#[cfg(not(target_arch = "wasm32"))]
use crate::host;
use crate::keys::Signer;
use domain::date::Moment;
use futures_util::{Stream, StreamExt};
use protocol::{
    Ack, BlobId, BundleAnswer, ChunkHash, Cursor, DocId, DocumentLine, Entrance, EnvId, Envelope, ErrorBody,
    HaveAnswer, HaveRequest, HelloAnswer, JoinRequest, JoinState, Prepared, PushResponse, RelayKey,
    RelayKeys, SessionRequest, SpaceId, Takeover, TlsHash, Value, Vector, WaitingJoin, WireQuarantined,
    WireReceipt,
};
use reqwest::{Method, RequestBuilder, Response, StatusCode};

/// How long an ordinary exchange may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the relay holds a poll, in seconds.
pub const POLL_SECONDS: u64 = 25;
/// Margin over what the relay was asked to wait.
const POLL_MARGIN: Duration = Duration::from_secs(10);

/// Makes the client of all exchanges; `pin` is the key that it believes over TLS. Only one stream is large enough to be worth compressing, and the
/// offer to take that would make every other request longer.
///
/// # Errors
/// Where the system gives no client.
pub fn http(compressed: bool, pin: Option<TlsHash>) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder();
    #[cfg(not(target_arch = "wasm32"))]
    let builder = super::tls::with_pin(builder, pin)
        .no_proxy()
        .tcp_nodelay(true)
        .connect_timeout(Duration::from_secs(10))
        .gzip(compressed);
    // A browser offers and unpacks by itself, and believes whom its system believes.
    #[cfg(target_arch = "wasm32")]
    let _ = (compressed, pin);
    builder.build()
}

/// Why an exchange with the relay failed.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// Nothing answers, or the connection broke.
    #[error("the relay cannot be reached: {0}")]
    Unreachable(String),
    /// It answers, and says no.
    #[error("the relay refuses: {code}")]
    Refused {
        /// Its word.
        code: protocol::Code,
        /// What belongs to the word.
        details: Value,
    },
    /// It answers with something that is not the protocol.
    #[error("what answers there is not a relay: {0}")]
    NotARelay(String),
}

impl From<reqwest::Error> for RelayError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_builder() {
            Self::NotARelay(error.to_string())
        } else {
            Self::Unreachable(error.to_string())
        }
    }
}

/// One relay at one address.
#[derive(Clone)]
pub struct RelayClient {
    http: reqwest::Client,
    address: String,
    /// The relay's key over TLS; nothing where it is not spoken, or a browser speaks it.
    tls: Option<TlsHash>,
}

/// What a session of a device is opened with.
pub struct Opener<'a> {
    /// The school.
    pub space: SpaceId,
    /// The device's key.
    pub signer: &'a Signer,
    /// The relay's key, as pinned when the school was founded or joined.
    pub relay: RelayKey,
}

impl RelayClient {
    /// Prepares to speak with a relay; nothing is sent yet.
    fn new(http: reqwest::Client, address: &str) -> Self {
        Self { http, address: address.trim_end_matches('/').to_owned(), tls: None }
    }

    /// Prepares to ask somebody who they are, in clear.
    pub fn stranger(http: reqwest::Client, address: &str) -> Self {
        let client = Self::new(http, address);
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(ways) = super::address::ways(&client.address) {
            return Self::new(client.http, &ways.plain);
        }
        client
    }

    /// Prepares to speak with the relay that has this key. To one that is not on this machine it goes
    /// by TLS, with the key that the relay itself signed for; nothing is said in clear then but the
    /// question for it.
    ///
    /// # Errors
    /// Where nobody answers, or somebody else.
    pub async fn reach(http: reqwest::Client, address: &str, relay: &RelayKey) -> Result<Self, RelayError> {
        let client = Self::new(http, address);
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(ways) = super::address::ways(&client.address) {
            return client.secured(ways, relay).await;
        }
        #[cfg(target_arch = "wasm32")]
        let _ = relay;
        Ok(client)
    }

    #[cfg(not(target_arch = "wasm32"))]
    async fn secured(self, ways: super::address::Ways, relay: &RelayKey) -> Result<Self, RelayError> {
        let said = Self::new(self.http, &ways.plain).entrance(relay).await?;
        let said = said.ok_or_else(|| RelayError::NotARelay("a relay without TLS".to_owned()))?;
        Ok(Self { http: http(false, Some(said.tls))?, address: ways.secure, tls: Some(said.tls) })
    }

    /// Whether it goes by TLS with a key that may have become another one.
    pub fn is_pinned(&self) -> bool {
        self.tls.is_some()
    }

    /// Asks who is there.
    pub async fn hello(&self) -> Result<HelloAnswer, RelayError> {
        let body = bytes(self.send(self.request(Method::GET, "/v1/hello").timeout(PATIENCE)).await?).await?;
        decode(HelloAnswer::from_bytes(&body))
    }

    /// Asks for the relay's keys; an older relay tells the one that it has.
    pub async fn keys(&self) -> Result<RelayKeys, RelayError> {
        match self.send(self.request(Method::GET, "/v1/keys").timeout(PATIENCE)).await {
            Ok(answer) => decode(RelayKeys::from_bytes(&bytes(answer).await?)),
            Err(RelayError::Unreachable(reason)) => Err(RelayError::Unreachable(reason)),
            Err(_) => Ok(RelayKeys { present: self.hello().await?.relay, next: None }),
        }
    }

    /// Opens a session for a device; the token is good for 12 hours. Tells the relay's clock too.
    pub async fn open_session(&self, opener: &Opener<'_>) -> Result<(Vec<u8>, Moment), SyncError> {
        let hello = self.hello().await?;
        if hello.relay != opener.relay {
            return Err(RelayError::NotARelay("another relay's key".to_owned()).into());
        }
        let message = SessionRequest::message(opener.space, hello.relay, hello.nonce, self.tls);
        let sig = opener.signer.sign(&message).await?;
        let device = opener.signer.device_key();
        let request = SessionRequest { space: opener.space, device, nonce: hello.nonce, sig };
        let asked = self.request(Method::POST, "/v1/session").timeout(PATIENCE).body(request.to_bytes());
        let body = bytes(self.send(asked).await?).await?;
        let answer = decode(protocol::SessionAnswer::from_bytes(&body))?;
        Ok((answer.token.to_vec(), Moment::from_millis(hello.now)))
    }

    /// Asks where browsers enter, which the relay signs; nothing from one that does not know.
    pub async fn entrance(&self, relay: &RelayKey) -> Result<Option<Entrance>, RelayError> {
        match self.send(self.request(Method::GET, "/v1/entrance").timeout(PATIENCE)).await {
            Ok(answer) => decode(Entrance::open(&bytes(answer).await?, relay)).map(Some),
            Err(error) if error.code() == Some(protocol::Code::UnknownDoc) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Founds a school with its genesis.
    pub async fn found(&self, genesis: &Envelope) -> Result<PushResponse, RelayError> {
        let asked = self.request(Method::POST, "/v1/found").timeout(PATIENCE).body(genesis.to_wire());
        push_response(self.send(asked).await?, 1).await
    }

    /// Founds a school again at a relay that its genesis does not name, by a founder's word.
    pub async fn found_again(
        &self,
        genesis: &Envelope,
        takeover: &Takeover,
    ) -> Result<PushResponse, RelayError> {
        let asked = self.request(Method::POST, "/v1/found").timeout(PATIENCE).body(takeover.behind(genesis));
        push_response(self.send(asked).await?, 1).await
    }

    /// Pushes envelopes; without a token only a `join` is taken.
    pub async fn push(
        &self,
        space: SpaceId,
        token: Option<&[u8]>,
        envelopes: &[Prepared],
    ) -> Result<PushResponse, RelayError> {
        let wire: Vec<u8> = envelopes.iter().flat_map(|one| one.envelope().to_wire()).collect();
        let asked = self.request(Method::POST, &format!("{}/push", root(space))).timeout(PATIENCE).body(wire);
        push_response(self.send(with_token(asked, token)).await?, envelopes.len()).await
    }

    /// Asks for what comes after a cursor; `None` when there is nothing after waiting.
    pub async fn pull(
        &self,
        space: SpaceId,
        token: &[u8],
        after: Option<&Cursor>,
        wait: u64,
    ) -> Result<Option<impl Stream<Item = Result<Vec<u8>, RelayError>> + use<>>, RelayError> {
        let after = after.map(|cursor| format!("after={cursor}&")).unwrap_or_default();
        let path = format!("{}/pull?{after}wait={wait}", root(space));
        let asked =
            self.request(Method::GET, &path).timeout(Duration::from_secs(wait) + PATIENCE.max(POLL_MARGIN));
        let answer = self.send(with_token(asked, Some(token))).await?;
        Ok((answer.status() != StatusCode::NO_CONTENT).then(|| stream(answer)))
    }

    /// Asks for control entries after a cursor; `None` when there are none.
    pub async fn control(
        &self,
        space: SpaceId,
        token: &[u8],
        after: Option<&Cursor>,
    ) -> Result<Option<impl Stream<Item = Result<Vec<u8>, RelayError>> + use<>>, RelayError> {
        let after = after.map(|cursor| format!("?after={cursor}")).unwrap_or_default();
        let asked = self.request(Method::GET, &format!("{}/control{after}", root(space))).timeout(PATIENCE);
        let answer = self.send(with_token(asked, Some(token))).await?;
        Ok((answer.status() != StatusCode::NO_CONTENT).then(|| stream(answer)))
    }

    /// Much of the log in one stream, compressed on its way.
    pub async fn pack(
        &self,
        space: SpaceId,
        token: &[u8],
        part: Part,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, RelayError>> + use<>, RelayError> {
        let path = format!("{}/pack?part={}", root(space), part.name());
        let asked = fresh(http(true, self.tls)?.get(format!("{}{path}", self.address)));
        Ok(stream(self.send(with_token(asked, Some(token))).await?))
    }

    /// One document from its beginning, after the right to read it has grown.
    pub async fn document(
        &self,
        space: SpaceId,
        token: &[u8],
        doc: DocId,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, RelayError>> + use<>, RelayError> {
        let path = format!("{}/docs/{}", root(space), doc.to_base64url());
        let asked = self.request(Method::GET, &path).timeout(PATIENCE);
        Ok(stream(self.send(with_token(asked, Some(token))).await?))
    }

    /// The documents that this device may read now, and how far each goes.
    pub async fn documents(&self, space: SpaceId, token: &[u8]) -> Result<Vec<DocumentLine>, RelayError> {
        let asked = self.request(Method::GET, &format!("{}/docs", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token))).await?).await?;
        decode(DocumentLine::read_all(&body))
    }

    /// Compares what both sides hold.
    pub async fn have(
        &self,
        space: SpaceId,
        token: &[u8],
        request: &HaveRequest,
    ) -> Result<HaveAnswer, RelayError> {
        let asked = self.request(Method::POST, &format!("{}/have", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token)).body(request.to_bytes())).await?).await?;
        decode(HaveAnswer::from_bytes(&body))
    }

    /// Says how far this device has everything on disk.
    pub async fn ack(&self, space: SpaceId, token: &[u8], ack: &Ack) -> Result<(), RelayError> {
        let asked = self.request(Method::POST, &format!("{}/ack", root(space))).timeout(PATIENCE);
        self.send(with_token(asked, Some(token)).body(ack.to_bytes())).await.map(drop)
    }

    /// How far the other devices are.
    pub async fn receipts(&self, space: SpaceId, token: &[u8]) -> Result<Vec<WireReceipt>, RelayError> {
        let asked = self.request(Method::GET, &format!("{}/receipts", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token))).await?).await?;
        decode(WireReceipt::read_all(&body)).map(|(receipts, _)| receipts)
    }

    /// Hands over a bundle that is sealed to the relay.
    pub async fn bundle(
        &self,
        space: SpaceId,
        token: &[u8],
        bundle: Vec<u8>,
    ) -> Result<BundleAnswer, RelayError> {
        let asked = self.request(Method::POST, &format!("{}/bundle", root(space))).timeout(PATIENCE * 4);
        let body = bytes(self.send(with_token(asked, Some(token)).body(bundle)).await?).await?;
        decode(BundleAnswer::from_bytes(&body))
    }

    /// Asks for a file of what this member may read and a machine of theirs lacks.
    pub async fn give_bundle(
        &self,
        space: SpaceId,
        token: &[u8],
        have: &Vector,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, RelayError>> + use<>, RelayError> {
        use base64::Engine as _;
        let have = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(have.to_bytes());
        // It takes as long as it takes: the file holds evidence too.
        let asked = self.request(Method::GET, &format!("{}/bundle?have={have}", root(space)));
        Ok(stream(self.send(with_token(asked, Some(token))).await?))
    }

    /// Lists what revoked devices sent past their cut.
    pub async fn quarantine(&self, space: SpaceId, token: &[u8]) -> Result<Vec<WireQuarantined>, RelayError> {
        let asked = self.request(Method::GET, &format!("{}/quarantine", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token))).await?).await?;
        decode(protocol::read_quarantine(&body))
    }

    /// Asks to be let in, and how that stands.
    pub async fn ask_to_join(&self, space: SpaceId, request: &JoinRequest) -> Result<JoinState, RelayError> {
        let asked = self.request(Method::POST, &format!("{}/join", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(asked.body(request.to_bytes())).await?).await?;
        decode(JoinState::from_bytes(&body))
    }

    /// Says that it asks to be let in no more.
    pub async fn ask_no_more(&self, space: SpaceId, request: &JoinRequest) -> Result<(), RelayError> {
        let asked = self.request(Method::DELETE, &format!("{}/join", root(space))).timeout(PATIENCE);
        self.send(asked.body(request.to_bytes())).await.map(drop)
    }

    /// Lists the machines that wait to be let in.
    pub async fn joins(&self, space: SpaceId, token: &[u8]) -> Result<Vec<WaitingJoin>, RelayError> {
        let asked = self.request(Method::GET, &format!("{}/joins", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token))).await?).await?;
        decode(protocol::read_joins(&body))
    }

    /// Asks which chunks are missing at the relay.
    pub async fn missing_chunks(
        &self,
        space: SpaceId,
        token: &[u8],
        chunks: &[ChunkHash],
    ) -> Result<Vec<ChunkHash>, RelayError> {
        let asked_chunks =
            Value::Array(chunks.iter().map(|chunk| Value::Bytes(chunk.as_bytes().to_vec())).collect());
        let asked_chunks = asked_chunks.to_bytes();
        let asked = self.request(Method::POST, &format!("{}/b/check", root(space))).timeout(PATIENCE);
        let body = bytes(self.send(with_token(asked, Some(token)).body(asked_chunks)).await?).await?;
        let missing = decode(Value::from_bytes(&body))?;
        let hashes = missing.as_array().unwrap_or_default().iter();
        Ok(hashes.filter_map(|hash| ChunkHash::try_from(hash.as_bytes()?).ok()).collect())
    }

    /// Sends one chunk.
    pub async fn put_chunk(
        &self,
        space: SpaceId,
        token: &[u8],
        chunk: ChunkHash,
        body: Vec<u8>,
    ) -> Result<(), RelayError> {
        let path = format!("{}/b/c/{}", root(space), chunk.to_base64url());
        let asked = self.request(Method::PUT, &path).timeout(PATIENCE * 4).body(body);
        self.send(with_token(asked, Some(token))).await.map(drop)
    }

    /// Commits a file: from now on it is at the relay.
    pub async fn commit_blob(&self, space: SpaceId, token: &[u8], blob: BlobId) -> Result<(), RelayError> {
        let path = format!("{}/b/{}", root(space), blob.to_base64url());
        self.send(with_token(self.request(Method::PUT, &path).timeout(PATIENCE * 4), Some(token)))
            .await
            .map(drop)
    }

    /// Fetches one chunk of a file.
    pub async fn chunk(&self, space: SpaceId, token: &[u8], chunk: ChunkHash) -> Result<Vec<u8>, RelayError> {
        let path = format!("{}/b/c/{}", root(space), chunk.to_base64url());
        let asked = self.request(Method::GET, &path).timeout(PATIENCE * 4);
        let body = bytes(self.send(with_token(asked, Some(token))).await?).await?;
        if ChunkHash::of(&body) == chunk {
            Ok(body)
        } else {
            Err(RelayError::NotARelay("a chunk of another hash".into()))
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        fresh(self.http.request(method, format!("{}{path}", self.address)))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, RelayError> {
        let answer = carry(request).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status();
        match ErrorBody::from_bytes(&bytes(answer).await?) {
            Ok(body) => Err(RelayError::Refused { code: body.code, details: body.details }),
            Err(_) if status.is_server_error() => Err(RelayError::Unreachable(status.to_string())),
            Err(_) => Err(RelayError::NotARelay(status.to_string())),
        }
    }
}

impl RelayError {
    /// The relay's word, if it spoke.
    pub fn code(&self) -> Option<protocol::Code> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::Unreachable(_) | Self::NotARelay(_) => None,
        }
    }

    /// The head that a `control_conflict` carries.
    pub fn control_head(details: &Value) -> Option<EnvId> {
        let bytes = match details {
            Value::Bytes(bytes) => bytes.as_slice(),
            Value::Array(items) => match items.first()? {
                Value::Bytes(bytes) => bytes.as_slice(),
                _ => return None,
            },
            _ => return None,
        };
        EnvId::try_from(bytes).ok()
    }
}

fn root(space: SpaceId) -> String {
    format!("/v1/s/{}", space.to_base64url())
}

/// What a relay answers never comes from a browser's cache.
#[cfg(target_arch = "wasm32")]
fn fresh(request: RequestBuilder) -> RequestBuilder {
    request.fetch_cache_no_store()
}

/// Only a browser has a cache.
#[cfg(not(target_arch = "wasm32"))]
fn fresh(request: RequestBuilder) -> RequestBuilder {
    request
}

#[cfg(not(target_arch = "wasm32"))]
async fn carry(request: RequestBuilder) -> Result<Response, RelayError> {
    match host::stand_in::present() {
        Some(machine) => (machine.send)(request.build()?).await.map_err(RelayError::Unreachable),
        None => Ok(request.send().await?),
    }
}

#[cfg(target_arch = "wasm32")]
async fn carry(request: RequestBuilder) -> Result<Response, RelayError> {
    Ok(request.send().await?)
}

fn with_token(request: RequestBuilder, token: Option<&[u8]>) -> RequestBuilder {
    use base64::Engine as _;
    match token {
        Some(token) => request.bearer_auth(base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(token)),
        None => request,
    }
}

async fn bytes(answer: Response) -> Result<Vec<u8>, RelayError> {
    Ok(answer.bytes().await?.to_vec())
}

fn stream(answer: Response) -> impl Stream<Item = Result<Vec<u8>, RelayError>> + use<> {
    answer.bytes_stream().map(|piece| piece.map(|bytes| bytes.to_vec()).map_err(RelayError::from))
}

fn decode<T, E: std::fmt::Display>(read: Result<T, E>) -> Result<T, RelayError> {
    read.map_err(|error| RelayError::NotARelay(error.to_string()))
}

async fn push_response(answer: Response, envelopes: usize) -> Result<PushResponse, RelayError> {
    decode(PushResponse::from_bytes(&bytes(answer).await?, envelopes))
}
