//! One initiative with all that its views and decisions are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api::Error;
use domain::calendar;
use domain::date::{Date, Moment};
use domain::id::{DepartmentId, InitiativeId, MemberId, RecordId};
use domain::initiative::Initiative;
use domain::movement::Movement;
use domain::record::{Part, Record};
use domain::role::{Role, Stage};
use domain::sheet::{FieldKind, field_of};
use domain::stage::Holders;
use domain::status::{InitiativeState, PartState};
use engine::Document;
use engine::state::{Facts, Versions, initiative_state};
use ledger::{Ledger, Stored, StoredStatus};
use protocol::{ActorId, DeviceKey, DocId, Kind, LogView, RecordPayload};
use store::person::Person;

use crate::card::Cards;
use crate::ids::{self, Same};
use crate::session::Work;
use crate::{error, people};

/// Everything that is known of one initiative at this moment.
pub struct Case<'a> {
    /// Its document's id.
    pub doc: DocId,
    /// Its document.
    pub document: &'a Document,
    /// What the document says at every version.
    pub versions: &'a Versions<'a>,
    /// What it says now.
    pub initiative: Initiative,
    /// Every envelope about it, in the order of the log, those that wait to be sent last.
    pub envelopes: Vec<Stored>,
    /// Its records, in the order of the log, those that wait to be sent last.
    pub records: Vec<Record>,
    /// What follows.
    pub state: InitiativeState,
    /// How the log knows it; nothing for a draft that was never shared.
    pub opened: Option<protocol::Document>,
    /// Its department.
    pub department: Option<DepartmentId>,
    /// Who holds its stages.
    pub holders: Holders,
    /// Everybody's names and departments.
    pub people: People,
    /// What lists know of the other initiatives.
    pub cards: &'a Cards,
    /// The rules.
    pub movement: Arc<Movement>,
    /// Who asks.
    pub me: MemberId,
    /// The machine's clock.
    pub now: Moment,
}

impl<'a> Case<'a> {
    /// Reads everything about a document.
    pub fn load(
        work: &Work<'a>,
        doc: DocId,
        document: &'a Document,
        versions: &'a Versions<'a>,
    ) -> Result<Self, Error> {
        let initiative = Initiative::read(versions.now());
        let people = People::load(work)?;
        let log = Ledger::with_unsent(work.connection());
        let opened = log.document(doc).map_err(error::from_ledger)?;
        let me: MemberId = work.session.member.same();
        let department = match &opened {
            Some(opened) => opened.department.and_then(ids::department),
            None => people.department_of(initiative.authors.first().map_or(me, |author| author.member)),
        };
        let holders = people.holders(department);
        let envelopes = ledger::envelopes_of(work.connection(), doc).map_err(error::from_ledger)?;
        let records = records(&envelopes, &people);
        let movement = work.session.movement();
        let state = {
            let due = |part| initiative.period.and_then(|period| calendar::part_due(&movement, part, period));
            let facts = Facts {
                movement: &movement,
                holders: holders.clone(),
                fallen_away: if department.is_none() { [Stage::Department].into() } else { BTreeSet::new() },
                registration_due: due(Part::Registration),
                dossier_due: due(Part::Dossier),
                closed: None,
                another_held: &|record, conflicted| another_held(work, record, department, conflicted),
            };
            initiative_state(versions, &records, facts)
        };
        let now = work.session.now();
        Ok(Self {
            doc,
            document,
            versions,
            initiative,
            envelopes,
            records,
            state,
            opened,
            department,
            holders,
            people,
            cards: &work.session.cards,
            movement,
            me,
            now,
        })
    }

    /// Gives the state of a part.
    pub fn part(&self, part: Part) -> &PartState {
        match part {
            Part::Registration => &self.state.registration,
            Part::Dossier => &self.state.dossier,
        }
    }

    /// Finds a record.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.iter().find(|record| record.id == id)
    }

    /// The machine's date.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// Whether the asker is author, co-author or sponsor, or typed it.
    pub fn is_mine(&self) -> bool {
        self.initiative.participants().contains(&self.me)
            || self.opened.as_ref().is_none_or(|opened| opened.opener == self.me.same())
    }

    /// Lists the newest records, which no other record knows: what a new one is made after.
    pub fn newest(&self) -> Vec<RecordId> {
        let known: BTreeSet<RecordId> =
            self.records.iter().flat_map(|record| &record.after).copied().collect();
        let tips = self.records.iter().rev().map(|record| record.id).filter(|id| !known.contains(id));
        tips.take(MOST_PREDECESSORS).collect()
    }

    /// Says what stands in a field as people know it: a member by name, another initiative by its
    /// title, everything else as it was written.
    pub fn said(&self, path: &str, text: &str) -> String {
        let said = match field_of(path).map(|field| field.kind) {
            Some(FieldKind::Member) => text.parse().ok().map(|member| self.people.name(member)),
            Some(FieldKind::Initiative) => text.parse().ok().map(|id| self.title(id)),
            _ => None,
        };
        said.unwrap_or_else(|| text.to_owned())
    }

    /// Another initiative's title; the beginning of its id while this machine knows none.
    fn title(&self, id: InitiativeId) -> String {
        let title = self.cards.title(id.same());
        if title.trim().is_empty() { id.to_string()[..8].to_owned() } else { title }
    }

    /// Whether a record does not count.
    pub fn is_void(&self, record: RecordId) -> bool {
        self.state.voids.iter().any(|void| void.record == record)
    }
}

/// Records named by a new one; more would not be concurrent in any school.
const MOST_PREDECESSORS: usize = 64;

fn records(envelopes: &[Stored], people: &People) -> Vec<Record> {
    let mut records = Vec::new();
    for stored in envelopes {
        let counts = matches!(stored.status, StoredStatus::Admitted | StoredStatus::Unsent);
        let (Kind::Record, true, Some(payload)) = (stored.header.kind, counts, &stored.payload) else {
            continue;
        };
        let Some(signer) = people.owner(stored.header.author) else { continue };
        let read = RecordPayload::from_bytes(payload).ok();
        let read =
            read.map(|payload| engine::decode(stored.env_id, &stored.header, &payload, signer, stored.seq));
        match read {
            Some(Ok(record)) => records.push(record),
            // A record that cannot be read counts for nothing; the log still shows it.
            other => tracing::debug!(record = %stored.env_id, ?other, "left out"),
        }
    }
    records
}

/// Whether somebody else, free of conflict, held the record's stage at its place in the log.
fn another_held(
    work: &Work<'_>,
    record: &Record,
    department: Option<DepartmentId>,
    conflicted: &BTreeSet<MemberId>,
) -> bool {
    use protocol::Role as Wire;
    let roles: &[Wire] = match record.stage {
        Some(Stage::Department) => &[Wire::DepartmentHead, Wire::DeputyHead],
        Some(Stage::Union) => &[Wire::UnionOfficer],
        Some(Stage::Leadership) => &[Wire::Leadership],
        None => &[],
    };
    let scope = department.filter(|_| record.stage == Some(Stage::Department)).map(ids::scope);
    let log = match record.seq {
        Some(seq) => Ledger::pulled_at(work.connection(), seq),
        None => Ledger::with_unsent(work.connection()),
    };
    roles.iter().any(|role| {
        log.holders(*role, scope).unwrap_or_default().into_iter().any(|member| {
            let member: MemberId = member.same();
            member != record.signer && !conflicted.contains(&member)
        })
    })
}

/// Names, departments and roles of everybody.
pub struct People {
    persons: BTreeMap<MemberId, Person>,
    departments: BTreeMap<DepartmentId, String>,
    held: BTreeMap<MemberId, Vec<(Role, Option<DepartmentId>)>>,
    devices: Vec<(DeviceKey, MemberId)>,
}

impl People {
    /// Reads the staff list, departments, roles and devices.
    pub fn load(work: &Work<'_>) -> Result<Self, Error> {
        let connection = work.connection();
        let persons = store::person::all(connection).map_err(error::from_store)?;
        let departments = store::department::all(connection).map_err(error::from_store)?;
        let devices = ledger::devices(connection).map_err(error::from_ledger)?;
        Ok(Self {
            persons: persons.into_iter().map(|person| (person.member.same(), person)).collect(),
            departments: departments.into_iter().map(|one| (one.id, one.name)).collect(),
            held: people::roles(work)?.into_iter().map(|(member, held)| (member.same(), held)).collect(),
            devices: devices.into_iter().map(|row| (row.device, row.member.same())).collect(),
        })
    }

    /// A member's name; the beginning of the id until the staff list has arrived.
    pub fn name(&self, member: MemberId) -> String {
        let person = self.persons.get(&member).map(|person| person.name.clone());
        person.unwrap_or_else(|| member.to_string()[..8].to_owned())
    }

    /// A member's position as written in the roster.
    pub fn position(&self, member: MemberId) -> String {
        self.persons.get(&member).map(|person| person.position.clone()).unwrap_or_default()
    }

    /// A member's department by the roles held, else by the staff list.
    pub fn department_of(&self, member: MemberId) -> Option<DepartmentId> {
        let held = self.held.get(&member).into_iter().flatten().find_map(|(_, department)| *department);
        held.or_else(|| self.persons.get(&member).and_then(|person| person.department))
    }

    /// A department's name; empty for none.
    pub fn department_name(&self, department: Option<DepartmentId>) -> String {
        department.and_then(|id| self.departments.get(&id)).cloned().unwrap_or_default()
    }

    /// The roles that a member holds.
    pub fn roles_of(&self, member: MemberId) -> Vec<Role> {
        self.held.get(&member).into_iter().flatten().map(|(role, _)| *role).collect()
    }

    /// Whose device this is.
    pub fn owner(&self, device: DeviceKey) -> Option<protocol::MemberId> {
        self.devices.iter().find(|(key, _)| *key == device).map(|(_, member)| member.same())
    }

    /// Who wrote with this actor.
    pub fn writer(&self, actor: ActorId) -> Option<MemberId> {
        let of = |device: DeviceKey| protocol::actor_prefix(device) == actor.as_bytes()[..10];
        self.devices.iter().find(|(key, _)| of(*key)).map(|(_, member)| *member)
    }

    /// Who holds the stages of a department's initiatives.
    pub fn holders(&self, department: Option<DepartmentId>) -> Holders {
        let all = |role: Role, department: Option<DepartmentId>| -> Vec<MemberId> {
            let holds = |held: &[(Role, Option<DepartmentId>)]| {
                held.iter().any(|(one, of)| *one == role && (department.is_none() || *of == department))
            };
            self.held.iter().filter(|(_, held)| holds(held)).map(|(member, _)| *member).collect()
        };
        let of_department = |role| if department.is_some() { all(role, department) } else { Vec::new() };
        Holders {
            heads: of_department(Role::DepartmentHead),
            deputies: of_department(Role::DeputyHead),
            union: all(Role::UnionOfficer, None),
            leadership: all(Role::Leadership, None),
        }
    }
}
