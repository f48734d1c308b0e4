//! What travels between machines, and what each machine may believe of it (docs: protocol).
//!
//! A school's machines share one log of signed envelopes. This crate encodes and decodes them and
//! everything around them, holds the table of rights (policies 1 and 2), and decides by one pure function,
//! [`admit`], what an envelope may do.
//!
//! It deliberately does not know Automerge, the movement's rules, clocks, disks or networks: a
//! content is bytes here, a status does not exist, and a log is whatever answers [`LogView`].
//!
//! Read first: [`Envelope`], [`LogView`], [`Admission`].
//!
//! ```
//! use protocol::{ControlBody, Draft, DraftContent, Envelope, MemberId, Next, EnvId, SigningKey, SpaceId};
//! let key = SigningKey::from_seed([1; 32]);
//! let draft = Draft {
//!     space: SpaceId::from_bytes([2; 16]),
//!     doc: SpaceId::from_bytes([2; 16]).into(),
//!     about: None,
//!     next: Next::first(EnvId::ZERO),
//!     ts: 0,
//!     content: DraftContent::Control(ControlBody::Member { member: MemberId::from_bytes([3; 16]) }),
//! };
//! let envelope = draft.seal(&key);
//! let (read, _) = Envelope::from_wire(&envelope.to_wire()).unwrap();
//! assert_eq!(read, envelope);
//! ```

mod admit;
mod argon;
mod at_rest;
mod base64;
mod blake;
mod boxes;
mod bundle;
mod cbor;
mod chunk;
mod class;
mod code;
mod codec;
mod control;
mod crockford;
mod cursor;
mod derive;
mod envelope;
mod header;
mod id;
mod invite;
mod join_code;
mod keys;
pub mod limits;
mod manifest;
mod pin;
mod policy;
mod proposal;
mod record;
mod role;
mod ticket;
mod verb;
mod view;
mod wire;

pub use admit::{Admission, Need, Verdict, admit, admit_prepared, judge_item};
pub use at_rest::{BlockCipher, key_for, key_of};
pub use blake::Blake3;
pub use boxes::BoxSecret;
pub use bundle::{
    BundleDraft, BundleError, BundleHeader, BundleItem, BundleReader, BundleWriter, Recipient, SealWith,
};
pub use cbor::{Malformed, Value};
pub use chunk::{ChangeMeta, document_heads, read_chunks, split_chunks};
pub use class::{Audience, Class, Stage};
pub use code::{Code, UnknownCode};
pub use codec::{Codec, pack, unpack};
pub use control::{ControlBody, Cosign, DeviceEntry, Genesis, GrantBody, InviteOpen};
pub use cursor::{Ack, Checkpoint, Cursor, SignedCheckpoint};
pub use derive::{
    actor_id, actor_prefix, chain, content_hash, content_hash_of_bytes, document_id, env_id, evidence_root,
};
pub use envelope::{Draft, DraftContent, Envelope, Next, Parsed, Prepared, change_chunks, read_push};
pub use header::{Enc, Ext, Header, Kind};
pub use id::{
    ActorId, BlobId, BoxKey, ChangeHash, ChunkHash, ContentHash, DeviceKey, DocId, EnvId, Epoch,
    EvidenceRoot, IdError, InviteKey, MemberId, RecoveryKey, RelayKey, ScopeId, SpaceId, TlsHash,
};
pub use invite::{CodeTextError, InviteToken, RecoverySecret, join_proof, join_proof_fits};
pub use join_code::JoinCode;
pub use keys::{Message, Signature, SigningKey, verify};
pub use manifest::Manifest;
pub use pin::{open_with_pin, seal_with_pin};
pub use policy::{
    EnvelopeFacts, POLICY, Reading, RecordContext, capacities, may_change, may_open, may_snapshot, reads,
    reads_document,
};
pub use proposal::{Proposal, ProposalError};
pub use record::{AssignReviewer, EraseAttachment, HandOver, Open, RecordPayload, Share, Writers};
pub use role::{Capacity, Role, Writer};
pub use ticket::{JoinTicket, TicketError};
pub use verb::{UnknownVerb, Verb};
pub use view::{Appointment, ChangeStanding, Device, Document, Extent, Grant, Invite, LogView, Standing};
pub use wire::{
    BundleAnswer, DocumentLine, Entrance, ErrorBody, HaveAnswer, HaveRequest, HaveStage, Held, HelloAnswer,
    ItemStatus, JoinRequest, JoinState, PageItem, PageReader, PullItem, PushAnswer, PushResponse, PushStatus,
    RelayKeys, SessionAnswer, SessionRequest, Skipped, Takeover, Trailer, Vector, WaitingJoin,
    WireQuarantined, WireReceipt, read_chunk_hashes, read_joins, read_quarantine, write_chunk_hashes,
    write_joins, write_quarantine,
};
