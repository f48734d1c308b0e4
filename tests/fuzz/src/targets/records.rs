//! Records: the first two bytes are the verb, the rest is the payload.

use protocol::{
    AssignReviewer, Capacity, ChangeHash, Draft, DraftContent, EnvId, EraseAttachment, HandOver, Malformed,
    MemberId, Next, Open, Parsed, Prepared, RecordPayload, Role, Share, SpaceId, Stage, Value, Verb, Writers,
    limits,
};

use super::{has_one_form, key};

/// A payload has one form; each body that is understood is written as it was read.
pub fn records(input: &[u8]) {
    let Some((verb, payload)) = input.split_first_chunk::<2>() else { return };
    let Some(record) = has_one_form(payload, RecordPayload::from_bytes, RecordPayload::to_bytes) else {
        return;
    };
    assert!(record.text.len() <= limits::RECORD_TEXT);
    bodies(&record.body);
    if let Some(verb) = Verb::from_code(u16::from_be_bytes(*verb)) {
        signed(verb, record);
    }
}

fn bodies(body: &Value) {
    same(body, Open::from_body, Open::to_body);
    same(body, Share::from_body, Share::to_body);
    same(body, Writers::from_body, Writers::to_body);
    same(body, HandOver::from_body, HandOver::to_body);
    // These two leave further fields to the engine.
    let _ =
        EraseAttachment::from_body(body).map(|read| EraseAttachment::from_body(&read.to_body()) == Ok(read));
    let _ =
        AssignReviewer::from_body(body).map(|read| AssignReviewer::from_body(&read.to_body()) == Ok(read));
}

fn same<T>(body: &Value, read: impl Fn(&Value) -> Result<T, Malformed>, write: impl Fn(&T) -> Value) {
    if let Ok(value) = read(body) {
        assert_eq!(&write(&value), body, "a body has one form");
    }
}

/// Signs the record as a member may, and reads it as every machine does.
fn signed(verb: Verb, payload: RecordPayload) {
    let content = DraftContent::Record {
        verb,
        capacity: Capacity::of(Role::Author),
        stage: matches!(verb, Verb::Approve | Verb::Return).then_some(Stage::Department),
        heads: vec![ChangeHash::from_bytes([8; 32])],
        payload: payload.clone(),
    };
    let draft = Draft {
        space: SpaceId::from_bytes([1; 16]),
        doc: protocol::DocId::from_bytes([2; 16]),
        about: None,
        next: Next::first(EnvId::from_bytes([6; 32])),
        ts: 0,
        content,
    };
    let prepared = Prepared::new(draft.seal(&key()));
    let Parsed::Record(read) = prepared.parsed() else { return };
    assert_eq!(read, &payload);
    let signer = MemberId::from_bytes([3; 16]);
    if let Ok(record) = engine::decode(prepared.id(), prepared.header(), read, signer, Some(1)) {
        assert_eq!(record.kind.code(), verb.code());
    }
}
