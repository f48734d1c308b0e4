//! Who may sign at all (step 5), and who may make which control entry (step 11).

use super::{Halt, Step, control_body, refuse, void};
use crate::code::Code;
use crate::control::{ControlBody, Cosign, DeviceEntry, Genesis, InviteOpen};
use crate::envelope::{Parsed, Prepared};
use crate::header::Header;
use crate::id::{BoxKey, DeviceKey, EnvId, InviteKey, MemberId};
use crate::invite::join_proof_fits;
use crate::keys::Signature;
use crate::limits;
use crate::policy::POLICY;
use crate::role::Role;
use crate::view::{Invite, LogView};

/// Step 5: an active device; or a founder, an invited device, a holder of the recovery key.
pub(super) fn check_author<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    let header = prepared.header();
    let empty = log.control_head().map_err(Halt::Failed)? == EnvId::ZERO;
    if empty {
        return check_genesis(prepared, log);
    }
    if let Some(device) = log.device(header.author).map_err(Halt::Failed)? {
        let past_cut = device.cut.is_some_and(|cut| header.aseq > cut);
        return if past_cut {
            Err(Halt::Answer(super::Admission::Quarantine(Code::Revoked)))
        } else {
            Ok(())
        };
    }
    match control_body(prepared) {
        Some(ControlBody::Join { invite, proof, box_key }) => {
            check_join(header, *invite, proof, *box_key, log)
        }
        Some(body @ ControlBody::RegistrarRotate { registrars, cosign }) => {
            let named = registrars.iter().any(|entry| entry.device == header.author);
            let recovered = is_recovery(cosign, log)? && body.cosign_fits(header.control);
            if named && recovered { Ok(()) } else { refuse(Code::NotMember) }
        }
        _ => refuse(Code::NotMember),
    }
}

/// A log begins with its founding and with nothing else.
fn check_genesis<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    let Some(ControlBody::Genesis(genesis)) = control_body(prepared) else {
        let broken = matches!(prepared.parsed(), Parsed::Broken(_));
        return refuse(if broken { Code::BadPayload } else { Code::NotMember });
    };
    let expected = log.expected_genesis().map_err(Halt::Failed)?;
    if expected.is_some_and(|expected| expected != prepared.id()) {
        return refuse(Code::UnknownSpace);
    }
    if !(1..=POLICY).contains(&genesis.policy) {
        return refuse(Code::UpgradeRequired);
    }
    if is_sound(genesis, prepared.header().author) { Ok(()) } else { refuse(Code::BadPayload) }
}

fn is_sound(genesis: &Genesis, author: DeviceKey) -> bool {
    genesis.registrars.first().is_some_and(|first| first.device == author)
        && are_distinct(&genesis.registrars)
}

fn are_distinct(entries: &[DeviceEntry]) -> bool {
    let pairs = entries
        .iter()
        .enumerate()
        .flat_map(|(index, one)| entries[..index].iter().map(move |two| (one, two)));
    pairs.into_iter().all(|(one, two)| one.member != two.member && one.device != two.device)
}

/// A device joins by itself: an open invitation for a named member, and its proof. `forbidden_kind`
/// says that the invitation is good, and that a registrar must add the device.
fn check_join<L: LogView>(
    header: &Header,
    invite: InviteKey,
    proof: &Signature,
    box_key: BoxKey,
    log: &L,
) -> Step<L::Error> {
    let Some(open) = log.invite(invite).map_err(Halt::Failed)? else { return refuse(Code::InviteClosed) };
    if !join_proof_fits(invite, header.space, header.author, box_key, proof) {
        return refuse(Code::BadSignature);
    }
    if open.closed || open.uses_left == 0 {
        return refuse(Code::InviteClosed);
    }
    let Some(member) = open.member else { return refuse(Code::ForbiddenKind) };
    if !log.is_member(member).map_err(Halt::Failed)? {
        return refuse(Code::NotMember);
    }
    if log.device_count(member).map_err(Halt::Failed)? >= limits::DEVICES {
        return refuse(Code::TooLarge);
    }
    if !open.auto || needs_registrar(member, &open, log)? {
        return refuse(Code::ForbiddenKind);
    }
    Ok(())
}

/// Under policy 2 an invitation that somebody else made is enough for those whose only role is `staff`,
/// now and not when it was made. Members invite their own further devices in any role.
fn needs_registrar<L: LogView>(member: MemberId, open: &Invite, log: &L) -> Step<L::Error, bool> {
    if open.opener == member || log.policy().map_err(Halt::Failed)? < 2 {
        return Ok(false);
    }
    let grants = log.grants(member).map_err(Halt::Failed)?;
    Ok(grants.iter().any(|grant| grant.role != Role::Staff))
}

/// Step 11 for control entries; `signer` is nothing for a device that the log does not know.
pub(super) fn check_right<L: LogView>(
    signer: Option<MemberId>,
    header: &Header,
    body: &ControlBody,
    log: &L,
) -> Step<L::Error> {
    let Some(signer) = signer else {
        // Step 5 has judged the three entries that an unknown device may sign.
        return Ok(());
    };
    let registrar = is_registrar(signer, log)?;
    match body {
        ControlBody::Genesis(_) | ControlBody::Join { .. } => void(Code::ForbiddenKind),
        ControlBody::Member { .. } | ControlBody::MemberRevoke { .. } => require(registrar),
        ControlBody::Grant(grant) | ControlBody::Ungrant(grant) => {
            require(registrar)?;
            require_member(grant.member, log)
        }
        ControlBody::DeviceAdd(entry) => {
            require(registrar || entry.member == signer)?;
            check_new_device(entry, log)
        }
        ControlBody::InviteOpen(invite) => {
            require(registrar || invite.member == Some(signer))?;
            check_new_invite(invite, log)
        }
        ControlBody::InviteClose { invite } => {
            let opener = log.invite(*invite).map_err(Halt::Failed)?.map(|invite| invite.opener);
            require(opener.is_some() && (registrar || opener == Some(signer)))
        }
        ControlBody::DeviceRevoke { device, .. } => {
            let owner = log.device(*device).map_err(Halt::Failed)?.map(|device| device.member);
            require(owner.is_some() && (registrar || (owner == Some(signer) && *device != header.author)))
        }
        ControlBody::Policy { version, cosign } => {
            let present = log.policy().map_err(Halt::Failed)?;
            require(registrar && (present..=POLICY).contains(version))?;
            check_cosign(signer, header, body, cosign, log)
        }
        ControlBody::RelayRotate { cosign, .. } => {
            require(registrar)?;
            check_cosign(signer, header, body, cosign, log)
        }
        ControlBody::RegistrarRotate { registrars, cosign } => {
            let sound = are_distinct(registrars);
            require(sound && (registrar || is_recovery(cosign, log)?))?;
            check_cosign(signer, header, body, cosign, log)
        }
    }
}

fn require<E>(condition: bool) -> Step<E> {
    if condition { Ok(()) } else { void(Code::ForbiddenKind) }
}

fn is_registrar<L: LogView>(member: MemberId, log: &L) -> Step<L::Error, bool> {
    let grants = log.grants(member).map_err(Halt::Failed)?;
    Ok(grants.iter().any(|grant| grant.role == Role::Registrar))
}

fn require_member<L: LogView>(member: MemberId, log: &L) -> Step<L::Error> {
    if log.is_member(member).map_err(Halt::Failed)? { Ok(()) } else { void(Code::NotMember) }
}

fn check_new_device<L: LogView>(entry: &DeviceEntry, log: &L) -> Step<L::Error> {
    require_member(entry.member, log)?;
    require(log.device(entry.device).map_err(Halt::Failed)?.is_none())?;
    if log.device_count(entry.member).map_err(Halt::Failed)? >= limits::DEVICES {
        return void(Code::TooLarge);
    }
    Ok(())
}

fn check_new_invite<L: LogView>(invite: &InviteOpen, log: &L) -> Step<L::Error> {
    require(log.invite(invite.invite).map_err(Halt::Failed)?.is_none())?;
    let counted = (1..=limits::DEVICES).contains(&invite.uses);
    require(counted && (!invite.auto || invite.member.is_some()))?;
    match invite.member {
        Some(member) => require_member(member, log),
        None => Ok(()),
    }
}

/// The second signature is another registrar's, or the recovery key's.
fn check_cosign<L: LogView>(
    signer: MemberId,
    header: &Header,
    body: &ControlBody,
    cosign: &Cosign,
    log: &L,
) -> Step<L::Error> {
    if !body.cosign_fits(header.control) {
        return void(Code::BadSignature);
    }
    if is_recovery(cosign, log)? {
        return Ok(());
    }
    let device = log.device(DeviceKey::from_bytes(cosign.key)).map_err(Halt::Failed)?;
    let Some(other) = device.filter(|device| device.cut.is_none()).map(|device| device.member) else {
        return void(Code::ForbiddenKind);
    };
    require(other != signer && is_registrar(other, log)?)
}

fn is_recovery<L: LogView>(cosign: &Cosign, log: &L) -> Step<L::Error, bool> {
    let key = log.recovery_key().map_err(Halt::Failed)?;
    Ok(key.is_some_and(|key| key.to_bytes() == cosign.key))
}
