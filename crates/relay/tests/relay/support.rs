//! A school of named people at a real relay.

use protocol::{
    Audience, BoxKey, Capacity, Class, ControlBody, Cursor, DeviceEntry, DocId, Draft, DraftContent, EnvId,
    Envelope, Genesis, GrantBody, HelloAnswer, InviteOpen, InviteToken, MemberId, Next, Open, PageItem,
    PageReader, PullItem, PushAnswer, PushResponse, PushStatus, RecordPayload, RecoverySecret, RelayKey,
    Role, ScopeId, SessionAnswer, SessionRequest, SignedCheckpoint, SigningKey, Skipped, SpaceId, Trailer,
    Verb, Writer, document_id, join_proof,
};
use relay::{Application, Config, Https, Limits, Running, start};
use reqwest::{Client, RequestBuilder, Response};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

pub const SPACE: SpaceId = SpaceId::from_bytes([9; 16]);
pub const BOX: BoxKey = BoxKey::from_bytes([7; 32]);
pub const MATHS: ScopeId = ScopeId::from_bytes([40; 16]);

/// A relay with its folder.
pub struct Server {
    pub address: SocketAddr,
    pub key: RelayKey,
    pub http: Client,
    running: Life,
}

/// How a relay lives: in this process, as the real program, or in the hands of another test.
enum Life {
    Here(Running),
    Program(Child),
    Elsewhere,
}

impl Server {
    pub async fn start(data: &Path) -> Self {
        Self::with(data, Limits::default()).await
    }

    pub async fn with(data: &Path, limits: Limits) -> Self {
        Self::carrying(data, limits, Application::default()).await
    }

    /// Starts a relay that serves an application to browsers.
    pub async fn carrying(data: &Path, limits: Limits, application: Application) -> Self {
        let listen = "127.0.0.1:0".to_owned();
        let config = Config {
            data: data.to_owned(),
            listen,
            schools: 1,
            limits,
            application,
            https: Https::default(),
        };
        let running = start(config).await.unwrap();
        Self { address: running.address, key: running.key, http: client(), running: Life::Here(running) }
    }

    /// Starts the real program.
    pub async fn program(data: &Path) -> Self {
        Self::running(command().arg("--data").arg(data).stderr(Stdio::null())).await
    }

    /// Starts the real program with a file for the lines of its log, as JSON.
    pub async fn logging(data: &Path, log: &Path) -> Self {
        let log = std::fs::File::create(log).unwrap();
        let mut command = command();
        command.env("RUST_LOG", "debug,hyper=info").args(["--log-format", "json"]);
        Self::running(command.arg("--data").arg(data).stderr(log)).await
    }

    /// Starts the real program with a clock that is years off; Debian's package `faketime` has the library.
    pub async fn at_another_time(data: &Path, clock: &str) -> Self {
        let mut command = command();
        command
            .env("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1")
            .envs([("FAKETIME", clock), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")]);
        Self::running(command.arg("--data").arg(data).stderr(Stdio::null())).await
    }

    /// Waits until a program says where it listens.
    pub async fn running(command: &mut Command) -> Self {
        let mut program = command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
        let (key, running) = (RelayKey::from_bytes([0; 32]), Life::Program(program));
        let mut server = Self { address, key, http: client(), running };
        server.key = server.hello().await.relay;
        server
    }

    /// Stops the relay as a person would.
    pub async fn stop(self) {
        match self.running {
            Life::Here(running) => running.stop().await,
            Life::Program(program) => drop(program),
            Life::Elsewhere => {}
        }
    }

    /// Ends the real program without any warning, as a power cut would.
    pub fn dies(self) {
        if let Life::Program(mut program) = self.running {
            program.kill().unwrap();
            program.wait().unwrap();
        }
    }

    /// Another way to the same relay, for what goes on meanwhile.
    pub fn beside(&self) -> Self {
        Self { address: self.address, key: self.key, http: client(), running: Life::Elsewhere }
    }

    /// Sends the real program what the system sends when it goes down.
    pub fn is_told_to_end(&self) {
        let Life::Program(program) = &self.running else { panic!("it runs in this process") };
        let told = Command::new("kill").args(["-TERM", &program.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for the end of the real program, and tells whether it ended well.
    pub fn ends_well(self) -> bool {
        let Life::Program(mut program) = self.running else { panic!("it runs in this process") };
        program.wait().unwrap().success()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn school(&self, path: &str) -> String {
        self.url(&format!("/v1/s/{}/{path}", SPACE.to_base64url()))
    }

    pub async fn hello(&self) -> HelloAnswer {
        let answer = self.http.get(self.url("/v1/hello")).send().await.unwrap();
        HelloAnswer::from_bytes(&answer.bytes().await.unwrap()).unwrap()
    }
}

/// Runs the real program to its end.
pub fn program<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    command().args(arguments).output().unwrap()
}

/// The real program, before it is started.
pub fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_relay"))
}

/// A client that shows answers as they came.
fn client() -> Client {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let nobody = config.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    Client::builder().tls_backend_preconfigured(nobody).gzip(false).build().unwrap()
}

/// A person's device, with what it knows of its own chain.
pub struct Person {
    pub member: MemberId,
    pub key: SigningKey,
    pub token: Option<String>,
    pub next: Next,
}

impl Person {
    pub fn new(number: u8) -> Self {
        Self {
            member: MemberId::from_bytes([number; 16]),
            key: SigningKey::from_seed([number; 32]),
            token: None,
            next: Next::first(EnvId::ZERO),
        }
    }

    /// The same device, to go on with where this one is needed too.
    pub fn twin(&self) -> Self {
        let seed = self.member.to_bytes()[0];
        Self { token: self.token.clone(), next: self.next, ..Self::new(seed) }
    }

    pub fn entry(&self) -> DeviceEntry {
        DeviceEntry { member: self.member, device: self.key.device_key(), box_key: BOX }
    }

    /// Signs an envelope at the person's next place, and moves on.
    pub fn seal(&mut self, doc: DocId, content: DraftContent) -> Envelope {
        let envelope = self.seal_only(doc, content);
        self.next.aseq += 1;
        self.next.aprev = envelope.id();
        envelope
    }

    /// Signs an envelope and stays, for what may be refused.
    pub fn seal_only(&self, doc: DocId, content: DraftContent) -> Envelope {
        Draft { space: SPACE, doc, about: None, next: self.next, ts: 1, content }.seal(&self.key)
    }

    pub fn control(&mut self, body: ControlBody) -> Envelope {
        self.seal(SPACE.into(), DraftContent::Control(body))
    }

    /// Opens an own initiative.
    pub fn opens(&mut self, nonce: u8, audience: Audience) -> (DocId, Envelope) {
        let body = Open {
            class: Class::Initiative,
            department: Some(MATHS),
            nonce: [nonce; 16],
            audience,
            writers: vec![Writer { member: self.member, role: Role::Author }],
        };
        let doc = document_id(self.member, [nonce; 16]);
        let envelope = self.seal(doc, record(Verb::Open, Role::Author, body.to_body()));
        (doc, envelope)
    }

    pub fn with_token(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn opens_a_session(&mut self, server: &Server) -> Response {
        let hello = server.hello().await;
        let request = SessionRequest::sign(&self.key, SPACE, hello.relay, hello.nonce, None);
        server.http.post(server.url("/v1/session")).body(request.to_bytes()).send().await.unwrap()
    }

    pub async fn signs_in(&mut self, server: &Server) {
        let answer = self.opens_a_session(server).await;
        assert_eq!(answer.status(), 200, "a device of the school gets a session");
        let answer = SessionAnswer::from_bytes(&answer.bytes().await.unwrap()).unwrap();
        answer.checkpoint.open(&server.key).unwrap();
        self.token = Some(answer.bearer());
    }

    pub async fn pushes(&self, server: &Server, envelopes: &[Envelope]) -> Vec<PushAnswer> {
        let body: Vec<u8> = envelopes.iter().flat_map(Envelope::to_wire).collect();
        let request = self.with_token(server.http.post(server.school("push")).body(body));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "a push is answered for each item");
        PushResponse::from_bytes(&answer.bytes().await.unwrap(), envelopes.len()).unwrap().answers
    }

    /// Pushes control entries one after another, each on the head that the one before made.
    pub async fn decides(&mut self, server: &Server, body: ControlBody) -> EnvId {
        let envelope = self.control(body);
        let answers = self.pushes(server, std::slice::from_ref(&envelope)).await;
        assert_eq!(answers[0].status, PushStatus::Admitted, "{:?}", answers[0]);
        self.next.control = envelope.id();
        envelope.id()
    }

    pub async fn pulls(&self, server: &Server, after: Option<Cursor>) -> Option<Pulled> {
        let after = after.map(|cursor| cursor.to_string()).unwrap_or_default();
        self.reads(server, &server.school(&format!("pull?after={after}"))).await
    }

    pub async fn reads(&self, server: &Server, url: &str) -> Option<Pulled> {
        let answer = self.with_token(server.http.get(url)).send().await.unwrap();
        match answer.status().as_u16() {
            204 => None,
            200 => Some(Pulled::read(&answer.bytes().await.unwrap(), &server.key)),
            other => panic!("{url} answered {other}"),
        }
    }
}

/// A page as a client reads it.
pub struct Pulled {
    pub items: Vec<PullItem>,
    pub cursor: Cursor,
    pub head: u64,
    pub skipped: Vec<Skipped>,
}

impl Pulled {
    pub fn read(bytes: &[u8], relay: &RelayKey) -> Self {
        let mut reader = PageReader::new();
        reader.push(bytes);
        let (mut items, mut skipped, mut end) = (Vec::new(), Vec::new(), None);
        while let Some(item) = reader.next_item().unwrap() {
            match item {
                PageItem::Item(item) => items.push(item),
                PageItem::Trailer(Trailer { cursor, checkpoint, skipped: more }) => {
                    skipped.extend(more);
                    end = Some((cursor, open(&checkpoint, relay)));
                }
            }
        }
        assert!(reader.is_empty(), "nothing is torn");
        let (cursor, head) = end.expect("a page ends with its trailer");
        Self { items, cursor, head, skipped }
    }

    pub fn seqs(&self) -> Vec<u64> {
        self.items.iter().map(PullItem::seq).collect()
    }
}

fn open(checkpoint: &SignedCheckpoint, relay: &RelayKey) -> u64 {
    checkpoint.open(relay).unwrap().seq
}

pub fn record(verb: Verb, role: Role, body: protocol::Value) -> DraftContent {
    DraftContent::Record {
        verb,
        capacity: Capacity::of(role),
        stage: None,
        heads: vec![],
        payload: RecordPayload::with_body(body),
    }
}

pub fn genesis(founder: &mut Person, relay: RelayKey) -> Envelope {
    let genesis = Genesis {
        registrars: vec![founder.entry()],
        recovery: RecoverySecret::from_seed([3; 32]).recovery_key(),
        relay,
        relay_box: relay.box_key(),
        tls: vec![],
        policy: 1,
    };
    let envelope = founder.control(ControlBody::Genesis(genesis));
    founder.next.control = envelope.id();
    envelope
}

/// A school with its registrar Hạnh, signed in.
pub async fn founded(server: &Server) -> Person {
    let mut hanh = Person::new(1);
    let envelope = genesis(&mut hanh, server.key);
    let answer = server.http.post(server.url("/v1/found")).body(envelope.to_wire()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    hanh.signs_in(server).await;
    hanh
}

/// Invites a person by a code and lets their device join and sign in.
pub async fn joins(
    server: &Server,
    registrar: &mut Person,
    number: u8,
    role: Option<(Role, Option<ScopeId>)>,
) -> Person {
    let mut person = Person::new(number);
    let token = InviteToken::from_random([number; 10]);
    registrar.decides(server, ControlBody::Member { member: person.member }).await;
    if let Some((role, scope)) = role {
        registrar.decides(server, grant(person.member, role, scope)).await;
    }
    registrar.decides(server, invite(&token, person.member)).await;
    let join = join(&mut person, &token, registrar.next.control);
    let answers = person.pushes(server, std::slice::from_ref(&join)).await;
    assert_eq!(answers[0].status, PushStatus::Admitted, "{:?}", answers[0]);
    registrar.next.control = join.id();
    person.next.control = join.id();
    person.signs_in(server).await;
    person
}

pub fn grant(member: MemberId, role: Role, scope: Option<ScopeId>) -> ControlBody {
    ControlBody::Grant(GrantBody { member, role, scope, first_day: 20_000, last_day: None })
}

pub fn invite(token: &InviteToken, member: MemberId) -> ControlBody {
    ControlBody::InviteOpen(InviteOpen {
        invite: token.invite_key(SPACE),
        member: Some(member),
        expires: i64::MAX,
        uses: 1,
        auto: true,
    })
}

pub fn join(person: &mut Person, token: &InviteToken, head: EnvId) -> Envelope {
    let key = token.key(SPACE);
    let proof = join_proof(&key, SPACE, person.key.device_key(), BOX);
    person.next.control = head;
    person.control(ControlBody::Join { invite: token.invite_key(SPACE), proof, box_key: BOX })
}
