//! Everything that is not an envelope: documents, bundles, bodies of HTTP, what people type.

use domain::date::Moment;
use domain::sheet::Value;
use engine::Edit;
use protocol::{
    Ack, BundleAnswer, BundleDraft, BundleItem, BundleWriter, ChangeHash, Checkpoint, ChunkHash, Code,
    Cursor, DeviceKey, DocId, DocumentLine, EnvId, Epoch, ErrorBody, HaveAnswer, HaveRequest, HaveStage,
    HelloAnswer, InviteToken, ItemStatus, JoinTicket, Manifest, PullItem, PushAnswer, PushResponse,
    PushStatus, Recipient, RecoverySecret, RelayKey, SealWith, SessionAnswer, SessionRequest,
    SignedCheckpoint, SigningKey, Skipped, Trailer, Vector, WireQuarantined, WireReceipt, write_chunk_hashes,
    write_quarantine,
};

use super::signed::{SPACE, manifest, of_every_kind};
use crate::targets::{RELAY, author, base, body_of, frames, key};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);

type Named = Vec<(String, Vec<u8>)>;

fn named<const N: usize>(list: [(&str, Vec<u8>); N]) -> Named {
    list.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// Two changes on the document, as they travel.
pub fn committed() -> (Vec<Vec<u8>>, Vec<ChangeHash>) {
    let mut document = base().fresh_copy(protocol::actor_id(author(), [2; 6]), NOW).expect("it is copied").0;
    let mut chunks: Vec<_> = document.changes().into_iter().map(|made| (made.chunk, made.hash)).collect();
    for edit in edits() {
        if let Some(made) = document.edit(&[edit], NOW).expect("the value fits") {
            chunks.push((made.chunk, made.hash));
        }
    }
    chunks.into_iter().unzip()
}

fn edits() -> [Edit; 6] {
    let text = |value: &str| Value::Text(value.into());
    [
        Edit::new("problem", text("32/151 học sinh dưới trung bình, nhiều nhất ở lớp 8A.")),
        Edit::new("results/00000000000000a1/baseline", Value::Number("6.8".parse().expect("a number"))),
        Edit::new("evidence/00000000000000a2/blob", text(&"ab".repeat(32))),
        Edit::new("authors/000000000000000000000000000000b2/share", Value::Integer(60)),
        Edit::new("campaigns/dan-chu", Value::Flag(false)),
        Edit::new("title", text("")),
    ]
}

/// Bodies of the document's own changes, and of changes that fit on it.
pub fn changes() -> Named {
    let mut bodies: Named = (1..)
        .zip(base().changes())
        .map(|(number, made)| (format!("base_{number}"), body_of(&made.chunk).to_vec()))
        .collect();
    for (number, edit) in (1..).zip(edits()) {
        let mut document = base().clone();
        if let Some(made) = document.edit(&[edit], NOW).expect("the value fits") {
            bodies.push((format!("edit_{number}"), body_of(&made.chunk).to_vec()));
        }
    }
    bodies
}

pub fn snapshots() -> Named {
    let mut bodies = Named::new();
    let mut document = base().clone();
    for (number, edit) in (1..).zip(std::iter::once(None).chain(edits().into_iter().map(Some))) {
        if let Some(edit) = edit {
            document.edit(&[edit], NOW).expect("the value fits");
        }
        let made = document.snapshot().expect("it can be saved");
        bodies.push((format!("made_{number}"), body_of(&made.bytes).to_vec()));
    }
    bodies
}

pub fn manifests() -> Named {
    let small =
        Manifest { size: 5, chunks: vec![ChunkHash::of(b"small")], preview: None, name: None, ..manifest() };
    named([("photo", manifest().to_bytes()), ("small", small.to_bytes())])
}

fn cursor() -> Cursor {
    Cursor { epoch: Epoch::from_bytes([23; 16]), seq: 258, chain: [24; 8] }
}

fn checkpoint() -> SignedCheckpoint {
    let checkpoint = Checkpoint {
        space: SPACE,
        epoch: cursor().epoch,
        base: Some(cursor()),
        seq: 259,
        chain: [25; 32],
        control: EnvId::from_bytes([26; 32]),
        now: 1_790_000_000_000,
    };
    checkpoint.sign(&key())
}

fn vector() -> Vector {
    let device = |byte| DeviceKey::from_bytes([byte; 32]);
    Vector::of([(device(1), 1, 40), (device(2), 1, 3), (device(2), 7, 300), (device(3), 5, 5)])
}

fn items() -> Vec<BundleItem> {
    let draft = BundleDraft {
        doc: DocId::from_bytes([2; 16]),
        nonce: [47; 16],
        saved: base().save(),
        files: vec![manifest()],
    };
    let mut items = vec![
        BundleItem::Vector(vector()),
        BundleItem::Checkpoint(checkpoint()),
        BundleItem::Ack(author(), Ack::sign(&key(), SPACE, cursor())),
    ];
    let (control, others): (Vec<_>, Vec<_>) = of_every_kind()
        .into_iter()
        .map(|(_, envelope)| envelope)
        .partition(|one| one.header().kind == protocol::Kind::Control);
    items.extend(control.into_iter().map(BundleItem::Control));
    items.extend(others.into_iter().map(BundleItem::Envelope));
    items.push(BundleItem::Draft(draft));
    items.push(BundleItem::Enclosed(vec![1, 2, 3]));
    items.push(BundleItem::Chunk(b"small".to_vec()));
    items
}

fn bundle(items: &[BundleItem]) -> Vec<u8> {
    let relay = SigningKey::from_seed(RELAY);
    let to = Recipient { name: relay.public(), box_key: relay.box_secret().public() };
    let with = SealWith { key: [45; 32], prefix: [46; 19] };
    let (mut writer, mut bytes) = BundleWriter::begin(SPACE, 1_790_000_000_000, &with, &[(to, [44; 32])])
        .expect("there is a recipient");
    for item in items {
        bytes.extend(writer.add(item).expect("the order is right"));
    }
    bytes.extend(writer.finish().expect("it begins with a vector"));
    bytes
}

pub fn bundles() -> Named {
    named([("empty", bundle(&items()[..1])), ("full", bundle(&items()))])
}

/// What stands in the frames, before it is sealed.
pub fn contents() -> Named {
    let content = |items: &[BundleItem]| {
        let sealed = bundle(items);
        let header = protocol::BundleHeader::read(&sealed).ok().flatten().expect("we have written it").1;
        let opened = crate::targets::opened(&sealed[header..]);
        assert_eq!(frames(&opened), sealed[header..]);
        opened
    };
    named([("empty", content(&items()[..1])), ("full", content(&items()))])
}

pub fn requests() -> Named {
    let have = HaveRequest {
        held: vector(),
        skipped: Vector::of([(author(), 2, 9)]),
        checkpoint: Some(checkpoint()),
        stage: HaveStage::Sent,
    };
    let session = SessionRequest::sign(&key(), SPACE, RelayKey::from_bytes([20; 32]), [36; 32], None);
    named([
        ("have", have.to_bytes()),
        (
            "have_nothing",
            HaveRequest {
                held: Vector::default(),
                skipped: Vector::default(),
                checkpoint: None,
                stage: HaveStage::Asks,
            }
            .to_bytes(),
        ),
        ("session", session.to_bytes()),
        ("ack", Ack::sign(&key(), SPACE, cursor()).to_bytes()),
        ("check", write_chunk_hashes(&manifest().chunks)),
        ("vector", vector().to_bytes()),
    ])
}

pub fn answers() -> Named {
    let hello = HelloAnswer {
        min: 1,
        max: 1,
        relay: RelayKey::from_bytes([20; 32]),
        epoch: Some(cursor().epoch),
        now: 1_790_000_000_000,
        nonce: [36; 32],
    };
    let pushed = PushAnswer {
        status: PushStatus::Need,
        seq: None,
        code: Some(Code::MissingDeps),
        details: protocol::Value::Array(vec![protocol::Value::bytes([8; 32])]),
    };
    let receipt = WireReceipt { device: author(), ack: Ack::sign(&key(), SPACE, cursor()) };
    let line = DocumentLine { doc: DocId::from_bytes([2; 16]), class: 3, first: 7, last: 300 };
    let error = ErrorBody { code: Code::SlowDown, details: protocol::Value::Uint(1_500) };
    let aside = of_every_kind().into_iter().map(|(_, envelope)| WireQuarantined {
        received: 1_790_000_000_000,
        header: envelope.header_bytes().to_vec(),
        sig: envelope.signature(),
    });
    named([
        ("hello", hello.to_bytes()),
        ("session", SessionAnswer { token: [37; 16], checkpoint: checkpoint() }.to_bytes()),
        ("push", PushResponse { answers: vec![pushed], checkpoint: Some(checkpoint()) }.to_bytes()),
        ("have", HaveAnswer { send: vector(), want: Vector::default(), recovering: true }.to_bytes()),
        ("receipts", WireReceipt::write_all(&[receipt], 12)),
        ("documents", [line.to_bytes(), line.to_bytes()].concat()),
        ("error", error.to_bytes()),
        ("quarantine", write_quarantine(aside.collect::<Vec<_>>().into_iter())),
        ("bundle", BundleAnswer { placed: 3, files: 1, whole: true, ..BundleAnswer::default() }.to_bytes()),
        ("page", page()),
    ])
}

fn page() -> Vec<u8> {
    let items = (1..).zip(of_every_kind()).map(|(seq, (_, envelope))| PullItem::Envelope {
        seq,
        status: ItemStatus::Admitted,
        header: envelope.header_bytes().to_vec(),
        sig: envelope.signature(),
        payload: envelope.payload().map(<[u8]>::to_vec),
    });
    let hidden = PullItem::Unreadable { seq: 9, env_id: EnvId::from_bytes([5; 32]) };
    let skipped = vec![Skipped { author: author(), from: 2, to: 9 }];
    let trailer = Trailer { cursor: cursor(), checkpoint: checkpoint(), skipped };
    items.chain([hidden]).flat_map(|item| item.to_bytes()).chain(trailer.to_bytes()).collect()
}

pub fn typed() -> Named {
    let token = InviteToken::from_random([17; 10]);
    let ticket = JoinTicket {
        addresses: vec!["http://192.168.1.5:8440".to_owned(), "https://relay.truong.example".to_owned()],
        relay: RelayKey::from_bytes([20; 32]),
        tls: Some(protocol::TlsHash::from_bytes([28; 32])),
        space: SPACE,
        genesis: EnvId::from_bytes([21; 32]),
        token: token.clone(),
    };
    named([
        ("ticket", ticket.to_string().into_bytes()),
        ("token", token.to_string().into_bytes()),
        ("recovery", RecoverySecret::from_seed([22; 32]).to_string().into_bytes()),
        ("cursor", cursor().to_string().into_bytes()),
    ])
}
