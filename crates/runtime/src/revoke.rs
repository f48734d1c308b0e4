//! Thu hồi: ends a device or a member (protocol, sections 7 and 12). What they wrote before stays.

use api::{Code, Error, PeopleView, RevokeDevice, RevokeMember};
use domain::role::Role;
use ledger::DeviceRow;
use protocol::{ControlBody, DeviceKey, MemberId};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, people};

/// Ends a device, at the last of its envelopes that the relay has.
///
/// # Errors
/// `not_found` for a device that is none or was revoked before, `not_allowed` for another member's
/// device without being a registrar, `bad_value` for the one that asks.
pub async fn device(session: &Session, request: &RevokeDevice) -> Result<PeopleView, Error> {
    // What the relay took until now counts.
    sync::whole(session).await.map_err(SyncError::into_error)?;
    let body = session.read(|work| {
        let device = find(work, &request.device)?;
        if device.device == session.signer.device_key() {
            return Err(refused("device", "this_one"));
        }
        if !Revoker::of(work)?.may(&device) {
            return Err(Error::new(Code::NotAllowed).with("act", "revoke").with("role", "registrar"));
        }
        cut(work, device.device)
    })?;
    control::enter(session, vec![body]).await?;
    people::list(session)
}

/// Ends a member with all of their devices and roles.
///
/// # Errors
/// `not_allowed` without being a registrar, `not_found` for somebody who is no member, `bad_value` for
/// the one that asks and for the only registrar.
pub async fn member(session: &Session, request: &RevokeMember) -> Result<PeopleView, Error> {
    people::must_register(session)?;
    let member: MemberId = request.member.same();
    sync::whole(session).await.map_err(SyncError::into_error)?;
    let bodies = session.read(|work| {
        if member == session.member {
            return Err(refused("member", "oneself"));
        }
        let all = ledger::members(work.connection()).map_err(error::from_ledger)?;
        if !all.iter().any(|row| row.member == member && row.active) {
            return Err(Error::new(Code::NotFound));
        }
        let held = people::roles(work)?;
        let registrars = held.values().filter(|roles| roles.iter().any(|(role, _)| *role == Role::Registrar));
        let is_registrar =
            held.get(&member).is_some_and(|roles| roles.iter().any(|(role, _)| *role == Role::Registrar));
        if is_registrar && registrars.count() == 1 {
            return Err(refused("member", "last_registrar"));
        }
        // Each machine's cut is said, or it would depend on what a relay that was restored has back.
        let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
        let active = devices.into_iter().filter(|row| row.member == member && row.cut.is_none());
        let mut bodies = active.map(|row| cut(work, row.device)).collect::<Result<Vec<_>, _>>()?;
        bodies.push(ControlBody::MemberRevoke { member });
        Ok(bodies)
    })?;
    control::enter(session, bodies).await?;
    people::list(session)
}

/// Who asks, and whether they are a registrar.
pub struct Revoker {
    member: MemberId,
    device: DeviceKey,
    registers: bool,
}

impl Revoker {
    /// The one whose book this is.
    pub fn of(work: &Work<'_>) -> Result<Self, Error> {
        let session = work.session;
        let registers = people::roles_of(work, session.member)?.contains(&Role::Registrar);
        Ok(Self { member: session.member, device: session.signer.device_key(), registers })
    }

    /// Whether they may end a device: any as a registrar, otherwise another one of their own.
    pub fn may(&self, device: &DeviceRow) -> bool {
        let active = device.cut.is_none() && device.device != self.device;
        active && (self.registers || device.member == self.member)
    }
}

/// Ends a device at the last of its envelopes that the relay has, also of those that the one who asks may
/// not read: a relay that was restored takes back only what lies before the cut.
fn cut(work: &Work<'_>, device: DeviceKey) -> Result<ControlBody, Error> {
    let last_aseq = ledger::last_number(work.connection(), device).map_err(error::from_ledger)?;
    Ok(ControlBody::DeviceRevoke { device, last_aseq })
}

fn find(work: &Work<'_>, key: &str) -> Result<DeviceRow, Error> {
    let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    let found = devices.into_iter().find(|row| row.cut.is_none() && row.device.to_string() == key);
    found.ok_or_else(|| Error::new(Code::NotFound))
}

fn refused(path: &str, reason: &str) -> Error {
    Error::new(Code::BadValue).with("path", path).with("reason", reason)
}
