//! Đề nghị: what no registrar decides alone, signed by one and entered by a second (protocol,
//! section 7).
//!
//! The proposer's signature is the second one of the entry; whoever agrees is its author. So the text
//! travels one way, by whatever means, and the recovery key stays in its envelope.

use api::{AgreeToProposal, Code, Error, PeopleView, ProposalView, Propose, ReadProposal, SharedAct};
use protocol::{ControlBody, Cosign, DeviceKey, LogView, MemberId, POLICY, Proposal, Signature};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, people, registrars, relay_key};

/// Stands where the second signature is still to be put.
const UNSIGNED: Cosign = Cosign { key: [0; 32], sig: Signature::MISSING };

/// Signs what is proposed, on the head that the relay has now.
///
/// # Errors
/// `not_allowed` without being a registrar, `bad_value` for registrars that cannot be; what keeps it
/// from the relay.
pub async fn propose(session: &Session, request: &Propose) -> Result<ProposalView, Error> {
    people::must_register(session)?;
    sync::level(session).await.map_err(SyncError::into_error)?;
    let (body, head) = session.read(|work| {
        let head = ledger::state(work.connection()).map_err(error::from_ledger)?.control_head;
        Ok((body(work, &request.act)?, head))
    })?;
    let sig = session.signer.sign(&body.cosign_message(head)).await?;
    let cosign = Cosign { key: session.signer.device_key().to_bytes(), sig };
    let proposal = Proposal { space: session.space, head, body: body.with_cosign(cosign) };
    session.read(|work| view(work, &proposal))
}

/// Tells what a proposal would do.
///
/// # Errors
/// `bad_proposal` for a text that is none of this school's registrars.
pub fn read(session: &Session, request: &ReadProposal) -> Result<ProposalView, Error> {
    let proposal = parse(session, &request.text)?;
    session.read(|work| {
        proposer(work, &proposal)?;
        view(work, &proposal)
    })
}

/// Enters what another registrar proposes.
///
/// # Errors
/// `not_allowed` without being a registrar, `bad_proposal`, and `stale_proposal` where the membership
/// has changed since it was signed.
pub async fn agree(session: &Session, request: &AgreeToProposal) -> Result<PeopleView, Error> {
    people::must_register(session)?;
    let proposal = parse(session, &request.text)?;
    let by_another = |work: &mut Work<'_>| {
        if proposer(work, &proposal)? == session.member { Err(bad("own")) } else { Ok(()) }
    };
    if let ControlBody::RelayRotate { relay, .. } = &proposal.body {
        session.read(by_another)?;
        relay_key::go_along(session, *relay).await?;
    }
    sync::level(session).await.map_err(SyncError::into_error)?;
    session.read(by_another)?;
    control::enter_on(session, proposal.body, proposal.head).await?;
    people::list(session)
}

fn bad(reason: &str) -> Error {
    Error::new(Code::BadProposal).with("reason", reason)
}

fn body(work: &Work<'_>, act: &SharedAct) -> Result<ControlBody, Error> {
    Ok(match act {
        SharedAct::Registrars(members) => {
            let members: Vec<MemberId> = members.iter().map(Same::same).collect();
            let registrars = registrars::entries(work, members)?;
            ControlBody::RegistrarRotate { registrars, cosign: UNSIGNED }
        }
        SharedAct::SixDigits => ControlBody::Policy { version: POLICY, cosign: UNSIGNED },
        SharedAct::Relay(key) => relay_key::entry(
            key.parse()
                .map_err(|_| Error::new(Code::BadValue).with("path", "key").with("reason", "malformed"))?,
        ),
    })
}

fn parse(session: &Session, text: &str) -> Result<Proposal, Error> {
    let proposal: Proposal = text.parse().map_err(|_| bad("unreadable"))?;
    if proposal.space == session.space { Ok(proposal) } else { Err(bad("another_school")) }
}

/// Who proposes: an active registrar, whose signature fits.
fn proposer(work: &Work<'_>, proposal: &Proposal) -> Result<MemberId, Error> {
    let device = proposal.proposer().ok_or_else(|| bad("unreadable"))?;
    let member = owner(work, device)?.ok_or_else(|| bad("not_a_registrar"))?;
    let roles = people::roles_of(work, member)?;
    if roles.contains(&domain::role::Role::Registrar) { Ok(member) } else { Err(bad("not_a_registrar")) }
}

fn owner(work: &Work<'_>, device: DeviceKey) -> Result<Option<MemberId>, Error> {
    let log = ledger::Ledger::placed(work.connection());
    let found = log.device(device).map_err(error::from_ledger)?;
    Ok(found.filter(|device| device.cut.is_none()).map(|device| device.member))
}

fn view(work: &Work<'_>, proposal: &Proposal) -> Result<ProposalView, Error> {
    let act = match &proposal.body {
        ControlBody::RegistrarRotate { registrars, .. } => {
            SharedAct::Registrars(registrars.iter().map(|entry| entry.member.same()).collect())
        }
        ControlBody::Policy { version: POLICY, .. } => SharedAct::SixDigits,
        ControlBody::RelayRotate { relay, .. } => SharedAct::Relay(relay.to_string()),
        _ => return Err(bad("unknown")),
    };
    let names = match &proposal.body {
        ControlBody::RegistrarRotate { registrars, .. } => {
            registrars.iter().map(|entry| people::name(work, entry.member)).collect::<Result<_, _>>()?
        }
        _ => Vec::new(),
    };
    let fingerprint = match &proposal.body {
        ControlBody::RelayRotate { relay, .. } => relay.fingerprint(),
        _ => String::new(),
    };
    let text = proposal.to_string();
    Ok(ProposalView {
        act,
        names,
        fingerprint,
        by: people::name(work, proposer(work, proposal)?)?,
        qr_svg: documents::qr_svg(&text).map_err(|failure| error::internal(&failure))?,
        text,
    })
}
