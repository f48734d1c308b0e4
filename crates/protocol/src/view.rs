//! The look-ups that admission makes in a log; nothing is held in memory for each document.

use crate::class::{Audience, Class};
use crate::id::{
    ActorId, BoxKey, ChangeHash, DeviceKey, DocId, EnvId, InviteKey, MemberId, RecoveryKey, ScopeId, SpaceId,
};
use crate::role::{Role, Writer};

/// Whether a log holds every envelope, or only those that its device may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every envelope before the judged one: the relay, and the author's own chain.
    Whole,
    /// Only what one device may read: a client that judges what it pulled.
    Readable,
}

/// What became of an envelope that the log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has effect; a number of 0 means that it waits to be sent.
    Effective {
        /// Its place.
        seq: u64,
    },
    /// It has a place and no effect.
    Void {
        /// Its place.
        seq: u64,
    },
    /// It is kept aside, without a place.
    Quarantined,
}

/// A device as the control log knows it at the judged place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Whose it is.
    pub member: MemberId,
    /// Its key to be sealed to.
    pub box_key: BoxKey,
    /// The last of its envelopes that counts, where it was revoked.
    pub cut: Option<u64>,
}

/// A role that the control log gives at the judged place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which role.
    pub role: Role,
    /// Over which department or round.
    pub scope: Option<ScopeId>,
}

/// An appointment by `assign_reviewer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// As what: 20 to 23.
    pub role: Role,
    /// In which round.
    pub round: DocId,
    /// For which initiative; nothing means the round's meetings.
    pub initiative: Option<DocId>,
}

/// An invitation at the judged place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Who opened it.
    pub opener: MemberId,
    /// For whom.
    pub member: Option<MemberId>,
    /// Milliseconds since 1970; only the relay judges it.
    pub expires: i64,
    /// How many devices may still join by it.
    pub uses_left: u64,
    /// Whether the device signs `join` itself.
    pub auto: bool,
    /// Whether it was closed.
    pub closed: bool,
}

/// A document at the judged place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is for.
    pub class: Class,
    /// The department that it belongs to.
    pub department: Option<ScopeId>,
    /// Who opened it.
    pub opener: MemberId,
    /// Who reads it.
    pub audience: Audience,
}

/// A change that some held envelope carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeStanding {
    /// Its envelope has effect.
    Effective,
    /// Every envelope with it is void or in quarantine.
    Ineffective,
}

/// A log as admission sees it: the state made by the entries before one place.
///
/// An implementation answers all look-ups for the same place, so that an entry that comes late is
/// judged by the state at its own place (protocol section 8).
pub trait LogView {
    /// Why a look-up failed, such as a broken disk.
    type Error;

    /// Says what this log holds.
    fn extent(&self) -> Extent;
    /// Gives the school, where the log has one.
    fn space(&self) -> Result<Option<SpaceId>, Self::Error>;
    /// Gives the genesis that the log must begin with, where that is known before it came.
    fn expected_genesis(&self) -> Result<Option<EnvId>, Self::Error>;
    /// Looks an envelope up, at any place.
    fn standing(&self, envelope: EnvId) -> Result<Option<Standing>, Self::Error>;
    /// Says whether a registrar took an envelope back that a revoked device had sent.
    fn is_readmitted(&self, envelope: EnvId) -> Result<bool, Self::Error>;
    /// Gives the newest control entry, zeros for none.
    fn control_head(&self) -> Result<EnvId, Self::Error>;
    /// Says whether this is a control entry with effect.
    fn is_control(&self, entry: EnvId) -> Result<bool, Self::Error>;
    /// Looks up an author's envelope by its number, at any place.
    fn chain_entry(&self, author: DeviceKey, aseq: u64) -> Result<Option<EnvId>, Self::Error>;
    /// Gives the highest number held of an author, 0 for none.
    fn chain_end(&self, author: DeviceKey) -> Result<u64, Self::Error>;
    /// Looks a device up.
    fn device(&self, device: DeviceKey) -> Result<Option<Device>, Self::Error>;
    /// Counts a member's devices that were not revoked.
    fn device_count(&self, member: MemberId) -> Result<u64, Self::Error>;
    /// Says whether this is a member now.
    fn is_member(&self, member: MemberId) -> Result<bool, Self::Error>;
    /// Lists a member's roles.
    fn grants(&self, member: MemberId) -> Result<Vec<Grant>, Self::Error>;
    /// Lists who holds a role, over this department or, without one, over anything.
    fn holders(&self, role: Role, scope: Option<ScopeId>) -> Result<Vec<MemberId>, Self::Error>;
    /// Lists a member's appointments.
    fn appointments(&self, member: MemberId) -> Result<Vec<Appointment>, Self::Error>;
    /// Looks an invitation up.
    fn invite(&self, invite: InviteKey) -> Result<Option<Invite>, Self::Error>;
    /// Gives the version of the table of rights that is in force.
    fn policy(&self) -> Result<u64, Self::Error>;
    /// Gives the recovery key.
    fn recovery_key(&self) -> Result<Option<RecoveryKey>, Self::Error>;
    /// Looks a document up.
    fn document(&self, doc: DocId) -> Result<Option<Document>, Self::Error>;
    /// Says who could read a document just before a place of the log.
    fn audience_at(&self, doc: DocId, seq: u64) -> Result<Option<Audience>, Self::Error>;
    /// Lists those whom a document names.
    fn writers(&self, doc: DocId) -> Result<Vec<Writer>, Self::Error>;
    /// Looks a change up in a document.
    fn change(&self, doc: DocId, hash: ChangeHash) -> Result<Option<ChangeStanding>, Self::Error>;
    /// Says whether a snapshot stands for some of a document's changes, so that what they say is not
    /// known here: what rests on them is the relay's word until they are.
    fn is_abridged(&self, doc: DocId) -> Result<bool, Self::Error>;
    /// Says whether only a snapshot tells of a change until now: when the change itself comes, it is not
    /// a second one.
    fn is_vouched(&self, doc: DocId, hash: ChangeHash) -> Result<bool, Self::Error>;
    /// Gives the number of an actor's newest effective change in a document, 0 for none.
    fn actor_seq(&self, doc: DocId, actor: ActorId) -> Result<u64, Self::Error>;
    /// Says whether the sheets about an initiative, or all of the round, were opened.
    fn scores_open(&self, round: DocId, initiative: DocId) -> Result<bool, Self::Error>;
}
