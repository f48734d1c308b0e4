//! A school of real sessions, and a log that places what they send by the same admission.

use std::sync::Arc;

use domain::id::DepartmentId;
use domain::movement::{Movement, builtin};
use domain::role::Role;
use ledger::PageRequest;
use protocol::{
    Admission, ControlBody, DeviceEntry, DocId, Draft, DraftContent, EnvId, Envelope, Genesis, GrantBody,
    ItemStatus, MemberId, Next, Prepared, PushAnswer, SigningKey, SpaceId, Verdict,
};
use store::person::Person;
use store::setting::{self, Key};
use store::{Connection, Store};
use tempfile::TempDir;

use crate::card::Cards;
use crate::keys::{Kept, Signer};
use crate::session::{Opening, Session};
use crate::sync::{Exchange, outbox};
use crate::{again, apply, ids};

const SPACE: SpaceId = SpaceId::from_bytes([5; 16]);

/// The school, its log, and where everybody's books lie.
pub struct School {
    folder: TempDir,
    log: Connection,
    placed: Vec<(u64, ItemStatus, Envelope)>,
    registrar: SigningKey,
    people: Vec<Person>,
    departments: Vec<store::department::Department>,
    rules: String,
}

impl School {
    /// Founds the school An Bình with the rules of the plan; registrations need only the department.
    pub fn an_binh() -> Self {
        let mut movement = Movement::parse(builtin()[0].1).expect("the template is sound");
        movement.approval_chain.registration = vec![vec![domain::role::Stage::Department]];
        movement.parameters.late_policy = domain::movement::LatePolicy::AcceptAndMark;
        Self::with_rules(&movement)
    }

    /// Founds a school with rules of its own.
    pub fn with_rules(movement: &Movement) -> Self {
        let log = Connection::open_in_memory().expect("memory is there");
        ledger::migrate(&log).expect("an empty file");
        let registrar = SigningKey::from_seed([1; 32]);
        let entry = DeviceEntry {
            member: MemberId::from_bytes([1; 16]),
            device: registrar.device_key(),
            box_key: protocol::BoxKey::from_bytes([1; 32]),
        };
        let genesis = ControlBody::Genesis(Genesis {
            registrars: vec![entry],
            recovery: protocol::RecoveryKey::from_bytes(SigningKey::from_seed([2; 32]).public()),
            relay: protocol::RelayKey::from_bytes(SigningKey::from_seed([3; 32]).public()),
            relay_box: protocol::BoxKey::from_bytes([3; 32]),
            tls: Vec::new(),
            policy: 1,
        });
        let mut school = Self {
            folder: tempfile::tempdir().expect("a folder"),
            log,
            placed: Vec::new(),
            registrar,
            people: Vec::new(),
            departments: Vec::new(),
            rules: serde_json::to_string(movement).expect("plain data"),
        };
        ledger::begin(&school.log, SPACE, None).expect("an empty log");
        let first = school.draft(Next::first(EnvId::ZERO), genesis);
        school.place(&first);
        school
    }

    fn draft(&self, next: Next, body: ControlBody) -> Envelope {
        let content = DraftContent::Control(body);
        let doc = SPACE.into();
        Draft { space: SPACE, doc, about: None, next, ts: 0, content }.seal(&self.registrar)
    }

    fn place(&mut self, envelope: &Envelope) -> Admission {
        let prepared = Prepared::new(envelope.clone());
        let verdict =
            protocol::admit_prepared(&prepared, &ledger::Ledger::placed(&self.log)).expect("memory holds");
        let status = match verdict {
            Admission::Admitted => ItemStatus::Admitted,
            Admission::Void(_) => ItemStatus::Void,
            _ => return verdict,
        };
        let seq = ledger::place(&self.log, &prepared, &verdict).expect("it was admitted");
        self.placed.push((seq, status, envelope.clone()));
        verdict
    }

    fn enter(&mut self, body: ControlBody) {
        let mut next = ledger::next(&self.log, self.registrar.device_key()).expect("memory holds");
        next.control = ledger::state(&self.log).expect("memory holds").control_head;
        let envelope = self.draft(next, body);
        assert_eq!(self.place(&envelope), Admission::Admitted, "the registrar may do this");
    }

    /// Opens the book of the founder, who keeps the roster.
    pub fn registrar(&mut self, name: &str) -> Arc<Session> {
        let member = MemberId::from_bytes([1; 16]);
        let person = Person {
            member,
            name: name.to_owned(),
            staff_code: None,
            birth_date: None,
            position: "Giáo viên".to_owned(),
            subjects: String::new(),
            qualification: String::new(),
            department: Some(self.department("Văn phòng")),
        };
        self.people.push(person);
        let folder = self.folder.path().join("registrar");
        std::fs::create_dir_all(&folder).expect("a folder");
        let session = self.open(&folder, "registrar", member, Signer::Here(SigningKey::from_seed([1; 32])));
        self.deliver(&session);
        Arc::new(session)
    }

    /// Brings a new person into the school, with a book of their own.
    pub fn joins(&mut self, name: &str, department: Option<&str>, roles: &[Role]) -> Arc<Session> {
        let number = u8::try_from(self.people.len()).expect("few") + 10;
        let member = MemberId::from_bytes([number; 16]);
        let department = department.map(|name| self.department(name));
        self.enter(ControlBody::Member { member });
        for role in roles {
            let scope = department.filter(|_| role.is_of_a_department()).map(ids::scope);
            self.enter(ControlBody::Grant(GrantBody {
                member,
                role: ids::wire_role(*role),
                scope,
                first_day: 0,
                last_day: None,
            }));
        }
        let person = Person {
            member,
            name: name.to_owned(),
            staff_code: None,
            birth_date: None,
            position: "Giáo viên".to_owned(),
            subjects: String::new(),
            qualification: String::new(),
            department,
        };
        self.people.push(person);
        self.another_machine(name)
    }

    /// The last place of the log.
    pub fn head(&self) -> u64 {
        self.placed.last().map_or(0, |(seq, ..)| *seq)
    }

    /// Gives somebody another machine.
    pub fn another_machine(&mut self, name: &str) -> Arc<Session> {
        self.machine(name, Signer::Here)
    }

    /// Gives somebody a machine whose key signs only later than it is asked, as a browser's does.
    pub fn machine_that_signs_later(&mut self, name: &str) -> Arc<Session> {
        self.machine(name, Signer::Later)
    }

    /// Gives somebody a machine whose browser lost its key.
    pub fn machine_without_its_key(&mut self, name: &str) -> Arc<Session> {
        self.machine(name, |key| Signer::Gone(key.device_key()))
    }

    /// Judges an envelope as everybody does, at the end of the log.
    pub fn judges(&self, prepared: &Prepared) -> Admission {
        protocol::admit_prepared(prepared, &ledger::Ledger::placed(&self.log)).expect("the log can be read")
    }

    fn machine(&mut self, name: &str, signer: fn(SigningKey) -> Signer) -> Arc<Session> {
        let member = self.people.iter().find(|person| person.name == name).expect("in the school").member;
        let seed: [u8; 32] = crate::host::random();
        let signer = signer(SigningKey::from_seed(seed));
        let device = signer.device_key();
        let box_key = protocol::BoxKey::from_bytes(seed);
        self.enter(ControlBody::DeviceAdd(DeviceEntry { member, device, box_key }));
        let profile = device.to_string()[..12].to_owned();
        let folder = self.folder.path().join(&profile);
        std::fs::create_dir_all(&folder).expect("a folder");
        let session = self.open(&folder, &profile, member, signer);
        self.deliver(&session);
        Arc::new(session)
    }

    fn open(&self, folder: &std::path::Path, profile: &str, member: MemberId, signer: Signer) -> Session {
        let store = Store::open(&folder.join("book.db")).expect("an empty folder");
        let genesis = self.placed[0].2.id();
        let cards = store
            .transaction(|connection| {
                ledger::begin(connection, SPACE, Some(genesis))?;
                setting::set(connection, Key::Movement, &self.rules)?;
                store::person::replace(connection, &self.people)?;
                store::department::replace(connection, &self.departments)?;
                Cards::load(connection)
            })
            .expect("an empty file");
        Session::open(Opening {
            profile: profile.to_owned(),
            folder: folder.to_owned(),
            space: SPACE,
            member,
            keys: Kept { signer, box_secret: None },
            movement: Movement::parse(&self.rules).expect("rules of the school"),
            cards,
            skew: None,
            exchange: Exchange::new(
                crate::sync::relay::http(false, None).unwrap(),
                String::new(),
                None,
                None,
            ),
            store,
            vault: crate::vault::Vault::default(),
            changed: tokio::sync::broadcast::channel(1024).0,
        })
    }

    fn department(&mut self, name: &str) -> DepartmentId {
        if let Some(there) = self.departments.iter().find(|one| one.name == name) {
            return there.id;
        }
        let id = DepartmentId::from_bytes([u8::try_from(self.departments.len()).expect("few") + 1; 8]);
        self.departments.push(store::department::Department { id, name: name.to_owned() });
        id
    }

    /// Everybody sends what waits and takes what is new.
    pub fn syncs(&mut self, sessions: &[&Session]) {
        for session in sessions {
            self.sends(session);
        }
        for session in sessions {
            self.deliver(session);
        }
    }

    /// Moves somebody to another department, as its staff.
    pub fn moves(&mut self, name: &str, department: &str) {
        let to = self.department(department);
        let person = self.people.iter_mut().find(|person| person.name == name).expect("in the school");
        let (member, from) = (person.member, person.department.replace(to));
        let staff = |department: Option<DepartmentId>| GrantBody {
            member,
            role: protocol::Role::Staff,
            scope: department.map(ids::scope),
            first_day: 0,
            last_day: None,
        };
        self.enter(ControlBody::Ungrant(staff(from)));
        self.enter(ControlBody::Grant(staff(Some(to))));
    }

    fn sends(&mut self, session: &Session) {
        let verdicts = self.takes(session);
        let admitted = verdicts.iter().all(|verdict| *verdict == Admission::Admitted);
        assert!(admitted, "of {}: {verdicts:?}", session.profile);
    }

    /// Takes what somebody sends, and tells what became of each envelope.
    pub fn takes(&mut self, session: &Session) -> Vec<Admission> {
        let waiting = session
            .read(|work| ledger::unsent(work.connection(), 100_000).map_err(crate::error::from_ledger))
            .expect("the book can be read");
        let (mut batch, mut answers, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
        for stored in waiting {
            let envelope = stored.to_envelope().expect("it was written here");
            let verdict = self.place(&envelope);
            let placed = matches!(verdict, Admission::Admitted | Admission::Void(_));
            let seq = self.placed.last().map(|(seq, _, _)| *seq).filter(|_| placed);
            answers.push(PushAnswer::of(&verdict, seq, EnvId::ZERO));
            batch.push(Prepared::new(envelope));
            verdicts.push(verdict);
        }
        session.commit(|work| outbox::settle(work, &batch, &answers)).expect("the book can be written");
        apply::settle(session).expect("documents of the log fit");
        verdicts
    }

    /// Brings somebody the log without what its newest snapshots stand for.
    pub fn delivers_abridged(&self, session: &Session) {
        let device = session.signer.device_key();
        let request =
            PageRequest { member: session.member, device, after: 0, max_bytes: usize::MAX, verify: false };
        let page = ledger::abridged_page(&self.log, &request).expect("memory holds");
        let placed = session.commit(|work| {
            for item in page.items {
                let (seq, status, envelope) = item.into_envelope().expect("sound").expect("an envelope");
                let prepared = Prepared::new(envelope);
                let log = ledger::Ledger::abridged_at(work.connection(), seq);
                let verdict = protocol::judge_item(&prepared, status, &log);
                if verdict.map_err(crate::error::from_ledger)? == Verdict::Agrees {
                    ledger::place_at(work.connection(), &prepared, seq, status)
                        .map_err(crate::error::from_ledger)?;
                    apply::note(work, &prepared, status)?;
                }
            }
            Ok(())
        });
        placed.expect("the book can be written");
        apply::settle(session).expect("documents of the log fit");
    }

    /// Brings somebody everything, and has a document built again from it.
    pub fn delivers_again(&self, session: &Session, doc: DocId) {
        session.commit(|work| apply::rebuild_later(work, doc)).expect("the book can be written");
        self.deliver(session);
    }

    fn deliver(&self, session: &Session) {
        session
            .commit(|work| {
                store::person::replace(work.connection(), &self.people).map_err(crate::error::from_store)?;
                store::department::replace(work.connection(), &self.departments)
                    .map_err(crate::error::from_store)?;
                for (seq, status, envelope) in &self.placed {
                    let prepared = Prepared::new(envelope.clone());
                    let log = ledger::Ledger::pulled_at(work.connection(), *seq);
                    let verdict =
                        protocol::judge_item(&prepared, *status, &log).map_err(crate::error::from_ledger)?;
                    match verdict {
                        Verdict::Held { .. } => continue,
                        Verdict::Agrees => {}
                        other => panic!("{} judges item {seq} otherwise: {other:?}", session.profile),
                    }
                    ledger::place_at(work.connection(), &prepared, *seq, *status)
                        .map_err(crate::error::from_ledger)?;
                    apply::note(work, &prepared, *status)?;
                }
                Ok(())
            })
            .expect("the book can be written");
        apply::settle(session).expect("documents of the log fit");
        again::write(session).expect("the book can be read");
    }
}
