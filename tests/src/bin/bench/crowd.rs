//! Fifty devices that sign beforehand what a relay is then to take as fast as it can.

use anyhow::{Context, Result, ensure};
use domain::date::Moment;
use engine::{Document, Shape};
use protocol::{
    Audience, BoxKey, Capacity, Class, ControlBody, DeviceEntry, DocId, Draft, DraftContent, EnvId, Envelope,
    Genesis, GrantBody, HelloAnswer, MemberId, Next, Open, PushResponse, PushStatus, RecordPayload,
    RecoverySecret, RelayKey, Role, ScopeId, SessionAnswer, SessionRequest, SigningKey, SpaceId, Verb,
    Writer, actor_id, document_id,
};

use crate::documents::{self, BenchDocument};
use crate::http::{Connection, Request};
use crate::mapping;

const SPACE: SpaceId = SpaceId::from_bytes([9; 16]);
const DEPARTMENT: ScopeId = ScopeId::from_bytes([40; 16]);
/// Envelopes of one push (protocol, section 18).
const BATCH: usize = 256;

/// A device with its place in its own chain.
pub struct Device {
    member: MemberId,
    key: SigningKey,
    next: Next,
    token: String,
    /// The documents that it goes on editing.
    open: Vec<(usize, DocId, BenchDocument, Document)>,
}

/// Pushes that are signed and encoded: the bytes, and how many envelopes they are.
pub type Pushes = Vec<(Vec<u8>, usize)>;

fn seed(number: u16) -> [u8; 32] {
    let mut seed = [5; 32];
    seed[..2].copy_from_slice(&number.to_be_bytes());
    seed
}

impl Device {
    fn new(number: u16) -> Self {
        let mut member = [7; 16];
        member[..2].copy_from_slice(&number.to_be_bytes());
        Self {
            member: MemberId::from_bytes(member),
            key: SigningKey::from_seed(seed(number)),
            next: Next::first(EnvId::ZERO),
            token: String::new(),
            open: Vec::new(),
        }
    }

    fn entry(&self) -> DeviceEntry {
        DeviceEntry {
            member: self.member,
            device: self.key.device_key(),
            box_key: BoxKey::from_bytes([7; 32]),
        }
    }

    fn seal(&mut self, doc: DocId, content: DraftContent) -> Envelope {
        let draft = Draft { space: SPACE, doc, about: None, next: self.next, ts: 1_795_000_000_000, content };
        let envelope = draft.seal(&self.key);
        self.next.aseq += 1;
        self.next.aprev = envelope.id();
        envelope
    }

    async fn sign_in(&mut self, connection: &mut Connection) -> Result<()> {
        let hello = hello(connection).await?;
        let request = SessionRequest::sign(&self.key, SPACE, hello.relay, hello.nonce, None).to_bytes();
        let answer = connection
            .ask(Request { method: "POST", path: "/v1/session", token: None, body: &request })
            .await?;
        self.token = SessionAnswer::from_bytes(&answer)?.bearer();
        Ok(())
    }

    /// Signs a new document: its opening and its content as one change more.
    fn writes(&mut self, index: usize, keeps: bool) -> Result<Vec<Envelope>> {
        let mut nonce = [0; 16];
        nonce[..8].copy_from_slice(&(index as u64).to_be_bytes());
        let doc = document_id(self.member, nonce);
        let author = Writer { member: self.member, role: Role::Author };
        let open = Open {
            class: Class::Initiative,
            department: Some(DEPARTMENT),
            nonce,
            audience: Audience::Group,
            writers: vec![author],
        };
        let opening = DraftContent::Record {
            verb: Verb::Open,
            capacity: Capacity::of(Role::Author),
            stage: None,
            heads: Vec::new(),
            payload: RecordPayload::with_body(open.to_body()),
        };
        let source = BenchDocument::new(index);
        let at = Moment::from_millis(1_795_000_000_000);
        let mut random = [1; 6];
        random[..4].copy_from_slice(&(index as u32).to_be_bytes());
        let (mut document, first) =
            Document::new(Shape::Initiative, actor_id(self.key.device_key(), random), at);
        let edits: Vec<_> = mapping::edits(index, &source).into_iter().map(to_engine).collect();
        let whole = document.edit(&edits, at)?.context("the document was empty")?;
        let content = DraftContent::Changes {
            chunks: vec![first.chunk, whole.chunk],
            hashes: vec![first.hash, whole.hash],
        };
        let envelopes = vec![self.seal(doc, opening), self.seal(doc, content)];
        if keeps {
            self.open.push((index, doc, source, document));
        }
        Ok(envelopes)
    }

    /// Signs one more edit of each document that it keeps.
    fn edits(&mut self, number: usize) -> Result<Vec<Envelope>> {
        let at = Moment::from_millis(1_795_000_000_000 + number as i64);
        let mut envelopes = Vec::new();
        let mut open = std::mem::take(&mut self.open);
        for (index, doc, source, document) in &mut open {
            let edit = documents::edit(*index, number);
            source.apply(&edit);
            let Some(change) = document.edit(&[to_engine(mapping::edit(source, &edit))], at)? else {
                continue;
            };
            let content = DraftContent::Changes { chunks: vec![change.chunk], hashes: vec![change.hash] };
            envelopes.push(self.seal(*doc, content));
        }
        self.open = open;
        Ok(envelopes)
    }
}

fn to_engine(edit: api::Edit) -> engine::Edit {
    engine::Edit::new(edit.path, edit.value)
}

async fn hello(connection: &mut Connection) -> Result<HelloAnswer> {
    let answer = connection.ask(Request { method: "GET", path: "/v1/hello", token: None, body: &[] }).await?;
    Ok(HelloAnswer::from_bytes(&answer)?)
}

fn in_space(what: &str) -> String {
    format!("/v1/s/{}/{what}", SPACE.to_base64url())
}

/// The devices, and somebody who reads everything.
pub struct Crowd {
    address: String,
    reader: Device,
    devices: Vec<Device>,
}

impl Crowd {
    /// Founds a school on the relay at `host:port` and lets so many devices in.
    pub async fn at(address: &str, devices: u16) -> Result<Self> {
        let mut connection = Connection::to(address).await?;
        let mut registrar = Device::new(1_000);
        let genesis = genesis(&mut registrar, hello(&mut connection).await?.relay);
        let body = genesis.to_wire();
        connection.ask(Request { method: "POST", path: "/v1/found", token: None, body: &body }).await?;
        registrar.next.control = genesis.id();
        registrar.sign_in(&mut connection).await?;
        let mut crowd = Self {
            address: address.to_owned(),
            reader: Device::new(1_001),
            devices: (0..devices).map(Device::new).collect(),
        };
        crowd.join(&mut registrar, &mut connection).await?;
        Ok(crowd)
    }

    async fn join(&mut self, registrar: &mut Device, connection: &mut Connection) -> Result<()> {
        let mut entries = Vec::new();
        let mut enter = |body: ControlBody| {
            let envelope = registrar.seal(SPACE.into(), DraftContent::Control(body));
            registrar.next.control = envelope.id();
            entries.push(envelope);
        };
        let readers = [(&self.reader, Role::Leadership, None)];
        let writers = self.devices.iter().map(|device| (device, Role::Staff, Some(DEPARTMENT)));
        for (device, role, scope) in readers.into_iter().chain(writers) {
            enter(ControlBody::Member { member: device.member });
            enter(ControlBody::DeviceAdd(device.entry()));
            enter(ControlBody::Grant(GrantBody {
                member: device.member,
                role,
                scope,
                first_day: 20_000,
                last_day: None,
            }));
        }
        let head = registrar.next.control;
        for (body, count) in pushes(&entries) {
            let taken = push(connection, &registrar.token, &body, count).await?;
            ensure!(taken == count, "the relay took {taken} of {count} control entries");
        }
        for device in self.devices.iter_mut().chain([&mut self.reader]) {
            device.next.control = head;
            device.sign_in(connection).await?;
        }
        Ok(())
    }

    /// Signs so many new documents, spread over all devices; of each device some are kept open.
    pub fn write(&mut self, documents: usize, kept: usize) -> Result<Vec<Pushes>> {
        let devices = self.devices.len();
        let write = |(place, device): (usize, &mut Device)| {
            let mut envelopes = Vec::new();
            for index in (place..documents).step_by(devices) {
                envelopes.extend(device.writes(index, index / devices < kept)?);
            }
            Ok(pushes(&envelopes))
        };
        self.devices.iter_mut().enumerate().map(write).collect()
    }

    /// Signs edits of the documents that are kept open.
    pub fn edit(&mut self, numbers: std::ops::Range<usize>) -> Result<Vec<Pushes>> {
        let edit = |device: &mut Device| {
            let mut envelopes = Vec::new();
            for number in numbers.clone() {
                envelopes.extend(device.edits(number)?);
            }
            Ok(pushes(&envelopes))
        };
        self.devices.iter_mut().map(edit).collect()
    }

    /// Sends what was signed over so many connections, each device in its own order; gives how many
    /// the relay acknowledged.
    pub async fn send(&self, signed: Vec<Pushes>, connections: usize) -> Result<usize> {
        let mut lanes: Vec<Vec<(String, Pushes)>> = (0..connections).map(|_| Vec::new()).collect();
        for (place, pushes) in signed.into_iter().enumerate() {
            lanes[place % connections].push((self.devices[place].token.clone(), pushes));
        }
        let mut tasks = tokio::task::JoinSet::new();
        for lane in lanes {
            tasks.spawn(send_lane(self.address.clone(), lane));
        }
        let mut taken = 0;
        while let Some(lane) = tasks.join_next().await {
            taken += lane??;
        }
        Ok(taken)
    }

    /// Reads everything in one stream, as a new machine does; gives its bytes.
    pub async fn read_all(&self) -> Result<usize> {
        let mut connection = Connection::to(&self.address).await?;
        let token = Some(self.reader.token.as_str());
        let path = in_space("pack");
        Ok(connection.ask(Request { method: "GET", path: &path, token, body: &[] }).await?.len())
    }
}

async fn send_lane(address: String, lane: Vec<(String, Pushes)>) -> Result<usize> {
    let mut connection = Connection::to(&address).await?;
    let mut taken = 0;
    for (token, pushes) in lane {
        for (body, count) in pushes {
            taken += push(&mut connection, &token, &body, count).await?;
        }
    }
    Ok(taken)
}

/// Pushes a batch; gives how many envelopes of it were acknowledged as admitted.
async fn push(connection: &mut Connection, token: &str, body: &[u8], count: usize) -> Result<usize> {
    let path = in_space("push");
    let answer = connection.ask(Request { method: "POST", path: &path, token: Some(token), body }).await?;
    let answers = PushResponse::from_bytes(&answer, count)?.answers;
    if let Some(other) = answers.iter().find(|answer| answer.status != PushStatus::Admitted) {
        eprintln!("the relay answers {other:?}");
    }
    Ok(answers.iter().filter(|answer| answer.status == PushStatus::Admitted).count())
}

fn pushes(envelopes: &[Envelope]) -> Pushes {
    let batches = envelopes.chunks(BATCH);
    batches.map(|batch| (batch.iter().flat_map(Envelope::to_wire).collect(), batch.len())).collect()
}

fn genesis(registrar: &mut Device, relay: RelayKey) -> Envelope {
    let genesis = Genesis {
        registrars: vec![registrar.entry()],
        recovery: RecoverySecret::from_seed([3; 32]).recovery_key(),
        relay,
        relay_box: relay.box_key(),
        tls: Vec::new(),
        policy: 1,
    };
    registrar.seal(SPACE.into(), DraftContent::Control(ControlBody::Genesis(genesis)))
}
