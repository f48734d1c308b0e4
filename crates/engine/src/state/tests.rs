use std::collections::BTreeSet;

use domain::date::{Date, Moment};
use domain::id::{ChangeId, MemberId, RecordId};
use domain::movement::{Movement, builtin};
use domain::period::Period;
use domain::record::{Part, Record, RecordBody, RecordKind};
use domain::role::{Role, Stage};
use domain::sheet::Value;
use domain::stage::Holders;
use domain::status::{InitiativeState, Status, VoidReason};
use protocol::ActorId;

use super::{Facts, Versions, initiative_state};
use crate::{Document, Edit, Shape};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);
const LAN: MemberId = MemberId::from_bytes([0xb2; 16]);
const KHOI: MemberId = MemberId::from_bytes([0xc3; 16]);

struct Case {
    document: Document,
    records: Vec<Record>,
}

impl Case {
    fn submitted() -> Self {
        let (document, _) = Document::new(Shape::Initiative, ActorId::from_bytes([1; 16]), NOW);
        let mut case = Self { document, records: Vec::new() };
        case.edits("problem", "31 em yếu");
        let author = Edit::new(format!("authors/{LAN}/share"), Value::Integer(100));
        case.document.edit(&[author], NOW).expect("the share fits");
        let body = RecordBody::Submit { part: Part::Registration, period: Period::SemesterI, pledge: true };
        case.records(RecordKind::Submit, LAN, Role::Author, None, body);
        case
    }

    fn edits(&mut self, path: &str, text: &str) {
        self.document.edit(&[Edit::new(path, Value::Text(text.into()))], NOW).expect("the value fits");
    }

    fn approves(&mut self, stage: Stage, who: MemberId, role: Role) {
        let body = RecordBody::Approve { part: Part::Registration, targets: Vec::new() };
        self.records(RecordKind::Approve, who, role, Some(stage), body);
    }

    fn records(
        &mut self,
        kind: RecordKind,
        signer: MemberId,
        capacity: Role,
        stage: Option<Stage>,
        body: RecordBody,
    ) {
        let number = u8::try_from(self.records.len()).expect("few") + 1;
        let binding = self.document.binding(&self.document.heads()).expect("it is here");
        self.records.push(Record {
            id: RecordId::from_bytes([number; 32]),
            kind,
            signer,
            capacity,
            stage,
            part: body.part(),
            at: NOW,
            seq: Some(number.into()),
            after: self.records.iter().map(|record| record.id).collect(),
            heads: binding.heads.iter().map(|head| ChangeId::from_bytes(head.to_bytes())).collect(),
            content_hash: Some(binding.content_hash.to_bytes()),
            text: String::new(),
            body,
        });
    }

    fn state(&self) -> InitiativeState {
        let movement = Movement::parse(builtin()[0].1).expect("it comes with the crate");
        let facts = Facts {
            movement: &movement,
            holders: Holders { heads: vec![KHOI], ..Holders::default() },
            fallen_away: BTreeSet::from([Stage::Union, Stage::Leadership]),
            registration_due: Date::new(2026, 9, 30).ok(),
            dossier_due: None,
            closed: None,
            another_held: &|_, _| false,
        };
        initiative_state(&Versions::new(&self.document), &self.records, facts)
    }
}

#[test]
fn an_approval_of_this_version_approves() {
    let mut case = Case::submitted();
    assert_eq!(case.state().registration.status, Status::InReview { stages: vec![Stage::Department] });
    case.approves(Stage::Department, KHOI, Role::DepartmentHead);

    let state = case.state();
    assert_eq!((state.registration.status, state.shown), (Status::Approved, Status::InProgress));
    assert_eq!(state.registration.changed_since_approval.map(|changes| changes.material), Some(0));
}

#[test]
fn a_change_after_the_approval_is_seen() {
    let mut case = Case::submitted();
    case.approves(Stage::Department, KHOI, Role::DepartmentHead);
    case.edits("problem", "30 em yếu");

    let changes = case.state().registration.changed_since_approval.expect("it was approved");
    assert_eq!((changes.material, changes.editorial), (1, 0));
}

#[test]
fn a_record_whose_hash_does_not_fit_counts_for_nothing() {
    let mut case = Case::submitted();
    case.approves(Stage::Department, KHOI, Role::DepartmentHead);
    case.records[1].content_hash = Some([9; 32]);

    let state = case.state();
    assert_eq!(state.registration.status, Status::InReview { stages: vec![Stage::Department] });
    assert_eq!(state.voids[0].why, VoidReason::Broken);
}

#[test]
fn an_approval_of_a_version_that_is_not_here_yet_counts_and_is_flagged() {
    let mut case = Case::submitted();
    case.approves(Stage::Department, KHOI, Role::DepartmentHead);
    case.records[1].heads = vec![ChangeId::from_bytes([7; 32])];

    let state = case.state();
    assert_eq!(state.registration.status, Status::Approved);
    assert!(state.registration.approved_version_missing, "Khôi approved what has not come yet");
}

#[test]
fn an_author_of_the_version_that_was_approved_does_not_count() {
    let mut case = Case::submitted();
    case.approves(Stage::Department, LAN, Role::DepartmentHead);

    assert_eq!(case.state().voids[0].why, VoidReason::Conflict);
}

#[test]
fn any_order_of_the_records_gives_the_same_state() {
    let mut case = Case::submitted();
    case.approves(Stage::Department, KHOI, Role::DepartmentHead);
    let state = case.state();
    case.records.reverse();

    assert_eq!(case.state(), state);
}

fn registration(actor: u8, author: MemberId) -> Document {
    let (mut document, _) = Document::new(Shape::Initiative, ActorId::from_bytes([actor; 16]), NOW);
    let entry = format!("{actor:02x}").repeat(8);
    let edits = [
        Edit::new("problem", Value::Text("31 em yếu".into())),
        Edit::new(format!("authors/{author}/share"), Value::Integer(100)),
        Edit::new(format!("quantities/{entry}/what"), Value::Text("thẻ".into())),
    ];
    document.edit(&edits, NOW).expect("every value fits");
    document
}

#[test]
fn what_is_to_be_decided_has_one_name_whoever_wrote_it() {
    let (lan, mut khoi) = (registration(1, LAN), registration(2, KHOI));
    let name = |document: &Document| Versions::new(document).to_decide(Part::Registration, None);
    assert!(name(&lan).is_some());
    assert_eq!(name(&lan), name(&khoi));

    khoi.edit(&[Edit::new("problem", Value::Text("30 em yếu".into()))], NOW).expect("it fits");
    assert_ne!(name(&lan), name(&khoi));
    let elsewhere = [ChangeId::from_bytes([7; 32])];
    assert_eq!(Versions::new(&lan).to_decide(Part::Registration, Some(&elsewhere)), None, "it is not here");
}
