//! A device of a member, without an application: it signs and encodes what an application would send.

use anyhow::{Context, Result};
use domain::date::Moment;
use engine::{Document, Shape};
use protocol::{
    Audience, BoxKey, Capacity, Class, DeviceEntry, DocId, Draft, DraftContent, EnvId, Envelope, MemberId,
    Next, Open, RecordPayload, Role, ScopeId, SessionAnswer, SessionRequest, SigningKey, SpaceId, Verb,
    Writer, actor_id, document_id,
};

use super::hello;
use crate::documents::{self, BenchDocument};
use crate::http::{Connection, Request};
use crate::mapping;

pub const SPACE: SpaceId = SpaceId::from_bytes([9; 16]);

/// What somebody is in the school.
#[derive(Clone, Copy)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// Their department; whoever reads the whole school has none here.
    pub department: Option<ScopeId>,
}

impl Post {
    /// A teacher of the only department.
    pub const STAFF: Self = Self { role: Role::Staff, department: Some(ScopeId::from_bytes([40; 16])) };
    /// Somebody who reads the whole school.
    pub const LEADERSHIP: Self = Self { role: Role::Leadership, department: None };
}
/// A device with its place in its own chain.
pub struct Device {
    /// What its member is.
    pub post: Post,
    /// Whose it is.
    pub member: MemberId,
    key: SigningKey,
    /// Where its next envelope stands.
    pub next: Next,
    /// Of its session.
    pub token: String,
    /// The documents that it goes on editing.
    pub open: Vec<(usize, DocId, BenchDocument, Document)>,
}

fn seed(number: u16) -> [u8; 32] {
    let mut seed = [5; 32];
    seed[..2].copy_from_slice(&number.to_be_bytes());
    seed
}

impl Device {
    /// Makes the device of a number.
    pub fn new(number: u16, post: Post) -> Self {
        let mut member = [7; 16];
        member[..2].copy_from_slice(&number.to_be_bytes());
        Self {
            post,
            member: MemberId::from_bytes(member),
            key: SigningKey::from_seed(seed(number)),
            next: Next::first(EnvId::ZERO),
            token: String::new(),
            open: Vec::new(),
        }
    }

    /// The same device without its documents, to open another session.
    pub fn session(&self) -> Self {
        let (key, token) = (self.key.clone(), String::new());
        Self { post: self.post, member: self.member, key, next: self.next, token, open: Vec::new() }
    }

    /// How the control log names it.
    pub fn entry(&self) -> DeviceEntry {
        DeviceEntry {
            member: self.member,
            device: self.key.device_key(),
            box_key: BoxKey::from_bytes([7; 32]),
        }
    }

    /// Signs its next envelope.
    pub fn seal(&mut self, doc: DocId, content: DraftContent) -> Envelope {
        let draft = Draft { space: SPACE, doc, about: None, next: self.next, ts: 1_795_000_000_000, content };
        let envelope = draft.seal(&self.key);
        self.next.aseq += 1;
        self.next.aprev = envelope.id();
        envelope
    }

    /// Opens a session.
    pub async fn sign_in(&mut self, connection: &mut Connection) -> Result<()> {
        let hello = hello(connection).await?;
        let request = SessionRequest::sign(&self.key, SPACE, hello.relay, hello.nonce, None).to_bytes();
        let answer = connection
            .ask(Request { method: "POST", path: "/v1/session", token: None, body: &request })
            .await?;
        self.token = SessionAnswer::from_bytes(&answer)?.bearer();
        Ok(())
    }

    /// Signs a new document: its opening and its content as one change more.
    pub fn writes(&mut self, index: usize, keeps: bool) -> Result<Vec<Envelope>> {
        let mut nonce = [0; 16];
        nonce[..8].copy_from_slice(&(index as u64).to_be_bytes());
        let doc = document_id(self.member, nonce);
        let author = Writer { member: self.member, role: Role::Author };
        let open = Open {
            class: Class::Initiative,
            department: self.post.department,
            nonce,
            audience: Audience::Group,
            writers: vec![author],
        };
        let opening = DraftContent::Record {
            verb: Verb::Open,
            capacity: Capacity::of(Role::Author),
            stage: None,
            heads: Vec::new(),
            payload: RecordPayload::with_body(open.to_body()),
        };
        let source = BenchDocument::new(index);
        let at = Moment::from_millis(1_795_000_000_000);
        let mut random = [1; 6];
        random[..4].copy_from_slice(&(index as u32).to_be_bytes());
        let (mut document, first) =
            Document::new(Shape::Initiative, actor_id(self.key.device_key(), random), at);
        let edits: Vec<_> = mapping::edits(index, &source).into_iter().map(to_engine).collect();
        let whole = document.edit(&edits, at)?.context("the document was empty")?;
        let content = DraftContent::Changes {
            chunks: vec![first.chunk, whole.chunk],
            hashes: vec![first.hash, whole.hash],
        };
        let envelopes = vec![self.seal(doc, opening), self.seal(doc, content)];
        if keeps {
            self.open.push((index, doc, source, document));
        }
        Ok(envelopes)
    }

    /// Signs one more edit of each document that it keeps.
    pub fn edits(&mut self, number: usize) -> Result<Vec<Envelope>> {
        let at = Moment::from_millis(1_795_000_000_000 + number as i64);
        let mut envelopes = Vec::new();
        let mut open = std::mem::take(&mut self.open);
        for (index, doc, source, document) in &mut open {
            let edit = documents::edit(*index, number);
            source.apply(&edit);
            let Some(change) = document.edit(&[to_engine(mapping::edit(source, &edit))], at)? else {
                continue;
            };
            let content = DraftContent::Changes { chunks: vec![change.chunk], hashes: vec![change.hash] };
            envelopes.push(self.seal(*doc, content));
        }
        self.open = open;
        Ok(envelopes)
    }
}

fn to_engine(edit: api::Edit) -> engine::Edit {
    engine::Edit::new(edit.path, edit.value)
}
