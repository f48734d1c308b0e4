//! The bodies of control entries: who belongs to the school and may do what (protocol section 7).

mod read;

use crate::cbor::Writer;
use crate::id::{BoxKey, DeviceKey, EnvId, InviteKey, MemberId, RecoveryKey, RelayKey, ScopeId, TlsHash};
use crate::keys::{self, Message, Signature, SigningKey};
use crate::role::Role;

/// A device of a member, with both of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceEntry {
    /// Whose it is.
    pub member: MemberId,
    /// Its signing key.
    pub device: DeviceKey,
    /// The key that is sealed to.
    pub box_key: BoxKey,
}

/// The founding of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// One to three; the first one's device signs.
    pub registrars: Vec<DeviceEntry>,
    /// The public half of the printed recovery key.
    pub recovery: RecoveryKey,
    /// The relay that orders this log.
    pub relay: RelayKey,
    /// The relay's key to be sealed to.
    pub relay_box: BoxKey,
    /// The TLS keys that native hosts accept; none where the relay is reached without TLS.
    pub tls: Vec<TlsHash>,
    /// The version of the table of rights, 1.
    pub policy: u64,
}

/// A role given or taken; its days are shown and reminded of, never judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantBody {
    /// Whose.
    pub member: MemberId,
    /// Which role.
    pub role: Role,
    /// Over which department or round.
    pub scope: Option<ScopeId>,
    /// Days since 1970-01-01.
    pub first_day: i64,
    /// Days since 1970-01-01.
    pub last_day: Option<i64>,
}

/// An invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteOpen {
    /// The public key that the code makes.
    pub invite: InviteKey,
    /// For whom; nothing where a registrar decides later.
    pub member: Option<MemberId>,
    /// Milliseconds since 1970; only the relay judges it.
    pub expires: i64,
    /// How many devices may join by it.
    pub uses: u64,
    /// Whether the device signs `join` itself.
    pub auto: bool,
}

/// A second signature under an entry that one registrar must not make alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosign {
    /// A registrar's device or the recovery key.
    pub key: [u8; 32],
    /// Over the control head and the body without the cosign.
    pub sig: Signature,
}

/// An entry of the control log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlBody {
    /// Founds the school.
    Genesis(Genesis),
    /// Adds a person.
    Member {
        /// Who.
        member: MemberId,
    },
    /// Adds a device.
    DeviceAdd(DeviceEntry),
    /// A device adds itself by an invitation.
    Join {
        /// Which invitation.
        invite: InviteKey,
        /// The invitation's signature over space, device and box key.
        proof: Signature,
        /// The device's key to be sealed to.
        box_key: BoxKey,
    },
    /// Gives a role.
    Grant(GrantBody),
    /// Ends a role.
    Ungrant(GrantBody),
    /// Switches to another table of rights.
    Policy {
        /// Its version.
        version: u64,
        /// The second signature.
        cosign: Cosign,
    },
    /// Opens an invitation.
    InviteOpen(InviteOpen),
    /// Closes an invitation.
    InviteClose {
        /// Which one.
        invite: InviteKey,
    },
    /// Ends a device.
    DeviceRevoke {
        /// Which one.
        device: DeviceKey,
        /// The last of its envelopes that counts.
        last_aseq: u64,
    },
    /// Ends a member and all of their devices.
    MemberRevoke {
        /// Who.
        member: MemberId,
    },
    /// Replaces the registrars.
    RegistrarRotate {
        /// The new ones.
        registrars: Vec<DeviceEntry>,
        /// The second signature.
        cosign: Cosign,
    },
    /// Moves the log to another relay or key.
    RelayRotate {
        /// Its key.
        relay: RelayKey,
        /// Its key to be sealed to.
        relay_box: BoxKey,
        /// Its TLS keys, two while changing.
        tls: Vec<TlsHash>,
        /// The second signature.
        cosign: Cosign,
    },
}

impl ControlBody {
    /// Gives the verb's number (field 3).
    pub const fn verb(&self) -> u16 {
        match self {
            Self::Genesis(_) => 1,
            Self::Member { .. } => 2,
            Self::DeviceAdd(_) => 3,
            Self::Join { .. } => 4,
            Self::Grant(_) => 5,
            Self::Ungrant(_) => 6,
            Self::Policy { .. } => 7,
            Self::InviteOpen(_) => 8,
            Self::InviteClose { .. } => 9,
            Self::DeviceRevoke { .. } => 10,
            Self::MemberRevoke { .. } => 11,
            Self::RegistrarRotate { .. } => 12,
            Self::RelayRotate { .. } => 13,
        }
    }

    /// Names the entry in snake case.
    pub const fn name(&self) -> &'static str {
        const NAMES: [&str; 13] = [
            "genesis",
            "member",
            "device_add",
            "join",
            "grant",
            "ungrant",
            "policy",
            "invite_open",
            "invite_close",
            "device_revoke",
            "member_revoke",
            "registrar_rotate",
            "relay_rotate",
        ];
        NAMES[self.verb() as usize - 1]
    }

    /// Encodes the body in its only form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let cosign = self.cosign();
        writer.array(self.field_count() + usize::from(cosign.is_some()));
        self.write_fields(&mut writer);
        if let Some(cosign) = cosign {
            writer.array(2);
            writer.bytes(&cosign.key);
            writer.bytes(cosign.sig.as_ref());
        }
        writer.into_bytes()
    }

    /// Gives the second signature, where the entry has one.
    pub const fn cosign(&self) -> Option<&Cosign> {
        match self {
            Self::Policy { cosign, .. }
            | Self::RegistrarRotate { cosign, .. }
            | Self::RelayRotate { cosign, .. } => Some(cosign),
            _ => None,
        }
    }

    /// Gives the entry with its second signature over the head that it extends; entries that need
    /// none stay as they are.
    #[must_use]
    pub fn cosigned(self, key: &SigningKey, head: EnvId) -> Self {
        let fresh = self.cosign_with(key, head);
        self.with_cosign(fresh)
    }

    /// Gives the entry with a second signature; entries that need none stay as they are.
    #[must_use]
    pub fn with_cosign(mut self, fresh: Cosign) -> Self {
        if let Self::Policy { cosign, .. }
        | Self::RegistrarRotate { cosign, .. }
        | Self::RelayRotate { cosign, .. } = &mut self
        {
            *cosign = fresh;
        }
        self
    }

    /// Signs the entry a second time, over the head that it extends.
    pub fn cosign_with(&self, key: &SigningKey, head: EnvId) -> Cosign {
        Cosign { key: key.public(), sig: key.sign(&self.cosign_message(head)) }
    }

    /// Gives what a second key is to sign, over the head that the entry extends.
    pub fn cosign_message(&self, head: EnvId) -> Message {
        Message::new(keys::COSIGN, &[head.as_ref(), &self.hash_without_cosign()])
    }

    /// Checks the second signature; whose key it is, admission decides.
    pub fn cosign_fits(&self, head: EnvId) -> bool {
        self.cosign().is_some_and(|cosign| {
            let parts: [&[u8]; 2] = [head.as_ref(), &self.hash_without_cosign()];
            keys::verify(&cosign.key, keys::COSIGN, &parts, &cosign.sig)
        })
    }

    fn hash_without_cosign(&self) -> [u8; 32] {
        let mut writer = Writer::new();
        writer.array(self.field_count());
        self.write_fields(&mut writer);
        crate::blake::hash(&writer.into_bytes())
    }

    const fn field_count(&self) -> usize {
        match self {
            Self::Genesis(_) => 6,
            Self::Grant(_) | Self::Ungrant(_) | Self::InviteOpen(_) => 5,
            Self::DeviceAdd(_) | Self::Join { .. } | Self::RelayRotate { .. } => 3,
            Self::DeviceRevoke { .. } => 2,
            _ => 1,
        }
    }

    fn write_fields(&self, writer: &mut Writer) {
        match self {
            Self::Genesis(genesis) => write_genesis(genesis, writer),
            Self::Member { member } | Self::MemberRevoke { member } => writer.bytes(member.as_ref()),
            Self::DeviceAdd(entry) => write_entry(entry, writer),
            Self::Join { invite, proof, box_key } => {
                writer.bytes(invite.as_ref());
                writer.bytes(proof.as_ref());
                writer.bytes(box_key.as_ref());
            }
            Self::Grant(grant) | Self::Ungrant(grant) => write_grant(grant, writer),
            Self::Policy { version, .. } => writer.uint(*version),
            Self::InviteOpen(invite) => write_invite(invite, writer),
            Self::InviteClose { invite } => writer.bytes(invite.as_ref()),
            Self::DeviceRevoke { device, last_aseq } => {
                writer.bytes(device.as_ref());
                writer.uint(*last_aseq);
            }
            Self::RegistrarRotate { registrars, .. } => write_entries(registrars, writer),
            Self::RelayRotate { relay, relay_box, tls, .. } => {
                writer.bytes(relay.as_ref());
                writer.bytes(relay_box.as_ref());
                writer.list(tls.iter());
            }
        }
    }
}

fn write_genesis(genesis: &Genesis, writer: &mut Writer) {
    write_entries(&genesis.registrars, writer);
    writer.bytes(genesis.recovery.as_ref());
    writer.bytes(genesis.relay.as_ref());
    writer.bytes(genesis.relay_box.as_ref());
    writer.list(genesis.tls.iter());
    writer.uint(genesis.policy);
}

fn write_entries(entries: &[DeviceEntry], writer: &mut Writer) {
    writer.array(entries.len());
    for entry in entries {
        writer.array(3);
        write_entry(entry, writer);
    }
}

fn write_entry(entry: &DeviceEntry, writer: &mut Writer) {
    writer.bytes(entry.member.as_ref());
    writer.bytes(entry.device.as_ref());
    writer.bytes(entry.box_key.as_ref());
}

fn write_grant(grant: &GrantBody, writer: &mut Writer) {
    writer.bytes(grant.member.as_ref());
    writer.uint(u64::from(grant.role.code()));
    writer.bytes_or_null(grant.scope);
    writer.int(grant.first_day);
    match grant.last_day {
        Some(day) => writer.int(day),
        None => writer.null(),
    }
}

fn write_invite(invite: &InviteOpen, writer: &mut Writer) {
    writer.bytes(invite.invite.as_ref());
    writer.bytes_or_null(invite.member);
    writer.int(invite.expires);
    writer.uint(invite.uses);
    writer.bool(invite.auto);
}
