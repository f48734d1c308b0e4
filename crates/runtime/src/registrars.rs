//! Người quản trị danh sách: who they are is decided by two signatures, here with the recovery key
//! that was printed at the founding (protocol, section 7); with a second registrar in `proposals`.

use api::{Code, Error, PeopleView, SetRegistrars};
use protocol::{ControlBody, Cosign, DeviceEntry, LogView, MemberId, RecoverySecret, Signature};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, people};

/// So many registrars a school has at most.
const MOST: usize = 3;

/// Replaces the registrars. A registrar may do it, and whoever becomes one by it: that is how a school
/// goes on whose only registrar's machine is lost.
///
/// # Errors
/// `bad_recovery_key` for a key that was misread or is another school's, `bad_value` for none or more
/// than three registrars and for one without a machine, `not_allowed` for somebody who would not be one.
pub async fn set(session: &Session, request: SetRegistrars) -> Result<PeopleView, Error> {
    let members: Vec<MemberId> = request.members.iter().map(Same::same).collect();
    let wrong = || Error::new(Code::BadRecoveryKey);
    let secret: RecoverySecret = request.recovery_key.trim().parse().map_err(|_| wrong())?;
    // Who has a machine by now is known to the relay.
    sync::level(session).await.map_err(SyncError::into_error)?;
    let registrars = session.read(|work| {
        let log = ledger::Ledger::placed(work.connection());
        if log.recovery_key().map_err(error::from_ledger)? != Some(secret.recovery_key()) {
            return Err(wrong());
        }
        if !members.contains(&session.member) {
            people::must_register_in(work)?;
        }
        entries(work, members)
    })?;
    let unsigned = Cosign { key: [0; 32], sig: Signature::MISSING };
    let body = ControlBody::RegistrarRotate { registrars, cosign: unsigned };
    control::enter_with(session, vec![body], Some(&secret.key())).await?;
    people::list(session)
}

/// The machines of those who are to be registrars.
///
/// # Errors
/// `bad_value` for none or more than three, and for one without a machine.
pub fn entries(work: &Work<'_>, mut members: Vec<MemberId>) -> Result<Vec<DeviceEntry>, Error> {
    members.sort_unstable();
    members.dedup();
    if !(1..=MOST).contains(&members.len()) {
        return Err(Error::new(Code::BadValue).with("path", "members").with("reason", "out_of_range"));
    }
    members.into_iter().map(|member| entry(work, member)).collect()
}

/// The machine by which a member becomes a registrar: this one, or their first that still writes.
fn entry(work: &Work<'_>, member: MemberId) -> Result<DeviceEntry, Error> {
    let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    let this = work.session.signer.device_key();
    let of_member = || devices.iter().filter(|row| row.member == member && row.cut.is_none());
    let found = of_member().find(|row| row.device == this).or_else(|| of_member().next());
    let found = found
        .ok_or_else(|| Error::new(Code::BadValue).with("path", "members").with("reason", "no_device"))?;
    Ok(DeviceEntry { member, device: found.device, box_key: found.box_key })
}
