//! Envelopes made by a second program that keeps no rule: each is refused with its code, and the
//! school's documents stay usable.

use domain::id::InitiativeId;
use domain::role::Stage;
use protocol::{
    BoxSecret, Capacity, Code, ControlBody, DocId, Draft, DraftContent, EnvId, Envelope, GrantBody,
    JoinTicket, Next, PushAnswer, PushResponse, PushStatus, RecordPayload, Role, SessionAnswer,
    SessionRequest, Signature, SigningKey, Verb, join_proof,
};
use testkit::School;

/// A device that its member has replaced by a program of their own.
struct Rogue {
    ticket: JoinTicket,
    key: SigningKey,
    http: reqwest::Client,
    token: String,
    next: Next,
}

impl Rogue {
    async fn joins(school: &School, name: &str) -> Self {
        let ticket: JoinTicket = school.ticket(name).await.parse().unwrap();
        let key = SigningKey::from_seed([77; 32]);
        let box_key = BoxSecret::from_bytes([78; 32]).public();
        let invite = ticket.token.key(ticket.space);
        let proof = join_proof(&invite, ticket.space, key.device_key(), box_key);
        let mut rogue = Self {
            next: Next::first(ticket.genesis),
            ticket,
            key,
            http: testkit::http(),
            token: String::new(),
        };
        loop {
            let invite = rogue.ticket.token.invite_key(rogue.ticket.space);
            let join = rogue
                .draft(DraftContent::Control(ControlBody::Join { invite, proof, box_key }), rogue.space());
            let answer = rogue.pushes(&join).await;
            if answer.status == PushStatus::Admitted {
                rogue.next = Next { aseq: 2, aprev: join.id(), control: join.id() };
                break;
            }
            rogue.next.control = EnvId::try_from(answer.details.as_bytes().expect("the head")).unwrap();
        }
        rogue.token = rogue.session().await;
        rogue
    }

    fn space(&self) -> DocId {
        self.ticket.space.into()
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.ticket.addresses[0])
    }

    async fn session(&self) -> String {
        let hello = self.http.get(self.url("hello")).send().await.unwrap().bytes().await.unwrap();
        let hello = protocol::HelloAnswer::from_bytes(&hello).unwrap();
        let request = SessionRequest::sign(&self.key, self.ticket.space, hello.relay, hello.nonce, None);
        let answer = self.http.post(self.url("session")).body(request.to_bytes()).send().await.unwrap();
        SessionAnswer::from_bytes(&answer.bytes().await.unwrap()).unwrap().bearer()
    }

    fn draft(&self, content: DraftContent, doc: DocId) -> Envelope {
        let draft = Draft { space: self.ticket.space, doc, about: None, next: self.next, ts: 0, content };
        draft.seal(&self.key)
    }

    async fn pushes_bytes(&self, bytes: Vec<u8>) -> PushAnswer {
        let path = format!("s/{}/push", self.ticket.space.to_base64url());
        let mut request = self.http.post(self.url(&path)).body(bytes);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let body = request.send().await.unwrap().bytes().await.unwrap();
        PushResponse::from_bytes(&body, 1).expect("an answer for the envelope").answers.remove(0)
    }

    async fn pushes(&self, envelope: &Envelope) -> PushAnswer {
        self.pushes_bytes(envelope.to_wire()).await
    }

    /// Pushes what takes its place as void, and stands behind it afterwards.
    async fn is_voided(&mut self, content: DraftContent, doc: DocId) -> Option<Code> {
        let envelope = self.draft(content, doc);
        let answer = self.pushes(&envelope).await;
        assert_eq!(answer.status, PushStatus::Void, "{answer:?}");
        self.next.aseq += 1;
        self.next.aprev = envelope.id();
        answer.code
    }
}

fn doc(id: InitiativeId) -> DocId {
    DocId::from_bytes(*id.as_bytes())
}

fn approval(role: Role, view: &api::InitiativeView) -> DraftContent {
    let heads = view.heads.iter().map(|head| protocol::ChangeHash::from_bytes(*head.as_bytes())).collect();
    let payload = RecordPayload {
        content_hash: Some(protocol::ContentHash::from_bytes([1; 32])),
        evidence_root: Some(protocol::EvidenceRoot::from_bytes([2; 32])),
        ..RecordPayload::default()
    };
    let stage = Some(protocol::Stage::Department);
    DraftContent::Record {
        verb: Verb::Approve,
        capacity: Capacity { role, scope: None },
        stage,
        heads,
        payload,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_envelopes_get_their_code_and_the_document_stays_usable() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    let view = lan.sees(id).await;
    let mut rogue = Rogue::joins(&school, "Bách").await;

    let honest = rogue.draft(approval(Role::Member, &view), doc(id));
    let mut altered = honest.to_wire();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let answer = rogue.pushes_bytes(altered).await;
    assert_eq!((answer.status, answer.code), (PushStatus::Refused, Some(Code::HashMismatch)));
    let payload = honest.payload().map(<[u8]>::to_vec);
    let forged = Envelope::from_parts(honest.header_bytes().to_vec(), Signature([7; 64]), payload).unwrap();
    assert_eq!(rogue.pushes(&forged).await.code, Some(Code::BadSignature));

    assert_eq!(
        rogue.is_voided(approval(Role::DepartmentHead, &view), doc(id)).await,
        Some(Code::ForbiddenKind)
    );
    let change = |chunk: Vec<u8>| DraftContent::Changes {
        chunks: vec![chunk],
        hashes: vec![protocol::ChangeHash::from_bytes([9; 32])],
    };
    assert_eq!(rogue.is_voided(change(vec![0x85, 0x6f]), doc(id)).await, Some(Code::BadPayload));
    let bomb = change(vec![0; 60 << 20]);
    let bomb = rogue.draft(bomb, doc(id));
    let answer = rogue.pushes(&bomb).await;
    assert!(matches!(answer.code, Some(Code::TooLarge | Code::BadPayload)), "{answer:?}");
    if answer.status == PushStatus::Void {
        rogue.next = Next { aseq: rogue.next.aseq + 1, aprev: bomb.id(), ..rogue.next };
    }
    let unknown = rogue.draft(approval(Role::Member, &view), DocId::from_bytes([5; 16]));
    assert_eq!(rogue.pushes(&unknown).await.code, Some(Code::MissingDoc));
    let grant = GrantBody {
        member: protocol::MemberId::from_bytes([3; 16]),
        role: Role::Leadership,
        scope: None,
        first_day: 0,
        last_day: None,
    };
    let crown = rogue.draft(DraftContent::Control(ControlBody::Grant(grant)), rogue.space());
    assert_ne!(rogue.pushes(&crown).await.status, PushStatus::Admitted, "nobody crowns themselves");
    let again = Rogue { next: Next { aseq: 2, ..rogue.next }, ..rogue };
    let fork = again.draft(approval(Role::Member, &view), doc(id));
    assert_eq!(again.pushes(&fork).await.code, Some(Code::AuthorFork), "the number was used");

    school.syncs().await;
    let khoi = school.person("Lưu Đình Khôi");
    khoi.approves(id, Stage::Department).await;
    school.syncs().await;
    let seen = school.person("Nguyễn Thị Lan").sees(id).await;
    assert_eq!(seen.summary.waiting_for, [Stage::Union, Stage::Leadership], "only Khôi's approval counts");
    assert!(seen.timeline.iter().all(|item| item.person != "Trịnh Xuân Bách"), "{:?}", seen.timeline);
}

#[tokio::test(flavor = "multi_thread")]
async fn gigantic_and_torn_requests_do_not_harm_the_relay() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let url = format!("{}/v1/", school.relay.url());
    let http = testkit::http();
    for body in
        [vec![0xff; 64], vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], vec![0x83; 100_000]]
    {
        for path in ["session", "found"] {
            let answer = http.post(format!("{url}{path}")).body(body.clone()).send().await.unwrap();
            assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
        }
    }
    // A body above every limit is cut off, or answered; either way the relay goes on.
    let _ = http.post(format!("{url}found")).body(vec![0; 40 << 20]).send().await;
    school.person("Nguyễn Thị Lan").syncs().await;
}
