//! A school of named people with the relay's log in memory.

use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT};
use ledger::{Ledger, place};
use protocol::{
    Admission, Audience, BoxKey, Capacity, ChangeHash, Class, ContentHash, ControlBody, DeviceEntry, DocId,
    Draft, DraftContent, EnvId, Envelope, EvidenceRoot, Genesis, GrantBody, MemberId, Next, Open, Prepared,
    RecordPayload, RecoverySecret, RelayKey, Role, ScopeId, SigningKey, SpaceId, Stage, Value, Verb, Writer,
    actor_id, admit_prepared, document_id,
};
use rusqlite::Connection;

pub const SPACE: SpaceId = SpaceId::from_bytes([9; 16]);
pub const MATHS: ScopeId = ScopeId::from_bytes([40; 16]);
pub const SCIENCE: ScopeId = ScopeId::from_bytes([41; 16]);

/// Somebody's device.
#[derive(Clone)]
pub struct Person {
    pub member: MemberId,
    pub key: SigningKey,
    pub next: Next,
}

impl Person {
    pub fn new(number: u8) -> Self {
        Self {
            member: MemberId::from_bytes([number; 16]),
            key: SigningKey::from_seed([number; 32]),
            next: Next::first(EnvId::ZERO),
        }
    }

    pub fn entry(&self) -> DeviceEntry {
        DeviceEntry {
            member: self.member,
            device: self.key.device_key(),
            box_key: BoxKey::from_bytes([7; 32]),
        }
    }

    pub fn seal(&self, draft: impl FnOnce(&mut Draft), doc: DocId, content: DraftContent) -> Envelope {
        let mut envelope = Draft { space: SPACE, doc, about: None, next: self.next, ts: 1, content };
        draft(&mut envelope);
        envelope.seal(&self.key)
    }
}

/// The relay's log and everybody's devices.
pub struct School {
    pub conn: Connection,
    pub head: EnvId,
    pub hanh: Person,
    pub lan: Person,
    pub ngoc: Person,
    pub khoi: Person,
    pub loan: Person,
    pub son: Person,
    pub vinh: Person,
    pub chair: Person,
    pub secretary: Person,
    pub clerk: Person,
}

pub fn empty_log() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    ledger::migrate(&conn).unwrap();
    ledger::begin(&conn, SPACE, None).unwrap();
    conn
}

pub fn genesis(registrar: &Person) -> ControlBody {
    ControlBody::Genesis(Genesis {
        registrars: vec![registrar.entry()],
        recovery: recovery().recovery_key(),
        relay: RelayKey::from_bytes([8; 32]),
        relay_box: BoxKey::from_bytes([8; 32]),
        tls: vec![],
        policy: 1,
    })
}

pub fn recovery() -> RecoverySecret {
    RecoverySecret::from_seed([99; 32])
}

impl School {
    pub fn an_binh() -> Self {
        let mut school = Self {
            conn: empty_log(),
            head: EnvId::ZERO,
            hanh: Person::new(1),
            lan: Person::new(2),
            ngoc: Person::new(3),
            khoi: Person::new(4),
            loan: Person::new(5),
            son: Person::new(6),
            vinh: Person::new(7),
            chair: Person::new(8),
            secretary: Person::new(10),
            clerk: Person::new(11),
        };
        school.decides(genesis(&school.hanh));
        let roles = [
            (school.lan.entry(), Role::Staff, Some(MATHS)),
            (school.ngoc.entry(), Role::Staff, Some(MATHS)),
            (school.khoi.entry(), Role::DepartmentHead, Some(MATHS)),
            (school.loan.entry(), Role::DepartmentHead, Some(SCIENCE)),
            (school.son.entry(), Role::UnionOfficer, None),
            (school.vinh.entry(), Role::Leadership, None),
            (school.chair.entry(), Role::CouncilChair, None),
            (school.secretary.entry(), Role::CouncilSecretary, None),
            (school.clerk.entry(), Role::Clerk, None),
        ];
        for (entry, role, scope) in roles {
            school.decides(ControlBody::Member { member: entry.member });
            school.decides(ControlBody::DeviceAdd(entry));
            school.decides(grant(entry.member, role, scope));
        }
        school
    }

    /// Judges an envelope as the relay does, and places it where it has a place.
    pub fn push(&self, envelope: &Envelope) -> Admission {
        let prepared = Prepared::new(envelope.clone());
        let admission = admit_prepared(&prepared, &Ledger::placed(&self.conn)).unwrap();
        if matches!(admission, Admission::Admitted | Admission::Void(_)) {
            place(&self.conn, &prepared, &admission).unwrap();
        }
        admission
    }

    /// Lets the registrar make a control entry on the present head.
    pub fn decides(&mut self, body: ControlBody) -> EnvId {
        let (admission, id) = self.tries(&mut self.hanh.clone(), body);
        assert_eq!(admission, Admission::Admitted);
        self.hanh.next.aseq += 1;
        self.hanh.next.aprev = id;
        self.head = id;
        id
    }

    /// Lets anybody try a control entry on the present head.
    pub fn tries(&self, person: &mut Person, body: ControlBody) -> (Admission, EnvId) {
        person.next.control = self.head;
        let envelope = person.seal(|_| {}, SPACE.into(), DraftContent::Control(body));
        (self.push(&envelope), envelope.id())
    }

    /// Finds where a person's next envelope stands.
    pub fn at(&self, person: &Person) -> Person {
        Person { next: ledger::next(&self.conn, person.key.device_key()).unwrap(), ..person.clone() }
    }

    /// Lets a person sign and push something.
    pub fn does(&self, person: &Person, doc: DocId, content: DraftContent) -> Admission {
        self.push(&self.at(person).seal(|_| {}, doc, content))
    }

    /// Lets a person open an own initiative.
    pub fn opens(&self, person: &Person, nonce: u8, audience: Audience) -> DocId {
        let doc = document_id(person.member, [nonce; 16]);
        let open = initiative(person, nonce, audience, Some(MATHS));
        assert_eq!(
            self.does(person, doc, record(Verb::Open, Capacity::of(Role::Author), &open)),
            Admission::Admitted
        );
        doc
    }

    /// Lets a person change a document; answers the change's hash.
    pub fn changes(&self, person: &Person, doc: DocId, automerge: &mut AutoCommit) -> ChangeHash {
        let (content, hash) = change(automerge);
        assert_eq!(self.does(person, doc, content), Admission::Admitted);
        hash
    }

    /// An initiative of Lan's with one change, submitted to the group.
    pub fn submitted(&self) -> (DocId, ChangeHash) {
        let doc = self.opens(&self.lan, 1, Audience::Group);
        let head = self.changes(&self.lan, doc, &mut automerge(&self.lan, 1));
        (doc, head)
    }
}

pub fn grant(member: MemberId, role: Role, scope: Option<ScopeId>) -> ControlBody {
    ControlBody::Grant(GrantBody { member, role, scope, first_day: 20_000, last_day: None })
}

pub fn initiative(person: &Person, nonce: u8, audience: Audience, department: Option<ScopeId>) -> Value {
    Open {
        class: Class::Initiative,
        department,
        nonce: [nonce; 16],
        audience,
        writers: vec![Writer { member: person.member, role: Role::Author }],
    }
    .to_body()
}

/// A new document of a device.
pub fn automerge(person: &Person, random: u8) -> AutoCommit {
    let actor = actor_id(person.key.device_key(), [random; 6]);
    AutoCommit::new().with_actor(automerge::ActorId::from(&actor.as_bytes()[..]))
}

/// Makes one change more and wraps it.
pub fn change(doc: &mut AutoCommit) -> (DraftContent, ChangeHash) {
    let number = doc.get_changes(&[]).len() as i64;
    doc.put(ROOT, "planned", number).unwrap();
    doc.commit();
    let last = doc.get_last_local_change().unwrap();
    let hash = ChangeHash::from_bytes(last.hash().0);
    (DraftContent::Changes { chunks: vec![last.raw_bytes().to_vec()], hashes: vec![hash] }, hash)
}

pub fn record(verb: Verb, capacity: Capacity, body: &Value) -> DraftContent {
    let payload = RecordPayload::with_body(body.clone());
    DraftContent::Record { verb, capacity, stage: None, heads: vec![], payload }
}

/// A record that binds a version, with the text that some verbs require.
pub fn decision(verb: Verb, capacity: Capacity, stage: Option<Stage>, head: ChangeHash) -> DraftContent {
    let binds = verb.binds();
    let payload = RecordPayload {
        content_hash: binds.then_some(ContentHash::from_bytes([1; 32])),
        evidence_root: binds.then_some(EvidenceRoot::from_bytes([2; 32])),
        text: "vì chưa rõ".to_owned(),
        ..RecordPayload::default()
    };
    DraftContent::Record { verb, capacity, stage, heads: vec![head], payload }
}
