//! `POST S/have`: a device and a restored relay compare what they hold (protocol section 11).

use crate::answer::{RelayError, cbor};
use crate::clock;
use crate::recovery::Holder;
use crate::relay::Relay;
use crate::routes::{charge, within};
use crate::school::School;
use crate::session::ActiveDevice;
use crate::storage::Write;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use protocol::{Checkpoint, Code, EnvId, HaveAnswer, HaveRequest, HaveStage, RelayKey, SignedCheckpoint};
use std::sync::Arc;

/// How long control entries that were signed for are waited for, in milliseconds.
const PATIENCE: i64 = 60 * 60 * 1000;
/// So many envelopes is a question worth.
const COST: usize = 25;

pub(crate) async fn have(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RelayError> {
    // The whole log is looked through.
    charge(&relay, &device, COST)?;
    let request = HaveRequest::from_bytes(&within(body)?).map_err(|_| Code::Malformed)?;
    if let Some(shown) = &request.checkpoint {
        let signed = shown.clone();
        let own = relay.public();
        if let Some(shown) = device.school.look(move |school| opened(school, own, &signed)).await? {
            believe(&relay, &device, shown).await?;
        }
    }
    let now = clock::now();
    if request.stage == HaveStage::Sent && device.school.look(has_every_head).await? {
        device.school.writer.write(Write::Synced { device: device.device, now }).await?;
    }
    let who = device.clone();
    let answer = device.school.look(move |_| compare(&who, &request)).await?;
    Ok(cbor(answer.to_bytes()))
}

/// Opens a checkpoint that this relay signed, or one before it. A relay that is filled again may not know
/// yet who that was; otherwise one that nobody signed is refused.
fn opened(
    school: &School,
    own: RelayKey,
    shown: &SignedCheckpoint,
) -> Result<Option<Checkpoint>, RelayError> {
    let named = school.storage.relays()?;
    let read = std::iter::once(own).chain(named).find_map(|relay| shown.open(&relay).ok());
    if read.is_none() && !school.is_recovering() {
        return Err(Code::BadSignature.into());
    }
    Ok(read)
}

/// Believes a checkpoint that this relay signed itself: where its log does not bear it out, the log is
/// an older one, and a new life begins.
async fn believe(relay: &Arc<Relay>, device: &ActiveDevice, shown: Checkpoint) -> Result<(), RelayError> {
    let school = &device.school;
    if shown.space != school.space {
        return Err(Code::UnknownSpace.into());
    }
    // Of this life it is, or will be, what the log says itself.
    school.recovery.note_head(shown.control);
    if !school.look(move |school| Ok(school.storage.contradicts(&shown)?)).await? {
        return Ok(());
    }
    school.writer.write(Write::Rewound { shown, now: clock::now() }).await?;
    let key = relay.key.clone();
    school
        .look(move |school| {
            school.write_fence()?;
            Err(school.another_life(Code::LogRewound, &key))
        })
        .await
}

/// Says whether every control entry is here that a checkpoint of an earlier life was signed with: before
/// that, a new one could take the place of one that is still to come back. One that never comes is not
/// waited for longer than an hour, and none where others may have been placed before anybody noticed.
fn has_every_head(school: &School) -> Result<bool, RelayError> {
    let waits = school.storage.recovering_for(clock::now()).is_some_and(|so_far| so_far <= PATIENCE);
    if !waits || school.storage.state()?.base.is_none() {
        return Ok(true);
    }
    for head in school.recovery.heads() {
        if head != EnvId::ZERO && !school.storage.holds(head)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(who: &ActiveDevice, request: &HaveRequest) -> Result<HaveAnswer, RelayError> {
    let school = &who.school;
    let kept = school.storage.kept()?;
    let knows = request.held.and(&request.skipped);
    let send = kept.without(&knows);
    let offers = request.held.without(&kept);
    let recovering = school.is_recovering();
    if !recovering {
        school.recovery.end();
        return Ok(HaveAnswer { send, want: offers, recovering });
    }
    let is_registrars = school.storage.is_registrars(who.device)?;
    let owners = school.storage.owners()?.into_iter().collect();
    let holder = Holder { device: who.device, member: who.member, is_registrars, offers, knows };
    Ok(HaveAnswer { send, want: school.recovery.ask(holder, &owners), recovering })
}
