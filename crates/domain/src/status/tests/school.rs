//! A small school that writes records down one after the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::{Date, Moment};
use crate::difference::Changes;
use crate::id::{ChangeId, MemberId, RecordId};
use crate::movement::{ApprovalChain, LatePolicy};
use crate::period::Period;
use crate::record::{Outcome, Part, Record, RecordBody, RecordKind};
use crate::role::{ParticipantKind, Role, Stage};
use crate::stage::Holders;
use crate::status::{Background, ClosedPeriod, InitiativeState, StatusContext, Version, derive};

pub(super) const LAN: u8 = 1; // author
pub(super) const BACH: u8 = 2; // co-author
pub(super) const KHOI: u8 = 10; // head
pub(super) const NGOC: u8 = 11; // deputy
pub(super) const SON: u8 = 20; // union
pub(super) const PHUONG: u8 = 21; // union
pub(super) const VINH: u8 = 30; // leadership
pub(super) const HIEN: u8 = 31; // leadership

pub(super) fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

/// What each version contains: a number for the material fields, one for the editorial ones.
#[derive(Default)]
pub(super) struct Versions {
    pub(super) material: BTreeMap<u8, u32>,
    pub(super) editorial: BTreeMap<u8, u32>,
    pub(super) authors: BTreeMap<u8, Vec<u8>>,
    pub(super) missing: BTreeSet<u8>,
    pub(super) broken: BTreeSet<RecordId>,
    pub(super) now: u8,
    pub(super) alone_at_the_stage: BTreeSet<u8>,
}

fn newest(heads: &[ChangeId]) -> u8 {
    heads.iter().map(|head| head.as_bytes()[0]).max().unwrap_or(0)
}

impl Background for Versions {
    fn participants(&self, heads: &[ChangeId]) -> Option<BTreeSet<MemberId>> {
        let version = newest(heads);
        let authors = self.authors.get(&version).cloned().unwrap_or_else(|| vec![LAN]);
        (!self.missing.contains(&version)).then(|| authors.into_iter().map(member).collect())
    }

    fn changes(&self, _: Part, from: &[ChangeId], to: Version<'_>) -> Option<Changes> {
        let to = match to {
            Version::Now => self.now,
            Version::Heads(heads) => newest(heads),
        };
        let from = newest(from);
        let differ = |map: &BTreeMap<u8, u32>| {
            let value = |version: u8| map.range(..=version).next_back().map_or(0, |(_, value)| *value);
            value(from).abs_diff(value(to))
        };
        let here = !self.missing.contains(&from) && !self.missing.contains(&to);
        here.then(|| Changes { material: differ(&self.material), editorial: differ(&self.editorial) })
    }

    fn is_intact(&self, record: &Record) -> bool {
        !self.broken.contains(&record.id)
    }

    fn another_held_the_stage(&self, record: &Record) -> bool {
        !self.alone_at_the_stage.contains(&record.signer.as_bytes()[0])
    }
}

/// One initiative and what was decided about it.
pub(super) struct Story {
    pub(super) records: Vec<Record>,
    pub(super) versions: Versions,
    pub(super) kind: ParticipantKind,
    pub(super) fallen_away: BTreeSet<Stage>,
    pub(super) closed: Option<ClosedPeriod>,
    pub(super) late_policy: LatePolicy,
}

/// Names a record of a story.
pub(super) type Id = RecordId;

impl Story {
    pub(super) fn new() -> Self {
        Self {
            records: Vec::new(),
            versions: Versions { now: 1, ..Versions::default() },
            kind: ParticipantKind::Teacher,
            fallen_away: BTreeSet::new(),
            closed: None,
            late_policy: LatePolicy::AcceptAndMark,
        }
    }

    fn add(&mut self, signer: u8, kind: RecordKind, body: RecordBody, version: u8, after: &[Id]) -> Id {
        let number = self.records.len() as u8 + 1;
        let (capacity, stage) = office(signer, kind);
        let id = RecordId::from_bytes([number.wrapping_mul(151); 32]);
        let day: Date = "2026-09-20".parse().unwrap();
        self.records.push(Record {
            id,
            kind,
            signer: member(signer),
            capacity,
            stage,
            part: None,
            at: Moment::start_of(day).plus_millis(i64::from(number) * 60_000),
            seq: None,
            after: after.to_vec(),
            heads: vec![ChangeId::from_bytes([version; 32])],
            content_hash: None,
            text: String::new(),
            body,
        });
        id
    }

    pub(super) fn submits(&mut self, signer: u8, version: u8, after: &[Id]) -> Id {
        self.submits_part(signer, Part::Registration, version, after)
    }

    pub(super) fn submits_part(&mut self, signer: u8, part: Part, version: u8, after: &[Id]) -> Id {
        let body = RecordBody::Submit { part, period: Period::WholeYear, pledge: true };
        self.add(signer, RecordKind::Submit, body, version, after)
    }

    pub(super) fn approves(&mut self, signer: u8, version: u8, after: &[Id]) -> Id {
        self.approves_part(signer, Part::Registration, version, after)
    }

    pub(super) fn approves_part(&mut self, signer: u8, part: Part, version: u8, after: &[Id]) -> Id {
        self.add(
            signer,
            RecordKind::Approve,
            RecordBody::Approve { part, targets: Vec::new() },
            version,
            after,
        )
    }

    pub(super) fn returns(&mut self, signer: u8, version: u8, after: &[Id]) -> Id {
        let body = RecordBody::Return { part: Part::Registration, targets: Vec::new() };
        self.add(signer, RecordKind::Return, body, version, after)
    }

    pub(super) fn withdraws(&mut self, signer: u8, after: &[Id]) -> Id {
        self.add(signer, RecordKind::Withdraw, RecordBody::Withdraw { part: Part::Registration }, 1, after)
    }

    pub(super) fn revokes(&mut self, signer: u8, record: Id, after: &[Id]) -> Id {
        self.add(signer, RecordKind::Revoke, RecordBody::Revoke { record }, 1, after)
    }

    pub(super) fn reopens(&mut self, signer: u8, after: &[Id]) -> Id {
        self.add(signer, RecordKind::Reopen, RecordBody::Reopen { part: Part::Registration }, 1, after)
    }

    pub(super) fn settles(&mut self, signer: u8, differing: &[Id], outcome: Outcome) -> Id {
        let body = RecordBody::Settle { part: Part::Registration, differing: differing.to_vec(), outcome };
        self.add(signer, RecordKind::Settle, body, 1, differing)
    }

    pub(super) fn admits_late(&mut self, signer: u8, part: Part, after: &[Id]) -> Id {
        self.add(signer, RecordKind::AdmitLate, RecordBody::AdmitLate { part }, 1, after)
    }

    pub(super) fn acknowledges(
        &mut self,
        signer: u8,
        (members, present, in_favour): (u32, u32, u32),
        after: &[Id],
    ) -> Id {
        let body = RecordBody::Acknowledge { part: Part::Registration, members, present, in_favour };
        self.add(signer, RecordKind::Acknowledge, body, 1, after)
    }

    pub(super) fn state(&self) -> InitiativeState {
        self.state_of(&self.records)
    }

    pub(super) fn state_of(&self, records: &[Record]) -> InitiativeState {
        let chain = ApprovalChain {
            registration: vec![vec![Stage::Department], vec![Stage::Union, Stage::Leadership]],
            dossier: vec![vec![Stage::Department, Stage::Union]],
        };
        let members = |numbers: &[u8]| numbers.iter().copied().map(member).collect::<Vec<_>>();
        derive(
            records,
            &StatusContext {
                kind: Some(self.kind),
                chain: &chain,
                fallen_away: self.fallen_away.clone(),
                one_stage_per_person: true,
                holders: Holders {
                    heads: members(&[KHOI]),
                    deputies: members(&[NGOC]),
                    union: members(&[SON, PHUONG]),
                    leadership: members(&[VINH, HIEN]),
                },
                participants: BTreeSet::from([member(LAN)]),
                registration_due: "2026-09-30".parse().ok(),
                dossier_due: "2026-09-10".parse().ok(),
                late_policy: self.late_policy,
                closed: self.closed.clone(),
                background: &self.versions,
            },
        )
    }
}

fn office(signer: u8, kind: RecordKind) -> (Role, Option<Stage>) {
    let (role, stage) = match signer {
        KHOI => (Role::DepartmentHead, Stage::Department),
        NGOC => (Role::DeputyHead, Stage::Department),
        SON | PHUONG => (Role::UnionOfficer, Stage::Union),
        VINH | HIEN => (Role::Leadership, Stage::Leadership),
        _ => (Role::Author, Stage::Department),
    };
    (role, matches!(kind, RecordKind::Approve | RecordKind::Return).then_some(stage))
}
