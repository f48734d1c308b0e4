//! Máy đang chờ: machines that ask to be let in, and the registrar who compares six digits
//! (protocol, section 12, step 4b).

use api::{Code, ConfirmJoin, Error, JoinerView, RefuseJoin, Topic};
use domain::date::Moment;
use protocol::{ControlBody, DeviceEntry, InviteKey, JoinCode, MemberId, Role, WaitingJoin};
use store::setting::{self, Key};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, people};

/// A machine that waits with an invitation that is open in the log of this machine.
struct Joiner {
    member: MemberId,
    join: WaitingJoin,
}

/// Lists who waits.
///
/// # Errors
/// `not_allowed` without being a registrar; what keeps it from the relay.
pub async fn list(session: &Session) -> Result<Vec<JoinerView>, Error> {
    people::must_register(session)?;
    ask(session).await.map_err(SyncError::into_error)?;
    views(session)
}

/// Lets the machine in whose digits were read out, and closes its invitation.
///
/// # Errors
/// `wrong_code` where no machine of this member shows these digits, or two do; as [`control::enter`].
pub async fn confirm(session: &Session, request: &ConfirmJoin) -> Result<Vec<JoinerView>, Error> {
    people::must_register(session)?;
    let wrong = || Error::new(Code::WrongCode);
    let code: JoinCode = request.code.parse().map_err(|_| wrong())?;
    // Whether the invitation is open still is known to the relay.
    sync::level(session).await.map_err(SyncError::into_error)?;
    ask(session).await.map_err(SyncError::into_error)?;
    let bodies = session.read(|work| {
        let genesis = setting::get(work.connection(), Key::Genesis).map_err(error::from_store)?;
        let genesis = genesis.and_then(|hex| hex.parse().ok());
        let genesis = genesis.ok_or_else(|| Error::new(Code::Internal).with("reason", "no genesis"))?;
        let waiting = joiners(work)?.into_iter().filter(|one| one.member == request.member.same());
        let mut shown = waiting.filter(|one| {
            let asked = &one.join.request;
            JoinCode::of(genesis, asked.device, asked.box_key) == code
        });
        match (shown.next(), shown.next()) {
            (Some(one), None) => Ok(admit(&one)),
            _ => Err(wrong()),
        }
    })?;
    control::enter(session, bodies).await?;
    list(session).await
}

/// Closes the invitations that somebody's machines wait with: whoever holds one has to be invited anew.
///
/// # Errors
/// `not_found` where nobody waits for this member; as [`control::enter`].
pub async fn refuse(session: &Session, request: &RefuseJoin) -> Result<Vec<JoinerView>, Error> {
    people::must_register(session)?;
    ask(session).await.map_err(SyncError::into_error)?;
    let bodies = session.read(|work| {
        let waiting = joiners(work)?.into_iter().filter(|one| one.member == request.member.same());
        let mut invites: Vec<InviteKey> = waiting.map(|one| one.join.request.invite).collect();
        invites.sort_unstable();
        invites.dedup();
        if invites.is_empty() {
            return Err(Error::new(Code::NotFound));
        }
        Ok(invites.into_iter().map(|invite| ControlBody::InviteClose { invite }).collect::<Vec<_>>())
    })?;
    control::enter(session, bodies).await?;
    list(session).await
}

/// Whose machines wait, as far as the relay told: each name once.
pub fn waiting_for(work: &Work<'_>) -> Result<Vec<String>, Error> {
    if work.session.exchange.joins().is_empty() || people::must_register_in(work).is_err() {
        return Ok(Vec::new());
    }
    let mut members: Vec<MemberId> = joiners(work)?.into_iter().map(|one| one.member).collect();
    members.dedup();
    members.into_iter().map(|member| people::name(work, member)).collect()
}

/// Looks who waits, where somebody can: a registrar asks only while an invitation is open with which
/// machines do not join by themselves.
pub async fn look(session: &Session) -> Result<(), SyncError> {
    let worth_asking = session.read(|work| {
        if people::must_register_in(work).is_err() {
            return Ok(false);
        }
        let held = people::roles(work)?;
        let now = session.now().millis();
        let open = ledger::invites(work.connection()).map_err(error::from_ledger)?;
        Ok(open.iter().any(|one| {
            let usable = !one.closed && one.used < one.uses && one.expires > now;
            let alone = one.member.is_some_and(|member| one.auto && joins_alone(held.get(&member)));
            usable && !alone
        }))
    })?;
    if worth_asking {
        ask(session).await
    } else {
        note(session, Vec::new());
        Ok(())
    }
}

/// Whether somebody with these roles joins without a registrar: `staff` only, or none.
pub fn joins_alone(roles: Option<&Vec<(domain::role::Role, Option<domain::id::DepartmentId>)>>) -> bool {
    roles.is_none_or(|roles| roles.iter().all(|(role, _)| crate::ids::wire_role(*role) == Role::Staff))
}

async fn ask(session: &Session) -> Result<(), SyncError> {
    let joins = sync::joins(session).await?;
    note(session, joins);
    Ok(())
}

fn note(session: &Session, joins: Vec<WaitingJoin>) {
    if session.exchange.note_joins(joins) {
        session.emit(Topic::People);
    }
}

/// Those among the waiting whose invitation this machine knows as open, and whose proof fits it: the
/// relay's word is not enough.
fn joiners(work: &Work<'_>) -> Result<Vec<Joiner>, Error> {
    let open = ledger::invites(work.connection()).map_err(error::from_ledger)?;
    let member = |join: &WaitingJoin| {
        let invite = open.iter().find(|one| one.invite == join.request.invite && !one.closed)?;
        invite.member.filter(|_| join.request.fits(work.session.space))
    };
    let waiting = work.session.exchange.joins().into_iter();
    let mut joiners: Vec<Joiner> =
        waiting.filter_map(|join| Some(Joiner { member: member(&join)?, join })).collect();
    joiners.sort_by_key(|one| (one.member, one.join.since));
    Ok(joiners)
}

/// The machine is added first: an invitation that closes without it would help nobody.
fn admit(one: &Joiner) -> Vec<ControlBody> {
    let asked = &one.join.request;
    let entry = DeviceEntry { member: one.member, device: asked.device, box_key: asked.box_key };
    vec![ControlBody::DeviceAdd(entry), ControlBody::InviteClose { invite: asked.invite }]
}

fn views(session: &Session) -> Result<Vec<JoinerView>, Error> {
    session.read(|work| joiners(work)?.iter().map(|one| view(work, one)).collect())
}

fn view(work: &Work<'_>, one: &Joiner) -> Result<JoinerView, Error> {
    Ok(JoinerView {
        member: one.member.same(),
        name: people::name(work, one.member)?,
        device: one.join.request.device.to_string(),
        since: Moment::from_millis(one.join.since),
    })
}
