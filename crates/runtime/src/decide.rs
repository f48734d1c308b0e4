//! Duyệt: decisions, each bound to the version that was read here.

use api::{
    Acknowledge, AddRemark, AnswerDifficulty, Approve, ApproveAlike, Code, Error, GetReview, InitiativeView,
    MadeRecord, MarkSeen, PeekReview, ResolveDifficulty, ReturnInitiative, ReviewView, RevokeRecord, Settle,
};

use crate::book::{change, note_opened};
use crate::ids::Same;
use crate::session::Session;
use crate::{lists, view};

mod alike;
mod answer;
mod opinion;
mod seen;
mod sign;

pub use sign::{capacity, put_record};

/// Opens one item of the queue; what is opened can be decided on.
pub fn review(session: &Session, request: GetReview) -> Result<ReviewView, Error> {
    note_opened(session, request.id.same())?;
    peek(session, PeekReview { id: request.id })
}

/// Looks at one item of the queue before somebody opens it.
pub fn peek(session: &Session, request: PeekReview) -> Result<ReviewView, Error> {
    let (mut review, queue) =
        session.read(|work| Ok((view::review(work, request.id.same())?, lists::order(work)?)))?;
    review.total = queue.len() as u32;
    if let Some(place) = queue.iter().position(|id| *id == request.id) {
        review.position = place as u32 + 1;
        review.next = queue.get(place + 1).copied();
        review.previous = place.checked_sub(1).and_then(|before| queue.get(before)).copied();
    }
    Ok(review)
}

/// Tells that a version was on the screen for three seconds.
pub fn mark_seen(session: &Session, request: MarkSeen) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| seen::mark(work, doc, &request.heads))
}

/// Approves exactly the version that was read.
pub fn approve(session: &Session, request: Approve) -> Result<InitiativeView, Error> {
    let said = opinion::Said {
        part: request.part,
        stage: request.stage,
        heads: request.heads,
        text: request.text,
        verdict: opinion::Verdict::Approve,
    };
    change(session, request.id.same(), |work, doc| opinion::say(work, doc, &said))
}

/// Approves identical items, each in exactly the version that was read.
pub fn approve_alike(session: &Session, request: ApproveAlike) -> Result<Vec<MadeRecord>, Error> {
    session.commit(|work| alike::approve(work, &request))
}

/// Enters the acknowledgement of the department's meeting.
pub fn acknowledge(session: &Session, request: Acknowledge) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| opinion::acknowledge(work, doc, &request))
}

/// Returns the version that was read, with a remark.
pub fn return_initiative(session: &Session, request: ReturnInitiative) -> Result<InitiativeView, Error> {
    let said = opinion::Said {
        part: request.part,
        stage: request.stage,
        heads: request.heads,
        text: request.text,
        verdict: opinion::Verdict::Return(request.targets),
    };
    change(session, request.id.same(), |work, doc| opinion::say(work, doc, &said))
}

/// Remarks without deciding.
pub fn add_remark(session: &Session, request: AddRemark) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| answer::remark(work, doc, &request))
}

/// Settles opinions that differ.
pub fn settle(session: &Session, request: Settle) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| opinion::settle(work, doc, &request))
}

/// Revokes an own record.
pub fn revoke(session: &Session, request: RevokeRecord) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| opinion::revoke(work, doc, &request))
}

/// Answers a difficulty.
pub fn answer_difficulty(session: &Session, request: AnswerDifficulty) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| answer::answer(work, doc, &request))
}

/// Says whether an answer solved a difficulty.
pub fn resolve_difficulty(session: &Session, request: ResolveDifficulty) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| answer::resolve(work, doc, &request))
}

/// The words of an act that needs some.
pub fn words(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::new(Code::RemarkNeeded)) } else { Ok(text) }
}

#[cfg(test)]
mod tests;
