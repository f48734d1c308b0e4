use domain::date::{Date, Moment};
use domain::id::{EntryId, RecordId};
use domain::period::Period;
use domain::record::{Outcome, Part, RecordBody, RecordKind, RemarkTarget};
use domain::role::Stage;
use protocol::{
    Capacity, ChangeHash, ContentHash, DocId, Draft, DraftContent, EnvId, EvidenceRoot, MemberId, Next,
    Parsed, Prepared, Role, SigningKey, SpaceId,
};
use rstest::rstest;

use super::{NewRecord, RecordError, decode};
use crate::Binding;

fn bodies() -> Vec<(RecordKind, RecordBody)> {
    let part = Part::Registration;
    let targets =
        vec![RemarkTarget::Whole, RemarkTarget::Field("problem".into()), RemarkTarget::Evidence(entry())];
    vec![
        (RecordKind::Submit, RecordBody::Submit { part, period: Period::SemesterI, pledge: true }),
        (RecordKind::Withdraw, RecordBody::Withdraw { part: Part::Dossier }),
        (RecordKind::Approve, RecordBody::Approve { part, targets: Vec::new() }),
        (RecordKind::Return, RecordBody::Return { part, targets }),
        (RecordKind::Remark, RecordBody::Remark { target: RemarkTarget::Whole, reply_to: Some(record(3)) }),
        (
            RecordKind::Settle,
            RecordBody::Settle { part, differing: vec![record(1), record(2)], outcome: Outcome::Returned },
        ),
        (RecordKind::Revoke, RecordBody::Revoke { record: record(5) }),
        (RecordKind::Reopen, RecordBody::Reopen { part }),
        (RecordKind::AdmitLate, RecordBody::AdmitLate { part }),
        (
            RecordKind::AnswerDifficulty,
            RecordBody::AnswerDifficulty {
                difficulty: entry(),
                action: "cấp máy chiếu".into(),
                by_when: Date::new(2026, 11, 30).ok(),
            },
        ),
        (RecordKind::ResolveDifficulty, RecordBody::ResolveDifficulty { difficulty: entry(), solved: true }),
        (RecordKind::ConfirmShare, RecordBody::ConfirmShare),
        (RecordKind::Acknowledge, RecordBody::Acknowledge { part, members: 9, present: 8, in_favour: 7 }),
        (RecordKind::Seen, RecordBody::Seen),
        (RecordKind::AssignNumber, RecordBody::AssignNumber { number: "SK-2026-001".into() }),
        (
            RecordKind::EraseAttachment,
            RecordBody::EraseAttachment { blob: domain::id::BlobId::from_bytes([6; 32]) },
        ),
    ]
}

fn entry() -> EntryId {
    EntryId::from_bytes([0xa1; 8])
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 32])
}

fn new_record(kind: RecordKind, body: RecordBody) -> NewRecord {
    NewRecord {
        stage: matches!(kind, RecordKind::Approve | RecordKind::Return).then_some(Stage::Department),
        version: Some(Binding {
            heads: vec![ChangeHash::from_bytes([8; 32])],
            content_hash: ContentHash::from_bytes([9; 32]),
            evidence_root: EvidenceRoot::from_bytes([10; 32]),
        }),
        after: vec![record(2), record(1)],
        text: " Cô nộp bản này. ".into(),
        ..NewRecord::new(kind, Capacity::of(Role::Author), body)
    }
}

#[test]
fn every_body_comes_back_as_it_was() {
    for (kind, body) in bodies() {
        let content = new_record(kind, body.clone()).encode().expect("the body is of the verb");
        let key = SigningKey::from_seed([1; 32]);
        let draft = Draft {
            space: SpaceId::from_bytes([2; 16]),
            doc: DocId::from_bytes([3; 16]),
            about: None,
            next: Next::first(EnvId::ZERO),
            ts: 1_790_000_000_000,
            content,
        };
        let sealed = Prepared::new(draft.seal(&key));
        let Parsed::Record(payload) = sealed.parsed() else { panic!("{kind} is a record") };

        let read =
            decode(sealed.id(), sealed.envelope().header(), payload, MemberId::from_bytes([4; 16]), Some(7))
                .expect("it was just written");
        assert_eq!((read.kind, &read.body, read.part), (kind, &body, body.part()));
        assert_eq!((read.at, read.seq), (Moment::from_millis(1_790_000_000_000), Some(7)));
        let said: (&[_], &str) = if kind == RecordKind::Seen {
            (&[], "")
        } else {
            (&[record(1), record(2)], "Cô nộp bản này.")
        };
        assert_eq!((read.after.as_slice(), read.text.as_str()), said);
        assert_eq!(read.content_hash.is_some(), kind.binds_version(), "{kind}");
    }
}

// Golden: these bytes are never edited, only added to; records are signed over them.
#[test]
fn bodies_are_written_the_same_for_ever() {
    let written: Vec<String> = bodies()
        .into_iter()
        .map(|(kind, body)| {
            let bytes = super::body::encode(kind, &body).expect("the body is of the verb").to_bytes();
            bytes.iter().fold(format!("{kind} "), |line, byte| line + &format!("{byte:02x}"))
        })
        .collect();
    let golden = include_str!("golden.txt");

    assert_eq!(written, golden.lines().collect::<Vec<_>>());
}

#[rstest]
#[case::no_version(|record: &mut NewRecord| record.version = None, RecordError::VersionNeeded { verb: "submit" })]
#[case::long_words(|record: &mut NewRecord| record.text = "a".repeat(5_000), RecordError::TextTooLong { bytes: 5_000, most: 4_096 })]
#[case::another_body(|record: &mut NewRecord| record.body = RecordBody::Seen, RecordError::Malformed { verb: "submit" })]
fn what_nobody_could_read_is_not_written(
    #[case] change: impl Fn(&mut NewRecord),
    #[case] error: RecordError,
) {
    let (kind, body) = bodies().swap_remove(0);
    let mut record = new_record(kind, body);
    change(&mut record);

    assert_eq!(record.encode().map(|_: DraftContent| ()), Err(error));
}

#[rstest]
#[case::nothing(RecordKind::Submit, vec![])]
#[case::unknown_part(RecordKind::Withdraw, vec![protocol::Value::Uint(9)])]
#[case::a_text_for_a_flag(RecordKind::Submit, vec![protocol::Value::Uint(1), protocol::Value::Uint(1), protocol::Value::text("x")])]
#[case::a_short_record_id(RecordKind::Revoke, vec![protocol::Value::bytes([1, 2])])]
fn a_malformed_body_is_refused(#[case] kind: RecordKind, #[case] fields: Vec<protocol::Value>) {
    let refused = super::body::decode(kind, &protocol::Value::fields(fields));

    assert_eq!(refused, Err(RecordError::Malformed { verb: kind.name() }));
}
