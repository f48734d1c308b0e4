//! Envelopes of every kind, with what they carry.

use domain::id::{EntryId, RecordId};
use domain::period::Period;
use domain::record::{Outcome, Part, RecordBody, RecordKind, RemarkTarget};
use engine::{Binding, NewRecord};
use protocol::{
    AssignReviewer, Audience, BlobId, BoxKey, Capacity, ChangeHash, ChunkHash, Class, ContentHash,
    ControlBody, Cosign, DeviceEntry, DeviceKey, DocId, Draft, DraftContent, EnvId, Envelope, EvidenceRoot,
    Genesis, GrantBody, HandOver, InviteKey, InviteOpen, Manifest, MemberId, Next, Open, RecordPayload,
    RecoveryKey, RelayKey, Role, ScopeId, Share, Signature, SpaceId, Stage, TlsHash, Verb, Writer, Writers,
    join_proof,
};

use super::bytes::committed;
use crate::targets::key;

pub const SPACE: SpaceId = SpaceId::from_bytes([1; 16]);
const MEMBER: MemberId = MemberId::from_bytes([3; 16]);
const HEAD: EnvId = EnvId::from_bytes([6; 32]);

type Named = Vec<(String, Vec<u8>)>;

fn envelope(content: DraftContent) -> Envelope {
    let next = Next { aseq: 7, aprev: EnvId::from_bytes([5; 32]), control: HEAD };
    let doc = DocId::from_bytes([2; 16]);
    Draft { space: SPACE, doc, about: None, next, ts: 1_790_000_000_000, content }.seal(&key())
}

pub fn manifest() -> Manifest {
    let file = vec![7; 1024 * 1024 + 5];
    Manifest {
        blob: BlobId::of(&file),
        size: file.len() as u64,
        mime: "image/jpeg".to_owned(),
        chunks: file.chunks(1024 * 1024).map(ChunkHash::of).collect(),
        preview: Some(BlobId::from_bytes([12; 32])),
        name: Some("Bảng điểm 8A.jpg".to_owned()),
    }
}

/// One envelope of every kind.
pub fn of_every_kind() -> Vec<(String, Envelope)> {
    let (chunks, hashes) = committed();
    let snapshot = DraftContent::Snapshot {
        bytes: crate::targets::base().save(),
        heads: crate::targets::base().heads(),
        covered_seq: 9,
        n_changes: 2,
    };
    let contents = [
        ("changes", DraftContent::Changes { chunks, hashes }),
        ("record", record(&approval()).0),
        ("control", DraftContent::Control(ControlBody::Member { member: MEMBER })),
        ("blob", DraftContent::Blob(manifest())),
        ("readmit", DraftContent::Readmit(vec![EnvId::from_bytes([30; 32]), EnvId::from_bytes([31; 32])])),
        ("snapshot", snapshot),
    ];
    contents.into_iter().map(|(name, content)| (name.to_owned(), envelope(content))).collect()
}

pub fn headers() -> Named {
    of_every_kind().into_iter().map(|(name, envelope)| (name, envelope.header_bytes().to_vec())).collect()
}

pub fn pushes() -> Named {
    let mut pushes: Named =
        of_every_kind().into_iter().map(|(name, envelope)| (name, envelope.to_wire())).collect();
    let join = join_of(key().device_key(), BoxKey::from_bytes([19; 32]));
    pushes.push(("join".to_owned(), envelope(DraftContent::Control(join)).to_wire()));
    let all = pushes.iter().flat_map(|(_, wire)| wire.clone()).collect();
    pushes.push(("several".to_owned(), all));
    pushes
}

fn join_of(device: DeviceKey, box_key: BoxKey) -> ControlBody {
    let invite = InviteKey::from_bytes(key().public());
    ControlBody::Join { invite, proof: join_proof(&key(), SPACE, device, box_key), box_key }
}

/// One entry of every verb, behind its number.
pub fn entries() -> Named {
    let entry = |byte| DeviceEntry {
        member: MemberId::from_bytes([byte; 16]),
        device: DeviceKey::from_bytes([byte; 32]),
        box_key: BoxKey::from_bytes([byte; 32]),
    };
    let cosign = Cosign { key: [33; 32], sig: Signature([34; 64]) };
    let grant = GrantBody {
        member: MEMBER,
        role: Role::DepartmentHead,
        scope: Some(ScopeId::from_bytes([9; 16])),
        first_day: 20_700,
        last_day: Some(21_000),
    };
    let invite = InviteKey::from_bytes([16; 32]);
    let genesis = Genesis {
        registrars: vec![entry(20), entry(21)],
        recovery: RecoveryKey::from_bytes([22; 32]),
        relay: RelayKey::from_bytes([23; 32]),
        relay_box: BoxKey::from_bytes([24; 32]),
        tls: vec![TlsHash::from_bytes([25; 32])],
        policy: 1,
    };
    let relay = RelayKey::from_bytes([26; 32]);
    let (relay_box, tls) = (BoxKey::from_bytes([27; 32]), vec![TlsHash::from_bytes([28; 32])]);
    let opened = InviteOpen { invite, member: Some(MEMBER), expires: 1_790_000_000_000, uses: 1, auto: true };
    let bodies = [
        ControlBody::Genesis(genesis),
        ControlBody::Member { member: MEMBER },
        ControlBody::DeviceAdd(entry(29)),
        join_of(DeviceKey::from_bytes([18; 32]), BoxKey::from_bytes([19; 32])),
        ControlBody::Grant(grant),
        ControlBody::Ungrant(GrantBody { last_day: None, ..grant }),
        ControlBody::Policy { version: 1, cosign }.cosigned(&key(), HEAD),
        ControlBody::InviteOpen(opened),
        ControlBody::InviteClose { invite },
        ControlBody::DeviceRevoke { device: DeviceKey::from_bytes([18; 32]), last_aseq: 300 },
        ControlBody::MemberRevoke { member: MEMBER },
        ControlBody::RegistrarRotate { registrars: vec![entry(20)], cosign }.cosigned(&key(), HEAD),
        ControlBody::RelayRotate { relay, relay_box, tls, cosign }.cosigned(&key(), HEAD),
    ];
    let named =
        |body: &ControlBody| (body.name().to_owned(), [&[body.verb() as u8][..], &body.to_bytes()].concat());
    bodies.iter().map(named).collect()
}

fn binding() -> Binding {
    Binding {
        heads: vec![ChangeHash::from_bytes([8; 32])],
        content_hash: ContentHash::from_bytes([10; 32]),
        evidence_root: EvidenceRoot::from_bytes([11; 32]),
    }
}

fn new_record(kind: RecordKind, body: RecordBody) -> NewRecord {
    let mut record = NewRecord::new(kind, Capacity::of(Role::Author), body);
    record.version = Some(binding());
    record.after = vec![RecordId::from_bytes([13; 32])];
    "Đồng ý, làm tiếp".clone_into(&mut record.text);
    record
}

fn approval() -> NewRecord {
    let mut approval = new_record(
        RecordKind::Approve,
        RecordBody::Approve { part: Part::Registration, targets: Vec::new() },
    );
    approval.stage = Some(domain::role::Stage::Department);
    approval
}

/// The content of a record, with its verb and payload.
fn record(new: &NewRecord) -> (DraftContent, Verb, RecordPayload) {
    let content = new.encode().expect("the record is sound");
    let DraftContent::Record { verb, capacity, heads, payload, .. } = content else {
        unreachable!("a record")
    };
    let stage = matches!(verb, Verb::Approve | Verb::Return).then_some(Stage::Department);
    (DraftContent::Record { verb, capacity, stage, heads, payload: payload.clone() }, verb, payload)
}

/// Records with the bodies that people make and with those that admission reads, behind their verbs.
pub fn records() -> Named {
    let part = Part::Registration;
    let targets = vec![RemarkTarget::Whole, RemarkTarget::Field("problem".into())];
    let difficulty = EntryId::from_bytes([0xa1; 8]);
    let differing = vec![RecordId::from_bytes([1; 32]), RecordId::from_bytes([2; 32])];
    let answer =
        RecordBody::AnswerDifficulty { difficulty, action: "cấp máy chiếu".into(), by_when: None };
    let blob = domain::id::BlobId::from_bytes([6; 32]);
    let made = [
        approval(),
        new_record(RecordKind::Submit, RecordBody::Submit { part, period: Period::SemesterI, pledge: true }),
        new_record(RecordKind::Return, RecordBody::Return { part, targets }),
        new_record(RecordKind::Settle, RecordBody::Settle { part, differing, outcome: Outcome::Returned }),
        new_record(RecordKind::AnswerDifficulty, answer),
        new_record(RecordKind::Seen, RecordBody::Seen),
        new_record(RecordKind::EraseAttachment, RecordBody::EraseAttachment { blob }),
    ];
    let mut named: Named = made.iter().map(record).map(|(_, verb, payload)| behind(verb, &payload)).collect();
    let writer = Writer { member: MEMBER, role: Role::Author };
    let open = Open {
        class: Class::Initiative,
        department: Some(ScopeId::from_bytes([9; 16])),
        nonce: [13; 16],
        audience: Audience::Authors,
        writers: vec![writer],
    };
    let writers = Writers { added: vec![writer], removed: vec![MEMBER] };
    let initiative = Some(DocId::from_bytes([2; 16]));
    let assign = AssignReviewer { member: MEMBER, role: Role::Reviewer, initiative };
    let bodies = [
        (Verb::Open, open.to_body()),
        (Verb::Share, Share { audience: Audience::School }.to_body()),
        (Verb::Writers, writers.to_body()),
        (Verb::HandOver, HandOver { to: MEMBER }.to_body()),
        (Verb::AssignReviewer, assign.to_body()),
    ];
    named.extend(bodies.into_iter().map(|(verb, body)| behind(verb, &RecordPayload::with_body(body))));
    named
}

fn behind(verb: Verb, payload: &RecordPayload) -> (String, Vec<u8>) {
    (verb.name().to_owned(), [&verb.code().to_be_bytes()[..], &payload.to_bytes()].concat())
}
