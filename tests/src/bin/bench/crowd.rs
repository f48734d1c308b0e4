//! Devices that sign what a relay is then to take: beforehand, as fast as it can, or as time goes by.

mod device;

use anyhow::{Result, ensure};
use protocol::{
    ControlBody, DraftContent, Envelope, Genesis, GrantBody, HelloAnswer, PushResponse, PushStatus,
    RecoverySecret, RelayKey,
};

use crate::http::{Connection, Request};
use crate::light::Reader;
pub use device::{Device, Post, SPACE};

/// Envelopes of one push (protocol, section 18).
const BATCH: usize = 256;

/// Pushes that are signed and encoded: the bytes, and how many envelopes they are.
pub type Pushes = Vec<(Vec<u8>, usize)>;

/// Greets the relay.
async fn hello(connection: &mut Connection) -> Result<HelloAnswer> {
    let answer = connection.ask(Request { method: "GET", path: "/v1/hello", token: None, body: &[] }).await?;
    Ok(HelloAnswer::from_bytes(&answer)?)
}

/// The path of a resource of the school.
pub fn in_space(what: &str) -> String {
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
        Self::of(address, (0..devices).map(|number| Device::new(number, Post::STAFF)).collect()).await
    }

    /// Founds a school on the relay and lets these devices in.
    pub async fn of(address: &str, devices: Vec<Device>) -> Result<Self> {
        let mut connection = Connection::to(address).await?;
        let mut registrar = Device::new(10_000, Post::LEADERSHIP);
        let genesis = genesis(&mut registrar, hello(&mut connection).await?.relay);
        let body = genesis.to_wire();
        connection.ask(Request { method: "POST", path: "/v1/found", token: None, body: &body }).await?;
        registrar.next.control = genesis.id();
        registrar.sign_in(&mut connection).await?;
        let mut crowd =
            Self { address: address.to_owned(), reader: Device::new(10_001, Post::LEADERSHIP), devices };
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
        for device in self.devices.iter().chain([&self.reader]) {
            enter(ControlBody::Member { member: device.member });
            enter(ControlBody::DeviceAdd(device.entry()));
            enter(ControlBody::Grant(GrantBody {
                member: device.member,
                role: device.post.role,
                scope: device.post.department,
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

    /// Signs one edit of the first device's first document.
    pub fn edit_of_one(&mut self, number: usize) -> Result<Vec<Pushes>> {
        let device = &mut self.devices[0];
        device.open.truncate(1);
        Ok(vec![pushes(&device.edits(number)?)])
    }

    /// Every device connects, opens a session and sends what it signed while it was away; gives how many
    /// the relay acknowledged.
    pub async fn reconnect(&self, signed: Vec<Pushes>) -> Result<usize> {
        let mut tasks = tokio::task::JoinSet::new();
        for (device, pushes) in self.devices.iter().zip(signed) {
            let (address, mut session) = (self.address.clone(), device.session());
            tasks.spawn(async move {
                session.sign_in(&mut Connection::to(&address).await?).await?;
                send_lane(address, vec![(session.token, pushes)]).await
            });
        }
        let mut taken = 0;
        while let Some(device) = tasks.join_next().await {
            taken += device??;
        }
        Ok(taken)
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

    /// Gives the devices, each to go its own way.
    pub fn into_devices(self) -> Vec<Device> {
        self.devices
    }

    /// The devices.
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// Somebody who reads the whole school.
    pub async fn reader(&self) -> Result<Reader> {
        Reader::at(&self.address, &self.reader.token).await
    }

    /// Reads everything in one stream, as a new machine does; gives its bytes.
    pub async fn read_all(&self) -> Result<usize> {
        let mut connection = Connection::to(&self.address).await?;
        connection.download(&in_space("pack"), &self.reader.token).await
    }

    /// Signs the reader in again: a relay that was started anew.
    pub async fn sign_in_again(&mut self) -> Result<()> {
        self.reader.sign_in(&mut Connection::to(&self.address).await?).await
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
pub async fn push(connection: &mut Connection, token: &str, body: &[u8], count: usize) -> Result<usize> {
    let path = in_space("push");
    let answer = connection.ask(Request { method: "POST", path: &path, token: Some(token), body }).await?;
    let answers = PushResponse::from_bytes(&answer, count)?.answers;
    if let Some(other) = answers.iter().find(|answer| answer.status != PushStatus::Admitted) {
        eprintln!("the relay answers {other:?}");
    }
    Ok(answers.iter().filter(|answer| answer.status == PushStatus::Admitted).count())
}

/// Puts envelopes into as few pushes as may be.
pub fn pushes(envelopes: &[Envelope]) -> Pushes {
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
