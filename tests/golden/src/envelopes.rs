//! Envelopes, ids and tickets. `golden.txt` is only added to, never edited.

use super::support::{SPACE, approval, key, payload};
use protocol::{
    AssignReviewer, Audience, BlobId, BoxKey, Checkpoint, Class, ControlBody, Cosign, Cursor, DeviceKey,
    DocId, EnvId, Epoch, GrantBody, Header, InviteKey, InviteOpen, InviteToken, JoinCode, JoinRequest,
    JoinTicket, MemberId, Open, Proposal, RecoverySecret, RelayKey, Role, ScopeId, Signature, Value,
    WaitingJoin, Writer, Writers, actor_id, chain, content_hash, document_id, evidence_root, join_proof,
    write_joins,
};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MEMBER: MemberId = MemberId::from_bytes([3; 16]);

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn golden(name: &str, bytes: &[u8]) {
    let found = hex(bytes);
    let kept = include_str!("golden.txt")
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        .unwrap_or_else(|| panic!("add this line to golden.txt:\n{name} {found}"));
    assert_eq!(found, kept, "{name}");
}

#[test]
fn an_approval_has_these_bytes() {
    let envelope = approval();

    golden("header", envelope.header_bytes());
    golden("env_id", envelope.id().as_bytes());
    golden("signature", envelope.signature().as_ref());
    golden("record", envelope.payload().unwrap());
    golden("wire", &envelope.to_wire());
    assert_eq!(&Header::from_bytes(envelope.header_bytes()).unwrap(), envelope.header());
    assert_eq!(payload().to_bytes(), envelope.payload().unwrap());
}

#[test]
fn contents_of_documents_have_these_hashes() {
    let content = Value::text_map([
        ("title", Value::text("\"The\u{309} lo\u{302}\u{303}i sai\" trong Toán 8")),
        ("planned", Value::int(60)),
        ("change", Value::int(-3)),
        ("areas", Value::Array(vec![Value::text("b"), Value::text("đ")])),
        ("photo", Value::bytes(BlobId::of(b"photo"))),
    ]);

    golden("content", &content.to_bytes());
    golden("content_hash", content_hash(&content).as_bytes());
    let blobs = [BlobId::of(b"two"), BlobId::of(b"one"), BlobId::of(b"two")];
    golden("evidence_root", evidence_root(blobs).as_bytes());
    golden("no_evidence_root", evidence_root([]).as_bytes());
}

#[test]
fn derived_ids_have_these_bytes() {
    golden("document_id", document_id(MEMBER, [13; 16]).as_bytes());
    golden("actor_id", actor_id(key().device_key(), [14; 6]).as_bytes());
    golden("chain", &chain([0; 32], EnvId::from_bytes([15; 32])));
    golden("blob_id", BlobId::of(b"").as_bytes());
}

#[test]
fn bodies_that_admission_reads_have_these_bytes() {
    let writer = Writer { member: MEMBER, role: Role::Author };
    let open = Open {
        class: Class::Initiative,
        department: Some(ScopeId::from_bytes([9; 16])),
        nonce: [13; 16],
        audience: Audience::Authors,
        writers: vec![writer],
    };
    let assign =
        AssignReviewer { member: MEMBER, role: Role::Reviewer, initiative: Some(DocId::from_bytes([2; 16])) };

    golden("open", &open.to_body().to_bytes());
    golden("writers", &Writers { added: vec![writer], removed: vec![MEMBER] }.to_body().to_bytes());
    golden("assign_reviewer", &assign.to_body().to_bytes());
}

#[test]
fn control_entries_have_these_bytes() {
    let grant = GrantBody {
        member: MEMBER,
        role: Role::DepartmentHead,
        scope: Some(ScopeId::from_bytes([9; 16])),
        first_day: 20_700,
        last_day: None,
    };
    let invite = InviteOpen {
        invite: InviteKey::from_bytes([16; 32]),
        member: Some(MEMBER),
        expires: 1_790_000_000_000,
        uses: 1,
        auto: true,
    };

    golden("grant", &ControlBody::Grant(grant).to_bytes());
    golden("invite_open", &ControlBody::InviteOpen(invite).to_bytes());
}

#[test]
fn an_invitation_makes_this_key_and_this_ticket() {
    let token = InviteToken::from_random([17; 10]);
    let invite = token.key(SPACE);
    let proof = join_proof(&invite, SPACE, DeviceKey::from_bytes([18; 32]), BoxKey::from_bytes([19; 32]));
    let ticket = JoinTicket {
        addresses: vec!["http://192.168.1.5:8440".to_owned()],
        relay: RelayKey::from_bytes([20; 32]),
        tls: None,
        space: SPACE,
        genesis: EnvId::from_bytes([21; 32]),
        token,
    };

    golden("invite_key", &invite.public());
    golden("join_proof", proof.as_ref());
    golden("ticket", ticket.to_string().as_bytes());
    golden("recovery", RecoverySecret::from_seed([22; 32]).to_string().as_bytes());
}

#[test]
fn a_machine_that_asks_to_be_let_in_shows_these_digits() {
    let (device, box_key) = (DeviceKey::from_bytes([18; 32]), BoxKey::from_bytes([19; 32]));
    let invite = InviteToken::from_random([17; 10]).key(SPACE);
    let proof = join_proof(&invite, SPACE, device, box_key);
    let request = JoinRequest { invite: InviteKey::from_bytes(invite.public()), device, box_key, proof };
    let code = JoinCode::of(EnvId::from_bytes([21; 32]), device, box_key);

    golden("join_code", code.to_string().as_bytes());
    golden("join_request", &request.to_bytes());
    golden("waiting_joins", &write_joins(&[WaitingJoin { request, since: 1_790_000_000_000 }]));
}

#[test]
fn what_two_registrars_decide_travels_as_this_text() {
    let unsigned = Cosign { key: [0; 32], sig: Signature::MISSING };
    let (body, head) = (ControlBody::Policy { version: 2, cosign: unsigned }, EnvId::from_bytes([27; 32]));
    let proposal = Proposal { space: SPACE, head, body: body.cosigned(&key(), head) };

    golden("proposal", proposal.to_string().as_bytes());
}

#[test]
fn cursors_and_checkpoints_have_these_bytes() {
    let cursor = Cursor { epoch: Epoch::from_bytes([23; 16]), seq: 258, chain: [24; 8] };
    let checkpoint = Checkpoint {
        space: SPACE,
        epoch: cursor.epoch,
        base: Some(cursor),
        seq: 259,
        chain: [25; 32],
        control: EnvId::from_bytes([26; 32]),
        now: 1_790_000_000_000,
    };
    let signed = checkpoint.sign(&key());

    golden("cursor", cursor.to_string().as_bytes());
    golden("checkpoint", &signed.bytes);
    golden("checkpoint_sig", signed.sig.as_ref());
    assert_eq!(signed.open(&RelayKey::from_bytes(key().public())), Ok(checkpoint));
}
