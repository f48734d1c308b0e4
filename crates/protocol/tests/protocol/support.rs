//! Envelopes that are equal in every run.

use protocol::{
    Capacity, ChangeHash, ContentHash, DocId, Draft, DraftContent, EnvId, Envelope, EvidenceRoot, Next,
    RecordPayload, Role, ScopeId, SigningKey, SpaceId, Stage, Value, Verb,
};

pub const SPACE: SpaceId = SpaceId::from_bytes([1; 16]);
pub const DOC: DocId = DocId::from_bytes([2; 16]);

pub fn key() -> SigningKey {
    SigningKey::from_seed([4; 32])
}

pub fn draft(content: DraftContent) -> Draft {
    Draft {
        space: SPACE,
        doc: DOC,
        about: None,
        next: Next { aseq: 7, aprev: EnvId::from_bytes([5; 32]), control: EnvId::from_bytes([6; 32]) },
        ts: 1_790_000_000_000,
        content,
    }
}

/// Khôi approves a version at the department stage.
pub fn approval() -> Envelope {
    draft(DraftContent::Record {
        verb: Verb::Approve,
        capacity: Capacity::over(Role::DepartmentHead, ScopeId::from_bytes([9; 16])),
        stage: Some(Stage::Department),
        heads: vec![ChangeHash::from_bytes([8; 32]), ChangeHash::from_bytes([7; 32])],
        payload: payload(),
    })
    .seal(&key())
}

pub fn payload() -> RecordPayload {
    RecordPayload {
        content_hash: Some(ContentHash::from_bytes([10; 32])),
        evidence_root: Some(EvidenceRoot::from_bytes([11; 32])),
        after: vec![EnvId::from_bytes([12; 32])],
        rules: None,
        text: "Đồng ý, làm tiếp".to_owned(),
        body: Value::fields([Value::Uint(1), Value::Null, Value::text("đủ minh chứng")]),
    }
}
